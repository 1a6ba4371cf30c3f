import { random } from '../math/random.ts';

/** Rows that bounds are told from. */
export const SAMPLE = 100_000;
/** Categories of a column that are told apart: the most frequent ones. The rest counts as missing, as unseen ones do. */
export const MAX_CATEGORIES = 254;

/**
 * Upper bounds of the bins of a column, ascending, one fewer than bins: bin b holds bound[b-1] < x <= bound[b].
 * Few distinct values get a bin each; else bins of about equally many rows, a value with more rows than that all but alone
 * in its bin (the greedy rule of LightGBM). Bounds are f32 midpoints, so that `x <= bound` reads the same in every ONNX runtime.
 * @param ascending Values of a sample, without NaN.
 * @param starts Where each distinct value begins in it, and at the end how many values there are.
 */
export function binBounds(ascending: Float32Array, starts: Uint32Array, maxBins: number): Float32Array {
  const distinct = (i: number) => ascending[starts[i]!]!;
  const last = starts.length - 2;
  const ends = last < maxBins ? Array.from({ length: Math.max(0, last) }, (_, i) => i) : greedyEnds(starts, maxBins);
  return Float32Array.from(ends, (end) => between(distinct(end), distinct(end + 1)));
}

/** The midpoint, or the lower value where the midpoint rounds up to the higher. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle >= low && middle < high ? middle : low;
}

/** Numbers of the last distinct value of each bin but the last. */
function greedyEnds(starts: Uint32Array, maxBins: number): number[] {
  const values = starts.length - 1;
  let rest = starts[values]!;
  const large = rest / maxBins;
  let bins = maxBins;
  for (let i = 0; i < values; i++) {
    const count = starts[i + 1]! - starts[i]!;
    if (count < large) continue;
    bins--;
    rest -= count;
  }
  let size = rest / bins;
  const ends: number[] = [];
  let held = 0;
  let next = starts[1]!;
  for (let i = 0; i < values - 1 && ends.length < maxBins - 1; i++) {
    const count = next;
    next = starts[i + 2]! - starts[i + 1]!;
    held += count;
    if (count < large) rest -= count;
    if (count < large && held < size && (next < large || held < Math.max(1, size / 2))) continue;
    ends.push(i);
    held = 0;
    if (count >= large) continue;
    bins--;
    size = bins > 0 ? rest / bins : Number.POSITIVE_INFINITY;
  }
  return ends;
}

/** Rows that the bounds of all columns are told from, evenly spread. */
export function sampleRows(rows: number, seed: number): Uint32Array {
  const size = Math.min(rows, SAMPLE);
  const step = rows / size;
  const generator = random(seed, 1);
  return Uint32Array.from({ length: size }, (_, i) =>
    step === 1 ? i : Math.min(rows - 1, Math.floor((i + generator.uniform()) * step)),
  );
}
