import type { CorrelationChange } from '../report/monitorReport.ts';
import type { RowNumbers } from './exactNumbers.ts';

/** Rows of each side that are looked at, evenly over all. */
const ROWS = 10_000;
/** Columns that are looked at. */
const COLUMNS = 60;
/** Smaller changes are noise of the rows that are looked at. */
const LEAST = 0.1;
const TOLD = 20;
/** Parts of the rows that say by how much a correlation varies by chance, and how many times that a change must be. */
const PARTS = 20;
const SURE = 5;
/** Rows with both values below which nothing is told. */
const FEWEST = 30;

/** Pairs of number columns whose Pearson correlation is another now, the largest change first. */
export function correlationChanges(
  reference: ReadonlyMap<string, RowNumbers>,
  current: ReadonlyMap<string, RowNumbers>,
  names: readonly string[],
): readonly CorrelationChange[] {
  const told = names.slice(0, COLUMNS);
  const [before, now] = [reference, current].map((side) => told.map((name) => standardised(side.get(name)!)));
  const changes: CorrelationChange[] = [];
  for (let a = 0; a < told.length; a++)
    for (let b = a + 1; b < told.length; b++) {
      const [was, is] = [correlation(before![a]!, before![b]!), correlation(now![a]!, now![b]!)];
      if (was === null || is === null || Math.abs(is - was) < LEAST) continue;
      const chance = Math.hypot(standardError(before![a]!, before![b]!), standardError(now![a]!, now![b]!));
      if (Math.abs(is - was) < SURE * chance) continue;
      changes.push({ a: told[a]!, b: told[b]!, reference: was, current: is });
    }
  const size = (change: CorrelationChange) => Math.abs(change.current - change.reference);
  return changes.sort((x, y) => size(y) - size(x)).slice(0, TOLD);
}

interface Standardised {
  /** Mean 0 and deviation 1; NaN where there is no finite value. */
  readonly values: Float64Array;
  readonly isWhole: boolean;
}

function standardised(rows: RowNumbers): Standardised {
  const step = Math.max(1, Math.floor(rows.length / ROWS));
  const values = new Float64Array(Math.ceil(rows.length / step));
  let [count, mean, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = rows[i * step]!;
    values[i] = value - value === 0 ? value : Number.NaN;
    if (Number.isNaN(values[i]!)) continue;
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  }
  const sd = Math.sqrt(squares / count);
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - mean) / sd;
  return { values, isWhole: count === values.length };
}

/** Null where it is not defined, or of too few rows. */
function correlation(a: Standardised, b: Standardised): number | null {
  const n = Math.min(a.values.length, b.values.length);
  if (a.isWhole && b.isWhole) {
    let product = 0;
    for (let i = 0; i < n; i++) product += a.values[i]! * b.values[i]!;
    return n < FEWEST || !Number.isFinite(product) ? null : bounded(product / n);
  }
  const sums = new Float64Array(6);
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.values[i]!, b.values[i]!];
    if (Number.isNaN(x + y)) continue;
    addRow(sums, x, y);
  }
  const found = pearson(sums);
  return sums[0]! < FEWEST || !Number.isFinite(found) ? null : bounded(found);
}

/**
 * Of a correlation, by leaving out one part of the rows after the other (the jackknife): a few rows far out, which carry it alone, make
 * it large.
 */
function standardError(a: Standardised, b: Standardised): number {
  const n = Math.min(a.values.length, b.values.length);
  const parts = Array.from({ length: PARTS }, () => new Float64Array(6));
  const whole = new Float64Array(6);
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.values[i]!, b.values[i]!];
    if (Number.isNaN(x + y)) continue;
    const sums = parts[i % PARTS]!;
    addRow(sums, x, y);
    addRow(whole, x, y);
  }
  const without = parts.map((sums) => pearson(whole.map((sum, k) => sum - sums[k]!)));
  const mean = without.reduce((sum, one) => sum + one, 0) / PARTS;
  const error = Math.sqrt(((PARTS - 1) / PARTS) * without.reduce((sum, one) => sum + (one - mean) ** 2, 0));
  return Number.isNaN(error) ? Infinity : error;
}

function addRow(sums: Float64Array, a: number, b: number): void {
  sums[0]!++;
  sums[1]! += a;
  sums[2]! += b;
  sums[3]! += a * a;
  sums[4]! += b * b;
  sums[5]! += a * b;
}

/** From the number of rows and the sums of a, b, a², b² and ab. */
function pearson([count = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0]: Float64Array): number {
  return (count * sab - sa * sb) / Math.sqrt((count * saa - sa * sa) * (count * sbb - sb * sb));
}

function bounded(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
