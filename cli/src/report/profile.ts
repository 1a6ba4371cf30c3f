import type { ColumnProfile, Histogram } from '../../../engine/src/data/profile/columnProfile.ts';
import type { Profile } from '../../../engine/src/data/profile/profile.ts';
import type { Correlations } from '../../../engine/src/data/profile/profileCorrelations.ts';
import { count, figure } from '../../../engine/src/language/figures.ts';
import { type Style, textTable } from '../terminal.ts';

const MOST_COLUMNS = 200;
const LONGEST_NAME = 32;
const LONGEST_VALUES = 48;
const MOST_BARS = 15;
const MOST_PAIRS = 10;
const BARS = ' ▁▂▃▄▅▆▇█';

/** A line a column: what is missing, ends, moments, and the shape of its values. */
export function profileText({ rows, columns, correlations }: Profile, style: Style): string {
  const shown = columns.slice(0, MOST_COLUMNS);
  const header = ['column', 'type', 'missing', 'distinct', 'min', 'median', 'max', 'mean', 'std', 'values'];
  const table = textTable(
    header,
    shown.map((column) => columnRow(column, rows)),
    [2, 3, 4, 5, 6, 7, 8],
  );
  const cut =
    columns.length > shown.length
      ? [style.dim(`and ${count(columns.length - shown.length)} more columns; --format json has them all`)]
      : [];
  const estimated = columns.some((column) => column.estimated.length > 0) ? ['', style.dim('≈ estimated')] : [];
  return [
    style.bold(`${counted(rows, 'row')}, ${counted(columns.length, 'column')}`),
    '',
    table,
    ...cut,
    ...estimated,
    ...(correlations ? ['', ...correlationLines(correlations, style)] : []),
  ].join('\n');
}

function columnRow(column: ColumnProfile, rows: number): readonly string[] {
  const { name, type, missing, sensitive } = column;
  const common = [shorten(name, LONGEST_NAME), type, missing === 0 ? '-' : share(missing, rows)];
  if (sensitive) return [...common, ...Array<string>(6).fill('-'), 'sensitive'];
  const { distinct, mean, std, estimated, quantiles } = column;
  const about = (figureName: 'distinct' | 'quantiles') => (estimated.includes(figureName) ? '≈ ' : '');
  const median = quantiles['0.5'];
  const ends = type === 'string' || type === 'category' ? [null, null] : [column.min, column.max];
  return [
    ...common,
    distinct === null ? '-' : about('distinct') + count(distinct),
    valueText(ends[0]),
    median === undefined ? '-' : about('quantiles') + figure(median),
    valueText(ends[1]),
    mean === null ? '-' : figure(mean),
    std === null ? '-' : figure(std),
    shape(column, rows),
  ];
}

function valueText(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return '-';
  return typeof value === 'number' ? figure(value) : shorten(value.replace('T00:00:00Z', ''), LONGEST_NAME);
}

function shape({ histogram, top, infinite, type }: ColumnProfile, rows: number): string {
  const odd = infinite === 0 ? '' : `  ${count(infinite)} infinite`;
  if (histogram && (type === 'integer' ? histogram.counts.length > 3 : histogram.counts.length > 1))
    return bars(histogram) + odd;
  return (
    shorten(
      top.map(({ value, count: n }) => `${oneLine(String(value)) || "''"} ${share(n, rows)}`).join(', '),
      LONGEST_VALUES,
    ) + odd
  );
}

/** Counts as bars of eight heights; a bin with few values has the lowest, an empty one none. */
function bars({ counts }: Histogram): string {
  const width = Math.ceil(counts.length / MOST_BARS);
  const merged = Array.from({ length: Math.ceil(counts.length / width) }, (_, i) =>
    counts.slice(i * width, (i + 1) * width).reduce((sum, one) => sum + one, 0),
  );
  const most = Math.max(...merged);
  return merged.map((one) => BARS[Math.ceil((one / most) * 8)] ?? ' ').join('');
}

/** The strongest first. */
function correlationLines({ columns, values, leftOut }: Correlations, style: Style): readonly string[] {
  const pairs = columns.flatMap((a, i) =>
    columns.slice(i + 1).flatMap((b, j) => {
      const r = values[i]?.[i + 1 + j];
      return typeof r === 'number' ? [{ a, b, r }] : [];
    }),
  );
  const strongest = pairs.sort((one, two) => Math.abs(two.r) - Math.abs(one.r)).slice(0, MOST_PAIRS);
  if (strongest.length === 0) return ['No two columns of numbers to correlate.'];
  const rows = strongest.map(({ a, b, r }) => [shorten(a, LONGEST_NAME), shorten(b, LONGEST_NAME), r.toFixed(3)]);
  const rest = pairs.length > rows.length ? [style.dim(`the strongest of ${count(pairs.length)} pairs`)] : [];
  const left =
    leftOut.length > 0
      ? [style.dim(`left out: ${counted(leftOut.length, 'column')} of numbers beyond the first ${columns.length}`)]
      : [];
  return [textTable(['', '', 'correlation'], rows, [2]), ...rest, ...left];
}

function share(part: number, rows: number): string {
  const percent = (100 * part) / rows;
  if (part === rows) return '100%';
  if (percent < 0.1) return '<0.1%';
  return `${percent < 10 || percent > 99 ? Math.min(99.9, percent).toFixed(1) : percent.toFixed(0)}%`;
}

function shorten(text: string, most: number): string {
  const line = oneLine(text);
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
