const LONGEST = 120;

/** A text of somebody as code in a table: nothing of it is a link, a mention, HTML or the end of a cell. */
export function markdownCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
  if (shown === '') return '(empty)';
  if (!/[`|]/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(/[^\p{L}\p{N} .,;+=/()%→…-]/gu, (letter) => `&#${letter.codePointAt(0)};`)}</code>`;
}

/** A text of somebody within a sentence. */
export function markdownText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[&<>|*_[\]#~\\@!$]/g, (letter) => `&#${letter.codePointAt(0)};`);
}

/** Cells are Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
