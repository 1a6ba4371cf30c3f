import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { Cells, NumberColumn } from './cells.ts';
import type { Table } from './table.ts';

/** How a run's figure stands to the baseline's. */
export interface Difference {
  /** The run's value minus the baseline's. */
  readonly value: number;
  /** By their 95% intervals: those that have a value in common tell of no difference; null where nothing can be told. */
  readonly verdict: 'better' | 'worse' | 'same' | null;
}

/** Undefined where either has no figure, or one that is NaN. */
export function differenceTo(
  cells: Cells | undefined,
  { row, baseline }: { readonly row: number; readonly baseline: number },
  better: TableColumn['better'],
): Difference | undefined {
  if (cells?.kind !== 'number' || row === baseline || cells.has[row] !== 1 || cells.has[baseline] !== 1)
    return undefined;
  const value = (cells.values[row] ?? Number.NaN) - (cells.values[baseline] ?? Number.NaN);
  if (Number.isNaN(value)) return undefined;
  return { value, verdict: verdictOf(endsAt(cells, row), endsAt(cells, baseline), value, better) };
}

function endsAt({ low, high }: NumberColumn, row: number): Ends {
  return { low: low?.[row], high: high?.[row] };
}

/** Ends of an interval, where there is one; NaN is none. */
export interface Ends {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** By the two intervals: those that have a value in common tell of no difference. */
export function verdictOf(
  ours: Ends,
  theirs: Ends,
  difference: number,
  better: TableColumn['better'],
): Difference['verdict'] {
  const { low = Number.NaN, high = Number.NaN } = ours;
  const { low: theirLow = Number.NaN, high: theirHigh = Number.NaN } = theirs;
  // NaN is no less than anything.
  if (better === null || !(low <= high && theirLow <= theirHigh)) return null;
  if (low <= theirHigh && theirLow <= high) return 'same';
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}

/** Mean and spread of a column over runs; of those that have a finite value. */
export interface GroupFigure {
  readonly mean: number;
  /** Standard deviation of the sample; NaN of one value. */
  readonly deviation: number;
  readonly count: number;
}

/** Undefined where none of the runs has a finite value. Welford's method. */
export function groupFigure(cells: Cells | undefined, rows: Uint32Array): GroupFigure | undefined {
  if (cells?.kind !== 'number') return undefined;
  let [count, mean, squares] = [0, 0, 0];
  for (const row of rows) {
    const value = cells.values[row];
    if (cells.has[row] !== 1 || value === undefined || !Number.isFinite(value)) continue;
    count += 1;
    const before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }
  return count === 0
    ? undefined
    : { mean, deviation: count === 1 ? Number.NaN : Math.sqrt(squares / (count - 1)), count };
}

/** Whether two of the runs differ in a column, those without a value counted as one more. */
export function differsIn(cells: Cells, rows: Uint32Array): boolean {
  const first = rows[0];
  if (first === undefined) return false;
  if (cells.kind === 'text') return rows.some((row) => cells.codes[row] !== cells.codes[first]);
  const { has, values } = cells;
  return rows.some((row) => has[row] !== has[first] || (has[row] === 1 && !Object.is(values[row], values[first])));
}

/** The run that is best in a column, and how many are better, no different and worse than the baseline. */
export interface Standing {
  readonly best: number;
  readonly better: number;
  readonly same: number;
  readonly worse: number;
}

/** Undefined where no run has a figure, or nobody knows what is better. */
export function standing(
  table: Table,
  column: TableColumn,
  rows: Uint32Array,
  baseline: number | undefined,
): Standing | undefined {
  const cells = table.cells.get(column.id);
  if (cells?.kind !== 'number' || column.better === null) return undefined;
  const sign = column.better === 'higher' ? 1 : -1;
  const counts = { better: 0, same: 0, worse: 0 };
  let best: number | undefined;
  for (const row of rows) {
    const value = cells.values[row] ?? Number.NaN;
    if (cells.has[row] !== 1 || Number.isNaN(value)) continue;
    if (best === undefined || sign * (value - (cells.values[best] ?? 0)) > 0) best = row;
    const verdict = baseline === undefined ? undefined : differenceTo(cells, { row, baseline }, column.better)?.verdict;
    if (verdict) counts[verdict] += 1;
  }
  return best === undefined ? undefined : { best, ...counts };
}
