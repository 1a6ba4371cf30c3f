import type { Steps } from './steps.ts';

/** How far two cumulative distributions are apart. */
export interface OrderDistances {
  /** The largest distance, times the rows of both sides: an integer. */
  readonly apart: number;
  /** The area between them, in the unit of the values (Wasserstein-1), over `scale`. */
  readonly area: number;
}

/** Both distances in one pass over two staircases. @param scale that values are divided by, against overflow */
export function orderDistances(reference: Steps, current: Steps, scale = 1): OrderDistances {
  const { values: a, upTo: aUpTo, total: aRows } = reference;
  const { values: b, upTo: bUpTo, total: bRows } = current;
  let apart = 0;
  let area = 0;
  let i = 0;
  let j = 0;
  let gap = 0;
  let last = 0;
  while (i < a.length || j < b.length) {
    const left = i < a.length ? a[i]! : Number.POSITIVE_INFINITY;
    const right = j < b.length ? b[j]! : Number.POSITIVE_INFINITY;
    const value = left < right ? left : right;
    if (gap > 0) area += gap * (value / scale - last / scale);
    if (left === value) i += 1;
    if (right === value) j += 1;
    gap = Math.abs((i === 0 ? 0 : aUpTo[i - 1]!) * bRows - (j === 0 ? 0 : bUpTo[j - 1]!) * aRows);
    if (gap > apart) apart = gap;
    last = value;
  }
  return { apart, area: area / (aRows * bRows) };
}
