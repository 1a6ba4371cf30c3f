import { type Curves, curvesOf } from '../../../engine/src/evaluation/curves/curves.ts';
import type { ScoredRows } from '../../../engine/src/math/metrics/scoredRows.ts';

const ROWS = 4000;

/** Curves of a binary classifier: with `skill` 0 its scores tell nothing, with 3 nearly all. */
export function binaryCurves(skill: number, threshold: number): Curves {
  const next = numbers(7);
  const signal = Array.from({ length: ROWS }, () => next() * 2 - 1);
  const labels = Int32Array.from(signal, (value) => (logistic(3 * value - 1.4) > next() ? 1 : 0));
  const scores = Float64Array.from(signal, (value) => logistic(skill * (value + (1.8 / skill) * (next() - 0.5)) - 1.4));
  const rows: ScoredRows = { task: 'binary', classes: 2, labels, scores: [scores] };
  return curvesOf(rows, { classes: ['on time', 'late'], threshold, probabilities: true });
}

/** Curves of a classifier of several classes. */
export function multiclassCurves(classes: readonly string[]): Curves {
  const next = numbers(11);
  const labels = Int32Array.from({ length: ROWS }, () => Math.floor(next() ** 1.4 * classes.length));
  const weights = classes.map((_, code) =>
    Float64Array.from(labels, (label) => next() + (label === code ? 0.8 * next() : 0)),
  );
  const sums = Float64Array.from(labels, (_, row) => weights.reduce((sum, column) => sum + column[row]!, 0));
  const scores = weights.map((column) => column.map((weight, row) => weight / sums[row]!));
  const rows: ScoredRows = { task: 'multiclass', classes: classes.length, labels, scores };
  return curvesOf(rows, { classes, threshold: 0.5, probabilities: true });
}

/** Predictions by actual values, and their residuals. */
export function regressionCurves(): Curves {
  const next = numbers(13);
  const labels = Float64Array.from({ length: ROWS }, () => 10 + 80 * next() ** 2);
  const scores = labels.map((value) => value * 0.9 + 4 + 12 * (next() + next() - 1));
  const rows: ScoredRows = { task: 'regression', classes: 0, labels, scores: [scores] };
  return curvesOf(rows, { classes: [], threshold: 0.5, probabilities: false });
}

/** Between 0 and 1, the same each time. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
