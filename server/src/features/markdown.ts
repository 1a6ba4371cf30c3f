/** Text of the user as Markdown that shows it as it is: no formatting but code in backticks, no HTML, no links, one line. */
export function plain(text: string, longest = 300): string {
  const line = shortened(text, longest).replace(/\s+/g, ' ').trim();
  const parts = line
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 1 ? code(part.slice(1, -1), longest) : escaped(part)));
  return parts
    .join('')
    .replace(/^(?=[-+](?!\d)|[#=])/, '\\')
    .replace(/^(\d+)(?=[.)](?:\s|$))/, '$1\\');
}

/** Backslashes before all that means something within a line, and what would become a link by itself. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]>|~!$@]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`);
}

/** Text of the user as a piece of code within a line. */
export function code(text: string, longest = 80): string {
  const line = shortened(text, longest).replace(/\s+/g, ' ').trim();
  if (line === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Text of the user as a block of code. */
export function block(language: string, text: string, longest = 2000): string {
  const lines = shortened(text, longest).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** A table; columns of numbers stand to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = header.map(
    (_, at) => rows.length > 0 && rows.every((row) => /^-?[\d,.]+(e[+-]?\d+)?$/.test(row[at] ?? '')),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cells = rows.map((row) => row.map((cell) => cellOf(cell)));
  return [
    line(header.map((name) => cellOf(name))),
    line(isNumber.map((right) => (right ? '---:' : ':---'))),
    ...cells.map(line),
  ].join('\n');
}

function cellOf(text: string): string {
  return escaped(shortened(text, 24).replace(/\s+/g, ' ')) || ' ';
}

/** Facts beside each other on one line. */
export function facts(list: readonly (string | undefined | false)[]): string | undefined {
  const told = list.filter((fact) => typeof fact === 'string' && fact !== '');
  return told.length === 0 ? undefined : told.join(' · ');
}

/** Parts below each other; undefined where there is none. */
export function paragraphs(parts: readonly (string | undefined | false)[]): string | undefined {
  const told = parts.filter((part) => typeof part === 'string' && part !== '');
  return told.length === 0 ? undefined : told.join('\n\n');
}

/** The first ones, and how many more there are. */
export function listed(items: readonly string[], most = 5): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
