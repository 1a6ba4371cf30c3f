/** Text as Markdown shows it, whatever signs are in it; on one line. */
export function plain(text: string): string {
  return escaped(oneLine(text));
}

/** A sentence of Modelyard's: what stands between backticks is code, the rest plain text. */
export function prose(text: string): string {
  const parts = oneLine(text).split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : escaped(part))).join('');
}

/** Text as it is, in the font of code. */
export function code(text: string): string {
  const inside = oneLine(text);
  const longest = Math.max(0, ...(inside.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${inside}${fence}` : `${fence} ${inside} ${fence}`;
}

/** Names and what they are, below each other; those without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: string | null | undefined])[]): string {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (known.length === 0) return '';
  return ['| | |', '|:--|:--|', ...known.map(([name, value]) => `| ${plain(name)} | ${value} |`)].join('\n');
}

/** Paragraphs; empty ones are left out. */
export function paragraphs(...texts: readonly (string | null | undefined)[]): string {
  return texts.filter((text) => text !== null && text !== undefined && text !== '').join('\n\n');
}

/** At most so many characters, on one line. */
export function cut(text: string, most: number): string {
  const line = oneLine(text);
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$&:]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
