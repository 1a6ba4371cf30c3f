/** Metrics of weighted rows, as learners watch them while they train; without weights every row weighs 1. */
import { type Numbers, orderOf } from '../sorting.ts';
import { type Measure, NO_NEGATIVES, NO_POSITIVES, NO_ROWS } from './measure.ts';

/** Mean of what each row costs (see losses.ts). */
export function weightedMean(losses: Numbers, weights?: Numbers): Measure {
  let total = 0;
  let weight = 0;
  for (let i = 0; i < losses.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    total += w * losses[i]!;
    weight += w;
  }
  return weight > 0 ? total / weight : NO_ROWS;
}

/** Area under the ROC curve, ties counted half; `labels` are 0 and 1, scores of any scale and none of them NaN. */
export function weightedRocAuc(labels: ArrayLike<number>, scores: Numbers, weights?: Numbers): Measure {
  const order = orderOf(scores);
  let positives = 0;
  let negatives = 0;
  let wins = 0;
  let start = 0;
  while (start < order.length) {
    const score = scores[order[start]!]!;
    let ofPositive = 0;
    let ofNegative = 0;
    let end = start;
    for (; end < order.length && scores[order[end]!] === score; end++) {
      const row = order[end]!;
      const w = weights === undefined ? 1 : weights[row]!;
      if (labels[row] === 1) ofPositive += w;
      else ofNegative += w;
    }
    wins += ofPositive * (negatives + ofNegative / 2);
    positives += ofPositive;
    negatives += ofNegative;
    start = end;
  }
  if (positives === 0) return NO_POSITIVES;
  return negatives === 0 ? NO_NEGATIVES : wins / positives / negatives;
}
