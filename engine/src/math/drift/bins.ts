import type { QuantileCounts } from '../baseline.ts';
import { type NumberPair, type NumberSide, rowsWithValue } from './columnPair.ts';
import { type Levels, levelsOf } from './levels.ts';
import { rowsAt, rowsBelow, type Steps } from './steps.ts';

/** Up to so many distinct values in the reference, each is a bin of its own (Evidently 0.7). */
export const BINNED_ABOVE = 20;

/** Rows between edges of equal distance, over all values of both sides. */
export function binned(pair: NumberPair, rows: number): Levels {
  return between(sturgesEdges(spanOf(pair), rows, pair.isInteger), pair);
}

/** Rows by distinct value of either side, ascending. */
export function byValue(reference: Steps, current: Steps): Levels {
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0, j = 0; i < reference.values.length || j < current.values.length; ) {
    const a = reference.values[i] ?? Number.POSITIVE_INFINITY;
    const b = current.values[j] ?? Number.POSITIVE_INFINITY;
    left.push(a <= b ? rowsAt(reference, i++) : 0);
    right.push(b <= a ? rowsAt(current, j++) : 0);
  }
  return levelsOf(left, right);
}

/** Distinct values of both sides together, which are in ascending order, equal ones side by side. */
export function distinctOf(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = [reference.length, current.length];
  let [i, j, distinct] = [0, 0, 0];
  let last = Number.NaN;
  while (i < n && j < m) {
    const left = reference[i]!;
    const right = current[j]!;
    const value = Math.min(left, right);
    if (value !== last) distinct += 1;
    last = value;
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  for (; i < n; i++) {
    if (reference[i] !== last) distinct += 1;
    last = reference[i]!;
  }
  for (; j < m; j++) {
    if (current[j] !== last) distinct += 1;
    last = current[j]!;
  }
  return distinct;
}

/** Counts between many edges, put together to bins of about equal distance that begin and end at one of those. */
export function regrouped(pair: NumberPair, reference: QuantileCounts, current: QuantileCounts): Levels {
  const rows = sum(reference.counts) + sum(current.counts);
  const wanted = sturgesEdges(spanOf(pair), rows, pair.isInteger);
  const left = [0];
  const right = [0];
  let next = 1;
  for (const [bin, count] of reference.counts.entries()) {
    left[left.length - 1]! += count;
    right[right.length - 1]! += current.counts[bin]!;
    const edge = reference.edges[bin];
    if (edge === undefined || edge < (wanted[next] ?? Number.POSITIVE_INFINITY)) continue;
    while (edge >= (wanted[next] ?? Number.POSITIVE_INFINITY)) next += 1;
    left.push(0);
    right.push(0);
  }
  return levelsOf(left, right);
}

type Span = readonly [low: number, high: number];

/** Edges of bins of equal width, as many as Sturges says for so many rows: `numpy.histogram_bin_edges(bins='sturges')`. */
function sturgesEdges([low, high]: Span, rows: number, isInteger: boolean): readonly number[] {
  if (low === high) return [low - 0.5, high + 0.5];
  const range = high - low;
  if (!Number.isFinite(range)) return wideEdges(low, high, Math.ceil(Math.log2(rows) + 1));
  const plain = range / (Math.log2(rows) + 1);
  const width = isInteger && plain < 1 ? 1 : plain;
  const bins = Math.ceil(range / width);
  const step = range / bins;
  return [...Array.from({ length: bins }, (_, bin) => bin * step + low), high];
}

/** Where the distance from least to greatest is no number any more. */
function wideEdges(low: number, high: number, bins: number): readonly number[] {
  return Array.from({ length: bins + 1 }, (_, bin) => low * (1 - bin / bins) + high * (bin / bins));
}

/** Each bin is closed to the left, the last one on both sides. */
function between(edges: readonly number[], { reference, current }: NumberPair): Levels {
  const inner = edges.slice(1, -1);
  const counts = (side: NumberSide) => {
    const below = [0, ...inner.map((edge) => rowsBelow(side, edge)), rowsWithValue(side)];
    return below.slice(1).map((rows, bin) => rows - below[bin]!);
  };
  return levelsOf(counts(reference), counts(current));
}

function spanOf({ reference, current }: NumberPair): Span {
  return [
    Math.min(reference.min ?? Number.POSITIVE_INFINITY, current.min ?? Number.POSITIVE_INFINITY),
    Math.max(reference.max ?? Number.NEGATIVE_INFINITY, current.max ?? Number.NEGATIVE_INFINITY),
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
