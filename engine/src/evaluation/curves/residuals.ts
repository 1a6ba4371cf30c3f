import type { ScoredRows } from '../../math/metrics/scoredRows.ts';
import { gather, type Numbers, orderOf, sorted } from '../../math/sorting.ts';

/** Actual against predicted value, in bins of equally many rows by predicted value. */
export type PredictedBins = readonly PredictedBin[];

export interface PredictedBin {
  /** Least and greatest predicted value. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Means. */
  readonly predicted: number;
  readonly actual: number;
  /** Quantiles of order 0.1 and 0.9 of the actual values. */
  readonly low: number;
  readonly high: number;
}

/** Rows by residual (actual - predicted) in bins of equal width from `from` to `to`, the middle 99% of the rows. */
export interface ResidualHistogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

export const PREDICTED_BINS = 50;
export const RESIDUAL_BINS = 50;

/** Rows with the same prediction stay in one bin. */
export function predictedBins({ labels, scores }: ScoredRows): PredictedBins {
  const order = orderOf(scores[0]!);
  const predicted = gather(scores[0]!, order);
  const actual = gather(labels as Numbers, order);
  const bins: PredictedBin[] = [];
  for (let start = 0; start < order.length; ) {
    const quota = Math.ceil(((bins.length + 1) * order.length) / PREDICTED_BINS);
    let end = Math.max(quota, start + 1);
    while (end < order.length && predicted[end] === predicted[end - 1]) end++;
    bins.push(predictedBin(predicted.subarray(start, end), actual.subarray(start, end)));
    start = end;
  }
  return bins;
}

export function residualHistogram({ labels, scores }: ScoredRows): ResidualHistogram {
  const residuals = sorted(Float64Array.from(labels, (label, row) => label - scores[0]![row]!));
  const from = quantile(residuals, 0.005);
  const to = quantile(residuals, 0.995);
  const counts = new Array<number>(to > from ? RESIDUAL_BINS : 1).fill(0);
  const width = (to - from) / counts.length;
  let below = 0;
  let above = 0;
  for (const residual of residuals) {
    if (residual < from) below++;
    else if (residual > to) above++;
    else counts[width > 0 ? Math.min(Math.floor((residual - from) / width), counts.length - 1) : 0]!++;
  }
  return { from, to, counts, below, above };
}

function predictedBin(predicted: Numbers, actual: Numbers): PredictedBin {
  const ascending = sorted(actual);
  return {
    from: predicted[0]!,
    to: predicted[predicted.length - 1]!,
    rows: actual.length,
    predicted: meanOf(predicted),
    actual: meanOf(actual),
    low: quantile(ascending, 0.1),
    high: quantile(ascending, 0.9),
  };
}

function meanOf(values: Numbers): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return mean;
}

/** Least value with at least this share of the values at or below it. */
function quantile(ascending: Numbers, order: number): number {
  return ascending[Math.max(Math.ceil(order * ascending.length) - 1, 0)]!;
}
