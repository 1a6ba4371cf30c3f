import { random } from '../math/random.ts';
import { sorted } from '../math/sorting.ts';

/** Rows that bounds are told from. */
export const SAMPLE = 200_000;
/** Categories of a column that are told apart: the most frequent ones. The rest counts as missing, as unseen ones do. */
export const MAX_CATEGORIES = 254;

/**
 * Upper bounds of the bins of a column, ascending, one fewer than bins: bin b holds bound[b-1] < x <= bound[b].
 * Few distinct values get a bin each; else bins of about equally many rows, a value with more rows than that all but alone
 * in its bin (the greedy rule of LightGBM). Bounds are f32 midpoints, so that `x <= bound` reads the same in every ONNX runtime.
 */
export function binBounds(values: Float32Array, sample: Uint32Array, maxBins: number): Float32Array {
  const { distinct, counts } = distinctOf(valuesAt(values, sample));
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
  let rest = 0;
  for (const count of counts) rest += count;
  const large = rest / maxBins;
  let bins = maxBins;
  for (const count of counts)
    if (count >= large) {
      bins--;
      rest -= count;
    }
  let size = rest / bins;
  const ends: number[] = [];
  let held = 0;
  for (let i = 0; i < counts.length - 1 && ends.length < maxBins - 1; i++) {
    const count = counts[i]!;
    held += count;
    if (count < large) rest -= count;
    if (count < large && held < size && (counts[i + 1]! < large || held < Math.max(1, size / 2))) continue;
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

/** Values of these rows, without NaN. */
function valuesAt(values: Float32Array, sample: Uint32Array): Float32Array {
  const picked = new Float32Array(sample.length);
  let kept = 0;
  for (let i = 0; i < sample.length; i++) {
    const value = values[sample[i]!]!;
    if (!Number.isNaN(value)) picked[kept++] = value;
  }
  return picked.slice(0, kept);
}

function distinctOf(values: Float32Array): { distinct: Float32Array; counts: Uint32Array } {
  const ascending = sorted(values);
  const distinct = new Float32Array(ascending.length);
  const counts = new Uint32Array(ascending.length);
  let found = 0;
  for (let i = 0; i < ascending.length; i++) {
    if (i === 0 || ascending[i] !== ascending[i - 1]) distinct[found++] = ascending[i]!;
    counts[found - 1]!++;
  }
  return { distinct: distinct.slice(0, found), counts: counts.slice(0, found) };
}
