/** What each row costs: the metrics that are means of rows are means of these. */
import type { Numbers } from '../sorting.ts';

/**
 * -ln of the probability given to the row's own class, clipped to [eps, 1 - eps] with eps of the float type, as
 * scikit-learn's `log_loss`. `labels` are 0 and 1, `positive` is the probability of 1.
 */
export function logLosses(labels: ArrayLike<number>, positive: Numbers): Float64Array {
  const eps = epsOf(positive);
  return perRow(positive.length, (row) => {
    const p = positive[row]!;
    return -Math.log(clip(labels[row] === 1 ? p : 1 - p, eps));
  });
}

/** The same for any number of classes; `scores` holds the probabilities class by class. */
export function classLogLosses(labels: ArrayLike<number>, scores: readonly Numbers[]): Float64Array {
  const eps = epsOf(scores[0]!);
  return perRow(labels.length, (row) => -Math.log(clip(scores[labels[row]!]![row]!, eps)));
}

/** (p - y)^2, y 0 or 1 (Brier 1950, as scikit-learn's `brier_score_loss`). */
export function brierLosses(labels: ArrayLike<number>, positive: Numbers): Float64Array {
  return perRow(positive.length, (row) => (positive[row]! - labels[row]!) ** 2);
}

/** Sum over the classes of (p - y)^2: 0 to 2. */
export function classBrierLosses(labels: ArrayLike<number>, scores: readonly Numbers[]): Float64Array {
  return perRow(labels.length, (row) => {
    let sum = 0;
    for (let k = 0; k < scores.length; k++) sum += (scores[k]![row]! - (labels[row] === k ? 1 : 0)) ** 2;
    return sum;
  });
}

export function squaredErrors(labels: Numbers, predictions: Numbers): Float64Array {
  return perRow(labels.length, (row) => (labels[row]! - predictions[row]!) ** 2);
}

export function absoluteErrors(labels: Numbers, predictions: Numbers): Float64Array {
  return perRow(labels.length, (row) => Math.abs(labels[row]! - predictions[row]!));
}

/** |y - p| / |y|, where y is 0 divided by 2^-52 instead (scikit-learn's `mean_absolute_percentage_error`). */
export function percentageErrors(labels: Numbers, predictions: Numbers): Float64Array {
  return perRow(labels.length, (row) => {
    const label = labels[row]!;
    return Math.abs(label - predictions[row]!) / Math.max(Math.abs(label), Number.EPSILON);
  });
}

/** Quantile loss of order `alpha`: alpha (y - p) above the prediction, (1 - alpha) (p - y) below (Koenker and Bassett 1978). */
export function pinballLosses(labels: Numbers, predictions: Numbers, alpha: number): Float64Array {
  return perRow(labels.length, (row) => {
    const error = labels[row]! - predictions[row]!;
    return error >= 0 ? alpha * error : (alpha - 1) * error;
  });
}

function perRow(rows: number, loss: (row: number) => number): Float64Array {
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row++) out[row] = loss(row);
  return out;
}

function epsOf(scores: Numbers): number {
  return scores instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
}

function clip(p: number, eps: number): number {
  return Math.min(Math.max(p, eps), 1 - eps);
}
