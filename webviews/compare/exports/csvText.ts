import type { Sheet } from './sheet.ts';

/** What spreadsheets take as the beginning of a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * Runs as CSV by RFC 4180, each column by its id, intervals as columns of their own. A text that a spreadsheet would take as
 * a formula has an apostrophe before it.
 */
export function csvText({ columns, runs }: Sheet): string {
  const head = columns.flatMap(({ id, hasIntervals }) => (hasIntervals ? [id, `${id}:low`, `${id}:high`] : [id]));
  const lines = runs.map(({ id, values }) => [
    id,
    ...columns.flatMap(({ hasIntervals }, index) => {
      const cell = values[index];
      return hasIntervals ? [cell?.value, cell?.low, cell?.high] : [cell?.value];
    }),
  ]);
  return [['run', ...head], ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function field(value: number | string | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const isFormula = FORMULA.test(value) && (value.trim() === '' || Number.isNaN(Number(value)));
  const text = isFormula ? `'${value}` : value;
  // An empty text is told from no value.
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
