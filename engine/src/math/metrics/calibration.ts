import type { Numbers } from '../sorting.ts';

/** Equal-width bins of a probability, as in Guo et al. 2017, "On calibration of modern neural networks". */
export const CALIBRATION_BINS = 15;

/** The bin of a probability: bin k holds k/15 < p <= (k+1)/15, and 0 belongs to the first. */
export function calibrationBin(p: number): number {
  return Math.min(Math.max(Math.ceil(p * CALIBRATION_BINS) - 1, 0), CALIBRATION_BINS - 1);
}

export function calibrationBins(confidence: Numbers): Uint32Array {
  const bins = new Uint32Array(confidence.length);
  for (let row = 0; row < bins.length; row++) bins[row] = calibrationBin(confidence[row]!);
  return bins;
}

/** Expected calibration error, from the sum of (outcome - probability) in each bin. */
export function expectedCalibrationError(gaps: Float64Array, rows: number): number {
  let total = 0;
  for (const gap of gaps) total += Math.abs(gap);
  return total / rows;
}
