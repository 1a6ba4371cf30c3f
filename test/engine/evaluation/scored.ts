import type { Scored } from '../../../engine/src/evaluation/scored.ts';
import { random } from '../../../engine/src/math/random.ts';

/** Rows whose scores are calibrated: a row with score p is positive with probability p. */
export function binaryRows(rows: number, seed = 1): Scored {
  const generator = random(seed);
  const scores = Float64Array.from({ length: rows }, () => generator.uniform());
  const labels = Int32Array.from(scores, (score) => (generator.uniform() < score ? 1 : 0));
  return { task: 'binary', classes: ['no', 'yes'], labels, scores: [scores] };
}

/** Values around predictions, with normal-like errors of standard deviation 1. */
export function regressionRows(rows: number, seed = 1): Scored {
  const generator = random(seed);
  const predictions = Float64Array.from({ length: rows }, () => 10 * generator.uniform());
  const labels = predictions.map((prediction) => prediction + normalLike(generator.uniform));
  return { task: 'regression', labels, scores: [predictions] };
}

export function multiclassRows(rows: number, classes: readonly string[], seed = 1): Scored {
  const generator = random(seed);
  const scores = classes.map(() => new Float64Array(rows));
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const weights = classes.map(() => generator.uniform() ** 2);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [k, weight] of weights.entries()) scores[k]![row] = weight / total;
    let left = generator.uniform() * total;
    labels[row] = Math.max(
      weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      }),
      0,
    );
  }
  return { task: 'multiclass', classes, labels, scores };
}

/** The rows in another order. */
export function reordered(scored: Scored, order: Uint32Array): Scored {
  const pick = <T extends Int32Array | Float32Array | Float64Array>(values: T): T =>
    values.map((_, i) => values[order[i]!]!) as T;
  return {
    ...scored,
    labels: pick(scored.labels),
    scores: scored.scores.map(pick),
    ...(scored.predictions && { predictions: pick(scored.predictions) }),
    ...(scored.slices && { slices: scored.slices.map((slice) => ({ ...slice, codes: pick(slice.codes) })) }),
  };
}

/** Sum of twelve uniform numbers: mean 0, variance 1. */
function normalLike(uniform: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += uniform();
  return sum;
}
