/** Text of a snippet of LSP that stands for itself. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Counts the places of one snippet. */
export class Tabs {
  #count = 0;

  placeholder(text: string): string {
    return `\${${++this.#count}:${literal(text)}}`;
  }

  /** A place for the cursor. */
  stop(): string {
    return `$${++this.#count}`;
  }

  /** The first of the values, with the others to choose from. */
  choice(values: readonly string[]): string {
    const texts = values.map((value) => value.replace(/[\\$},|]/g, '\\$&'));
    return texts.length === 1 ? this.placeholder(values[0]!) : `\${${++this.#count}|${texts.join(',')}|}`;
  }
}

/** A snippet as text, for clients without snippets: placeholders as they are, of choices the first. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:,(?:\\.|[^,|\\])*)*\|\}/g, '$1')
    .replace(/(^|[^\\])\$(?:\d+|\{\d+\})/g, '$1')
    .replace(/\\([\\$},|])/g, '$1');
}
