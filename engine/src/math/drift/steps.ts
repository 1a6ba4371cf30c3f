import type { QuantileCounts, ValueCounts } from '../baseline.ts';
import type { NumberSide, SortedValues } from './columnPair.ts';

/** A distribution as a staircase: distinct values, ascending, and how many rows are at or below each. */
export interface Steps {
  readonly values: ArrayLike<number>;
  readonly upTo: Float64Array;
  readonly total: number;
}

/** Undefined where only counts between edges are known. */
export function stepsOf({ values }: NumberSide): Steps | undefined {
  if (values.kind === 'quantiles') return undefined;
  return values.kind === 'sorted' ? ofSorted(values) : ofCounts(values);
}

/** How many rows are below `value`. */
export function rowsBelow({ values, upTo }: Steps, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : upTo[low - 1]!;
}

/** Rows with just this value, for the step of this number. */
export function rowsAt({ upTo }: Steps, step: number): number {
  return upTo[step]! - (step === 0 ? 0 : upTo[step - 1]!);
}

/** Rows between the same edges, last bin open, from values that are all known. */
export function countBetween(edges: readonly number[], { values, upTo, total }: Steps): QuantileCounts {
  const counts: number[] = [];
  let step = 0;
  let before = 0;
  for (const edge of edges) {
    while (step < values.length && values[step]! <= edge) step += 1;
    const rows = step === 0 ? 0 : upTo[step - 1]!;
    counts.push(rows - before);
    before = rows;
  }
  counts.push(total - before);
  return { kind: 'quantiles', edges, counts };
}

function ofSorted({ sorted }: SortedValues): Steps {
  const values = new Float64Array(sorted.length);
  const upTo = new Float64Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (last < 0 || value !== values[last]!) values[++last] = value;
    upTo[last] = i + 1;
  }
  return { values: values.subarray(0, last + 1), upTo: upTo.subarray(0, last + 1), total: sorted.length };
}

function ofCounts({ values, counts }: ValueCounts): Steps {
  const upTo = new Float64Array(values.length);
  let total = 0;
  for (const [step, count] of counts.entries()) {
    total += count;
    upTo[step] = total;
  }
  return { values, upTo, total };
}
