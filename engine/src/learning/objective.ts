import type { Task } from '../ports/learner.ts';

/** What each row of the file should become, and how much it counts. */
export interface Goal {
  /** binary: 0 or 1; multiclass: number of the class; regression: the value. */
  readonly labels: Float64Array | Uint8Array | Uint32Array;
  /** Row weight times class weight; undefined: all 1. */
  readonly weights: Float32Array | undefined;
}

/** Name of the loss in histories and progress. */
export const LOSS_NAMES: Readonly<Record<Task, string>> = {
  binary: 'log_loss',
  multiclass: 'log_loss',
  regression: 'rmse',
};

/** Scores that are best without any tree: log odds, log shares, the mean. */
export function baseScores(task: Task, classes: number, { labels, weights }: Goal): readonly number[] {
  const weightOf = (row: number) => (weights === undefined ? 1 : weights[row]!);
  let total = 0;
  const sums = new Float64Array(task === 'multiclass' ? classes : 1);
  for (let row = 0; row < labels.length; row++) {
    const w = weightOf(row);
    total += w;
    if (task === 'multiclass') sums[labels[row]!]! += w;
    else sums[0]! += w * labels[row]!;
  }
  if (task === 'regression') return [sums[0]! / total];
  if (task === 'binary') return [Math.log(sums[0]! / (total - sums[0]!))];
  return Array.from(sums, (sum) => Math.log(Math.max(sum, 1e-15) / total));
}

/** Sums over the rows of the file that became one row each. */
export interface GoalSums {
  /** Pairs: sum of weights; sum of weight times target (multiclass: the class). */
  readonly pairs: Float32Array;
  readonly weight: number;
  /** Regression: squared distance of the targets to the mean of their merged row, which no model can take away. */
  readonly spread: number;
}

/** `base`: subtracted from the targets of a regression, so that f32 holds their differences. */
export function sumGoals(
  task: Task,
  { labels, weights }: Goal,
  rows: number,
  placeOf: Uint32Array | undefined,
  base: number,
): GoalSums {
  const sums = new Float64Array(2 * rows);
  let squares = 0;
  let weight = 0;
  for (let row = 0; row < labels.length; row++) {
    const w = weights === undefined ? 1 : weights[row]!;
    const place = 2 * (placeOf === undefined ? row : placeOf[row]!);
    sums[place]! += w;
    weight += w;
    if (task === 'multiclass') sums[place + 1] = labels[row]!;
    else {
      const y = task === 'regression' ? labels[row]! - base : labels[row]!;
      sums[place + 1]! += w * y;
      squares += w * y * y;
    }
  }
  let kept = 0;
  if (task === 'regression')
    for (let i = 0; i < sums.length; i += 2) if (sums[i]! > 0) kept += sums[i + 1]! ** 2 / sums[i]!;
  const spread = task === 'regression' && placeOf !== undefined ? Math.max(0, squares - kept) : 0;
  return { pairs: Float32Array.from(sums), weight, spread };
}
