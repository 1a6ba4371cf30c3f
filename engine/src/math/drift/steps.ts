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

/** All values in ascending order, equal ones once or side by side; none where only counts between edges are known. */
export function ascending({ values }: NumberSide): ArrayLike<number> {
  if (values.kind === 'sorted') return values.sorted;
  return values.kind === 'values' ? values.values : [];
}

/** Undefined where only counts between edges are known, or there are more than `most` values: told without a look at each. */
export function fewSteps(side: NumberSide, most: number): Steps | undefined {
  if (side.values.kind !== 'sorted') {
    const steps = stepsOf(side);
    return steps === undefined || steps.values.length > most ? undefined : steps;
  }
  const { sorted } = side.values;
  const values: number[] = [];
  const upTo: number[] = [];
  for (let from = 0; from < sorted.length; from = upTo[upTo.length - 1]!) {
    if (values.length === most) return undefined;
    values.push(sorted[from]!);
    upTo.push(firstAbove(sorted, sorted[from]!, from));
  }
  return { values, upTo: Float64Array.from(upTo), total: sorted.length };
}

/** How many rows are below `value`, of a side that is known value by value. */
export function rowsBelow({ values }: NumberSide, value: number): number {
  if (values.kind === 'sorted') return firstAtLeast(values.sorted, value);
  const end = values.kind === 'values' ? firstAtLeast(values.values, value) : 0;
  let rows = 0;
  for (let step = 0; step < end; step++) rows += values.counts[step]!;
  return rows;
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

function firstAtLeast(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(values: ArrayLike<number>, value: number, from: number): number {
  let low = from;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function ofSorted({ sorted }: SortedValues): Steps {
  const values = new Float64Array(sorted.length);
  const upTo = new Float64Array(sorted.length);
  let last = -1;
  let before = Number.NaN;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (value !== before) {
      last += 1;
      values[last] = value;
      before = value;
    }
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
