import type { NumberSide } from '../../math/drift/columnPair.ts';

/** Rows at or below a value; between edges they are taken as spread evenly. */
export function rowsUpTo(side: NumberSide, value: number): number {
  const { values, min, max } = side;
  if (min === null || max === null || value < min) return 0;
  if (values.kind === 'sorted') return placeAfter(values.sorted, value);
  if (value >= max) return sum(values.counts);
  if (values.kind === 'values') return sum(values.counts, placeAfter(values.values, value));
  const { edges, counts } = values;
  const bin = placeAfter(edges, value);
  const low = bin === 0 ? min : edges[bin - 1]!;
  const high = bin === edges.length ? max : edges[bin]!;
  // The least value of all begins its bin, so that not all of a bin of one value lies above it.
  const part = high > low ? (value - low) / (high - low) : 1;
  return sum(counts, bin) + counts[bin]! * Math.min(1, Math.max(0, part));
}

/** The value that a share of the finite rows is at or below; null where there are none. */
export function quantileOf(side: NumberSide, share: number): number | null {
  const { values, min, max } = side;
  if (min === null || max === null) return null;
  if (values.kind === 'sorted') {
    const { sorted } = values;
    const at = share * (sorted.length - 1);
    const below = sorted[Math.floor(at)]!;
    return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
  }
  const wanted = share * sum(values.counts);
  let below = 0;
  for (const [at, count] of values.counts.entries()) {
    if (below + count < wanted || count === 0) {
      below += count;
      continue;
    }
    if (values.kind === 'values') return values.values[at]!;
    const low = at === 0 ? min : Math.max(min, values.edges[at - 1]!);
    const high = at === values.edges.length ? max : Math.min(max, values.edges[at]!);
    return low + ((wanted - below) / count) * (high - low);
  }
  return max;
}

/** How many of ascending numbers are at or below `value`. */
export function placeAfter(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(counts: readonly number[], end = counts.length): number {
  let total = 0;
  for (let i = 0; i < end; i++) total += counts[i]!;
  return total;
}
