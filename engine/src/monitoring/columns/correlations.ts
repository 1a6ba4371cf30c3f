import type { CorrelationChange } from '../report/monitorReport.ts';
import type { RowNumbers } from './exactNumbers.ts';

/** Rows of each side that are looked at, evenly over all. */
const ROWS = 10_000;
/** Columns that are looked at. */
const COLUMNS = 60;
/** Smaller changes are noise of the rows that are looked at. */
const LEAST = 0.1;
const TOLD = 20;
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
  let [count, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.values[i]!, b.values[i]!];
    if (Number.isNaN(x + y)) continue;
    count++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  const found = (count * sab - sa * sb) / Math.sqrt((count * saa - sa * sa) * (count * sbb - sb * sb));
  return count < FEWEST || !Number.isFinite(found) ? null : bounded(found);
}

function bounded(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
