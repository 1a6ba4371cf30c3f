import { markdownCode } from '../../../engine/src/language/markdown.ts';
import type { Sheet, SheetValue } from './sheet.ts';

/** Runs as a table of Markdown; what users named is text in it, whatever it looks like. */
export function markdownText({ columns, runs, about }: Sheet): string {
  const arrows = { higher: ' ↑', lower: ' ↓' } as const;
  const titles = columns.map(({ title, better }) => `${escaped(title)}${better === null ? '' : arrows[better]}`);
  const isFigures = columns.map((_, index) => runs.every(({ values }) => typeof values[index]?.value !== 'string'));
  const lines = runs.map(({ id, values }) => [
    `\`${id.slice(0, 8)}\`${id === about.baseline ? ' (baseline)' : ''}`,
    ...columns.map((_, index) => cellText(values[index])),
  ]);
  return [['run', ...titles], ['---', ...isFigures.map((is) => (is ? '---:' : '---'))], ...lines]
    .map((line) => `| ${line.join(' | ')} |\n`)
    .join('');
}

function cellText(cell: SheetValue | undefined): string {
  if (cell === undefined) return '-';
  if (typeof cell.value === 'string') return escaped(cell.value);
  const { low, high } = cell;
  return low === undefined || high === undefined ? String(cell.value) : `${cell.value} [${low}, ${high}]`;
}

/** What hosts of pull requests make links and mentions of, whatever stands before it. */
const LINKED = /@|#\d|:\/\/|www\./i;

/** Everything that means something in Markdown or HTML stands for itself. */
function escaped(text: string): string {
  if (LINKED.test(text)) return markdownCode(text);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#>!]/g, '\\$&');
}
