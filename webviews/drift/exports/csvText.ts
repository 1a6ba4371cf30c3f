import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { plainSentence } from '../model/sentenceParts.ts';

type Cell = string | number | null | undefined;

const COLUMNS: readonly (readonly [name: string, cell: (column: ColumnReport) => Cell])[] = [
  ['column', ({ column }) => column],
  ['role', ({ role }) => role],
  ['type', ({ type }) => type],
  ['verdict', ({ verdict }) => verdict],
  ['test', ({ test }) => test],
  ['statistic', ({ statistic }) => statistic],
  ['p_value', ({ pValue }) => pValue],
  ['threshold', ({ threshold }) => threshold],
  ['reference_rows', ({ reference }) => reference.rows],
  ['current_rows', ({ current }) => current.rows],
  ['reference_missing', ({ reference }) => reference.missing],
  ['current_missing', ({ current }) => current.missing],
  ['reference_mean', ({ reference }) => reference.mean],
  ['current_mean', ({ current }) => current.mean],
  ['since', ({ since }) => since?.due],
  ['changed', ({ changed, reason }) => plainSentence(reason ?? changed)],
];

/** The columns with all digits, in the order of the report. */
export function csvText({ columns }: MonitorReport): string {
  const head = COLUMNS.map(([name]) => name).join(',');
  const rows = columns.map((column) => COLUMNS.map(([, cell]) => quoted(cell(column))).join(','));
  return `${[head, ...rows].join('\n')}\n`;
}

/** What spreadsheets would take for a formula is text. */
function quoted(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+@\t\r-]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
