import { oneSampleTail } from './kolmogorovOneSample.ts';

const EXACT_ROWS = 10_000;
const FEW_CELLS = 2e6;
const FAR_OUT = 1e-15;

/**
 * P-value of the two-sample, two-sided Kolmogorov-Smirnov test. Exact up to 10,000 rows a side, as `scipy.stats.ks_2samp`
 * has it by default, and wherever that costs little; above, and where thousands of rows put it below 1e-15, that of one sample
 * of nm / (n + m) rows, as scipy too.
 * @param apart largest distance of the two cumulative distributions times the rows of both, an integer
 */
export function kolmogorovP(apart: number, reference: number, current: number): number {
  if (apart <= 0) return 1;
  if (reference === current && reference <= EXACT_ROWS) return ofEqualSizes(Math.round(apart / reference), reference);
  const cells = Math.min(2 * apart, reference * current);
  if (cells <= FEW_CELLS) return exact(apart, reference, current);
  const rows = Math.round((reference * current) / (reference + current));
  const approximate = oneSampleTail(apart / (reference * current), rows);
  const isExact = Math.max(reference, current) <= EXACT_ROWS && approximate > FAR_OUT;
  return isExact ? exact(apart, reference, current) : approximate;
}

/**
 * Share of the ways to order two samples of `rows` each in which their counts come `apart` or more: by reflection, an
 * alternating sum of binomial coefficients (Gnedenko and Korolyuk 1951), nested as `scipy.stats` has it.
 */
function ofEqualSizes(apart: number, rows: number): number {
  let chance = 0;
  for (let k = Math.floor(rows / apart); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < apart; j++) ratio *= (rows - k * apart - j) / (rows + k * apart + j + 1);
    chance = ratio * (1 - chance);
  }
  return Math.min(1, 2 * chance);
}

/**
 * The same share for samples of any sizes: over the lattice of (rows of the one, rows of the other), the chance that a random
 * path to a point has left the band.
 */
function exact(apart: number, reference: number, current: number): number {
  const inverse = Float64Array.from({ length: reference + current + 1 }, (_, sum) => 1 / sum);
  const left = new Float64Array(current + 1).fill(1);
  for (let j = 0; j <= current && j * reference < apart; j++) left[j] = 0;
  for (let i = 1; i <= reference; i++) {
    const first = Math.max(0, Math.floor((i * current - apart) / reference) + 1);
    const last = Math.min(current, Math.ceil((i * current + apart) / reference) - 1);
    let before = first > 0 ? 1 : left[0]!;
    if (first > 0) left[first - 1] = 1;
    for (let j = Math.max(1, first); j <= last; j++) {
      const share = inverse[i + j]!;
      before = left[j]! * (i * share) + before * (j * share);
      left[j] = before;
    }
  }
  return Math.min(1, left[current]!);
}
