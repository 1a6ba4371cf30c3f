import { type Measure, NO_NEGATIVES, NO_POSITIVES } from './measure.ts';

/** Rows in the order of falling score, and among equal scores positive rows first. */
export interface Ranking {
  /** 1 for positive rows, else 0. */
  readonly positive: Uint8Array;
  /** 1 for the last row of a score, else 0. */
  readonly last: Uint8Array;
}

/** `positive` and `scores` are in the order of the ranking. */
export function rankingOf(positive: Uint8Array, scores: ArrayLike<number>): Ranking {
  const last = positive.map((_, row) => (scores[row] === scores[row + 1] ? 0 : 1));
  return { positive, last };
}

/**
 * Area under the ROC curve: how often a positive row ranks above a negative one, ties counted half
 * (Mann-Whitney U / (P N)). Rows count `counts[i]` times; their products stay below 2^31 up to 100,000,000 rows.
 */
export function rocAuc({ positive, last }: Ranking, counts: Uint8Array): Measure {
  let positives = 0;
  let negatives = 0;
  let positivesOfScore = 0;
  let twiceWins = 0;
  for (let i = 0; i < positive.length; i++) {
    const count = counts[i]!;
    const ofPositive = Math.imul(count, positive[i]!);
    const ofNegative = (count - ofPositive) | 0;
    positives = (positives + ofPositive) | 0;
    negatives = (negatives + ofNegative) | 0;
    positivesOfScore = (positivesOfScore + ofPositive) | 0;
    twiceWins += Math.imul(ofNegative, (2 * positives - positivesOfScore) | 0);
    positivesOfScore &= last[i]! - 1;
  }
  if (positives === 0) return NO_POSITIVES;
  if (negatives === 0) return NO_NEGATIVES;
  return twiceWins / 2 / positives / negatives;
}

/**
 * Average precision: sum over scores of (gain in recall) x (precision down to that score), as scikit-learn's
 * `average_precision_score`; no interpolation.
 */
export function averagePrecision({ positive, last }: Ranking, counts: Uint8Array): Measure {
  let positives = 0;
  let rows = Number.MIN_VALUE;
  let positivesOfScore = 0;
  let area = 0;
  for (let i = 0; i < positive.length; i++) {
    const count = counts[i]!;
    const ofPositive = Math.imul(count, positive[i]!);
    positives = (positives + ofPositive) | 0;
    rows += count;
    positivesOfScore = (positivesOfScore + ofPositive) | 0;
    area += Math.imul(positivesOfScore, last[i]!) * (positives / rows);
    positivesOfScore &= last[i]! - 1;
  }
  return positives === 0 ? NO_POSITIVES : area / positives;
}
