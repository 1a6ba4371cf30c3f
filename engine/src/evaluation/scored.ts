import type { ScoredRows, Task } from '../math/metrics/scoredRows.ts';
import { gather, type Numbers } from '../math/sorting.ts';

/** Rows to evaluate: labels, what a model said of them, and the columns to slice them by. */
export interface Scored {
  readonly task: Task;
  /** Class labels as text, in the order of the codes; for binary the second one is positive. */
  readonly classes?: readonly string[];
  /** Class code by row (-1 for none); for regression the value. */
  readonly labels: Int32Array | Numbers;
  /**
   * Binary: [probability of the positive class]. Multiclass: the probabilities, class by class. Regression: [predicted
   * value]. Empty where a classifier gave classes only.
   */
  readonly scores: readonly Numbers[];
  /** Predicted class code by row; without it, classes follow from the scores. */
  readonly predictions?: Int32Array;
  readonly slices?: readonly SliceColumn[];
}

/** A column of categories; code -1 is missing. */
export interface SliceColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

export function scoredRows({ task, classes, labels, scores, predictions }: Scored): ScoredRows {
  return {
    task,
    classes: classes?.length ?? 0,
    labels,
    scores,
    ...(predictions !== undefined && { predictions }),
  };
}

/** Some of the rows, in the order in which they are named; without what they are sliced by. */
export function scoredAt({ labels, scores, predictions, slices: _, ...scored }: Scored, rows: Uint32Array): Scored {
  return {
    ...scored,
    labels: gather(labels, rows),
    scores: scores.map((values) => gather(values, rows)),
    ...(predictions && { predictions: gather(predictions, rows) }),
  };
}
