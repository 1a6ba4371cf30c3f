import { random } from '../math/random.ts';
import { sorted } from '../math/sorting.ts';

/** Rows that the bounds of a column of numbers are told from. */
const SAMPLE = 200_000;
/** Categories of a column that are told apart: the most frequent ones. The rest counts as missing, as unseen ones do. */
export const MAX_CATEGORIES = 254;

/**
 * Upper bounds of the bins of a column, ascending, one fewer than bins: bin b holds bound[b-1] < x <= bound[b].
 * Few distinct values get a bin each; else bins of about equally many rows, a value with more rows than that all but alone
 * in its bin (the greedy rule of LightGBM). Bounds are f32 midpoints, so that `x <= bound` reads the same in every ONNX runtime.
 */
export function binBounds(values: Float32Array, maxBins: number, seed: number): Float32Array {
  const { distinct, counts } = distinctOf(sampleOf(values, seed));
  if (distinct.length <= maxBins)
    return Float32Array.from(distinct.subarray(1), (value, i) => between(distinct[i]!, value));
  return Float32Array.from(greedyEnds(counts, maxBins).map((end) => between(distinct[end]!, distinct[end + 1]!)));
}

/** The midpoint, or the lower value where the midpoint rounds up to the higher. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle >= low && middle < high ? middle : low;
}

/** Places of the last distinct value of each bin but the last. */
function greedyEnds(counts: Uint32Array, maxBins: number): number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const large = counts.map((count) => (count >= rows / maxBins ? 1 : 0));
  let bins = maxBins - large.reduce((sum, one) => sum + one, 0);
  let rest = counts.reduce((sum, count, i) => sum + (large[i] ? 0 : count), 0);
  let size = rest / bins;
  const ends: number[] = [];
  let held = 0;
  for (let i = 0; i < counts.length - 1 && ends.length < maxBins - 1; i++) {
    held += counts[i]!;
    if (!large[i]) rest -= counts[i]!;
    const full = large[i] || held >= size || (large[i + 1] && held >= Math.max(1, size / 2));
    if (!full) continue;
    ends.push(i);
    held = 0;
    if (large[i]) continue;
    bins--;
    size = bins > 0 ? rest / bins : Number.POSITIVE_INFINITY;
  }
  return ends;
}

/** Values that are there, evenly spread over the rows, without NaN. */
function sampleOf(values: Float32Array, seed: number): Float32Array {
  const size = Math.min(values.length, SAMPLE);
  const generator = random(seed, 1);
  const picked = new Float32Array(size);
  const step = values.length / size;
  let kept = 0;
  for (let i = 0; i < size; i++) {
    const place = step === 1 ? i : Math.min(values.length - 1, Math.floor((i + generator.uniform()) * step));
    const value = values[place]!;
    if (!Number.isNaN(value)) picked[kept++] = value;
  }
  return picked.subarray(0, kept);
}

function distinctOf(values: Float32Array): { distinct: Float32Array; counts: Uint32Array } {
  const ascending = sorted(values.slice());
  const distinct = new Float32Array(ascending.length);
  const counts = new Uint32Array(ascending.length);
  let found = 0;
  for (let i = 0; i < ascending.length; i++) {
    if (i === 0 || ascending[i] !== ascending[i - 1]) distinct[found++] = ascending[i]!;
    counts[found - 1]!++;
  }
  return { distinct: distinct.slice(0, found), counts: counts.slice(0, found) };
}
