import { count, figureColumn } from '../../../engine/src/language/figures.ts';
import { metricHeader, onScreen, valueText } from '../../../engine/src/language/screenFigures.ts';
import { KIND_TITLES } from '../model/columnTitle.ts';
import type { Sheet, SheetColumn, SheetRun, SheetValue } from './sheet.ts';

/** Beyond so many columns a page of paper is turned. */
const UPRIGHT = 7;

/** Runs as one page that needs nothing else: light, without scripts and network, with the head again on each page of paper. */
export function htmlText(sheet: Sheet): string {
  const { about, columns, runs } = sheet;
  const texts = columns.map((column, index) =>
    columnTexts(
      column,
      runs.map(({ values }) => values[index]),
    ),
  );
  const title = `Comparison of ${count(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${title}, ${about.project}`)}</title>
<style>${STYLE}@page { size: A4${columns.length > UPRIGHT ? ' landscape' : ''}; margin: 14mm }</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${about.filter.trim() === '' ? '' : `<p>Filter: <code>${escaped(about.filter)}</code></p>\n`}<table>
<thead>
<tr><th class="about" colspan="${columns.length + 1}">${escaped(aboutText(sheet))}</th></tr>
${headOf(columns)}
</thead>
<tbody>
${runs.map((run, row) => rowOf(run, sheet, texts, row)).join('\n')}
</tbody>
</table>
<p class="end">Times are UTC. Hover a figure for all its digits and its 95% interval.</p>
</body>
</html>
`;
}

const MOST_COMMITS = 3;

function aboutText({ about: { project, commits, at } }: Sheet): string {
  const shown = commits.slice(0, MOST_COMMITS).map((commit) => commit.slice(0, 8));
  const more = commits.length > MOST_COMMITS ? ` and ${commits.length - MOST_COMMITS} more` : '';
  const of =
    commits.length === 0 ? 'no commit' : `${commits.length === 1 ? 'commit' : 'commits'} ${shown.join(', ')}${more}`;
  return `${project}, ${of}, ${timeText(at)} UTC`;
}

function headOf(columns: readonly SheetColumn[]): string {
  const kinds = columns.filter(({ kind }, index) => kind !== columns[index - 1]?.kind);
  const groups = kinds.map((first) => {
    const from = columns.indexOf(first);
    const after = columns.findIndex(({ kind }, index) => index > from && kind !== first.kind);
    return `<th colspan="${(after < 0 ? columns.length : after) - from}" scope="colgroup">${KIND_TITLES[first.kind]}</th>`;
  });
  const names = columns.map(
    ({ title, better, type }) =>
      `<th scope="col"${type === 'text' ? '' : ' class="n"'}>${escaped(metricHeader(title, better))}</th>`,
  );
  return `<tr><td></td>${groups.join('')}</tr>\n<tr><th scope="col">run</th>${names.join('')}</tr>`;
}

function rowOf(
  { id, values }: SheetRun,
  { about, columns }: Sheet,
  texts: readonly (readonly string[])[],
  row: number,
): string {
  const isBaseline = id === about.baseline;
  const cells = columns.map((column, index) => cellOf(values[index], column, texts[index]?.[row] ?? '-'));
  const name = `<th scope="row" title="${escaped(id)}"><code>${escaped(id.slice(0, 8))}</code>${isBaseline ? ' baseline' : ''}</th>`;
  return `<tr${isBaseline ? ' class="baseline"' : ''}>${name}${cells.join('')}</tr>`;
}

function cellOf(cell: SheetValue | undefined, { type }: SheetColumn, shown: string): string {
  if (cell === undefined) return type === 'text' ? '<td>-</td>' : '<td class="n">-</td>';
  const { value, low, high } = cell;
  const whole = low === undefined ? `${value}` : `${value} [${low}, ${high}]`;
  if (type === 'text') return `<td>${escaped(shown)}</td>`;
  return `<td class="n" title="${escaped(whole)}">${escaped(shown)}</td>`;
}

/** What the cells of a column show: figures without an interval with the same decimals, so that points line up. */
function columnTexts(
  { type, hasIntervals }: SheetColumn,
  values: readonly (SheetValue | undefined)[],
): readonly string[] {
  if (type === 'time') return values.map((cell) => (cell === undefined ? '-' : timeText(String(cell.value))));
  const finite = (cell: SheetValue | undefined) =>
    typeof cell?.value === 'number' && Number.isFinite(cell.value) ? cell.value : undefined;
  const figures = hasIntervals ? [] : figureColumn(values.map(finite));
  return values.map((cell, row) => {
    if (cell === undefined) return '-';
    if (typeof cell.value === 'string') return cell.value;
    if (!Number.isFinite(cell.value))
      return valueText({ value: String(cell.value) as 'NaN' | 'Infinity' | '-Infinity' });
    return hasIntervals ? valueText({ ...cell, value: cell.value }) : onScreen(figures[row] ?? '-');
  });
}

function timeText(text: string): string {
  return text.slice(0, 16).replace('T', ' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const STYLE = `
:root { color-scheme: light }
body { font: 13px/20px system-ui, sans-serif; color: #1f1f1f; background: #fff; margin: 20px }
h1 { font-size: 18px; line-height: 24px; margin: 0 0 4px }
p { margin: 0 0 12px }
code { font: 0.92em ui-monospace, monospace; overflow-wrap: anywhere }
table { border-collapse: collapse; font-size: 12px; line-height: 16px; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: 3px 8px; border-bottom: 1px solid #ddd; vertical-align: top; max-width: 36ch; overflow-wrap: anywhere }
thead { display: table-header-group }
thead th { font-weight: 600; vertical-align: bottom; overflow-wrap: normal }
.about { font-weight: 400; color: #555; padding-left: 0 }
.n { text-align: right; white-space: nowrap }
.baseline { font-weight: 600; border-top: 1px solid #1f1f1f }
.end { color: #555; margin-top: 12px }
tr { break-inside: avoid }
@media print { body { margin: 0; font-size: 9pt } table { font-size: 8pt; width: 100% } .end { display: none } }
`;
