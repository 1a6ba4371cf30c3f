import type { Steps } from './steps.ts';

/** How far two cumulative distributions are apart. */
export interface OrderDistances {
  /** The largest distance, times the rows of both sides: an integer. */
  readonly apart: number;
  /** The area between them, in the unit of the values (Wasserstein-1). */
  readonly area: number;
}

/** Both distances in one pass over two sorted samples; without branches that hang on the values, which would be guessed wrong. */
export function distancesOfSorted(reference: Float64Array, current: Float64Array): OrderDistances {
  const [n, m] = [reference.length, current.length];
  let [i, j, apart, area] = [0, 0, 0, 0];
  let last = Math.min(reference[0]!, current[0]!);
  while (i < n && j < m) {
    const left = reference[i]!;
    const right = current[j]!;
    const value = Math.min(left, right);
    const gap = Math.abs(i * m - j * n);
    area += gap * (value - last);
    if (value !== last && gap > apart) apart = gap;
    last = value;
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  const [rest, from, weight] = i < n ? [reference, i, m] : [current, j, n];
  for (let k = from; k < rest.length; k++) {
    const value = rest[k]!;
    const gap = (rest.length - k) * weight;
    area += gap * (value - last);
    if (value !== last && gap > apart) apart = gap;
    last = value;
  }
  return { apart, area: area / (n * m) };
}

/** The same of two staircases. */
export function distancesOfSteps(reference: Steps, current: Steps): OrderDistances {
  const { values: a, upTo: aUpTo, total: aRows } = reference;
  const { values: b, upTo: bUpTo, total: bRows } = current;
  let [i, j, apart, area, gap, last] = [0, 0, 0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    const left = i < a.length ? a[i]! : Number.POSITIVE_INFINITY;
    const right = j < b.length ? b[j]! : Number.POSITIVE_INFINITY;
    const value = Math.min(left, right);
    if (gap > 0) area += gap * (value - last);
    if (left === value) i += 1;
    if (right === value) j += 1;
    gap = Math.abs((i === 0 ? 0 : aUpTo[i - 1]!) * bRows - (j === 0 ? 0 : bUpTo[j - 1]!) * aRows);
    if (gap > apart) apart = gap;
    last = value;
  }
  return { apart, area: area / (aRows * bRows) };
}
