import { gather, type Numbers, orderOf } from '../sorting.ts';

export type Task = 'binary' | 'multiclass' | 'regression';

/** Rows with what is true of them and what a model said. */
export interface ScoredRows {
  readonly task: Task;
  /** Number of classes; 0 for regression. */
  readonly classes: number;
  /** Class code by row, 0 and 1 for binary; for regression the value. */
  readonly labels: Int32Array | Numbers;
  /**
   * Binary: the probability of class 1. Multiclass: the probabilities, class by class. Regression: the predicted value.
   * Empty where a classifier gave classes only.
   */
  readonly scores: readonly Numbers[];
  /** Predicted class code by row; for classification. */
  readonly predictions?: Int32Array;
}

/** Binary rows are predicted positive from here on, as scikit-learn's thresholds. */
export const THRESHOLD = 0.5;

/** The given class predictions, else those that the scores make: from `threshold` on, or the first class of the highest score. */
export function predictionsOf({ task, labels, scores, predictions }: ScoredRows, threshold = THRESHOLD): Int32Array {
  if (predictions !== undefined) return predictions;
  const out = new Int32Array(labels.length);
  const [first] = scores;
  if (task === 'binary') for (let row = 0; row < out.length; row++) out[row] = first![row]! >= threshold ? 1 : 0;
  else for (let row = 0; row < out.length; row++) out[row] = highest(scores, row);
  return out;
}

/** The class with the highest score in a row, the first among equals. */
export function highest(scores: readonly Numbers[], row: number): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k]![row]! > scores[best]![row]!) best = k;
  return best;
}

/**
 * The order in which rows are resampled: of the rows' values alone, so that figures do not depend on the order of a file.
 * Binary: as a `Ranking`; regression: by rising absolute error; multiclass: by probability of the row's class.
 */
export function canonicalOrder({ task, labels, scores, predictions }: ScoredRows): Uint32Array {
  const byLabel = orderOf(negated(labels), predictions && orderOf(Float64Array.from(predictions)));
  if (scores.length === 0) return byLabel;
  if (task === 'binary') return orderOf(negated(scores[0]!), byLabel);
  const key = new Float64Array(labels.length);
  for (let row = 0; row < key.length; row++)
    key[row] = task === 'regression' ? Math.abs(labels[row]! - scores[0]![row]!) : scores[labels[row]!]![row]!;
  return orderOf(key, byLabel);
}

/** The given rows, in their order. */
export function select(scored: ScoredRows, rows: Uint32Array): ScoredRows {
  const { predictions } = scored;
  return {
    ...scored,
    labels: gather(scored.labels, rows),
    scores: scored.scores.map((scores) => gather(scores, rows)),
    ...(predictions && { predictions: gather(predictions, rows) }),
  };
}

function negated(values: Int32Array | Numbers): Numbers {
  const out = values instanceof Float32Array ? new Float32Array(values.length) : new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = -values[i]!;
  return out;
}
