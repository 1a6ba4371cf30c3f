import { rankingKernel, type Wins } from '../kernels/rankingKernel.ts';
import { type Measure, NO_NEGATIVES, NO_POSITIVES } from './measure.ts';

/** Rows in the order of falling score, and among equal scores positive rows first. */
export interface Ranking {
  /** 1 for positive rows, else 0. */
  readonly positive: Uint8Array;
  /** 1 for the last row of a score, else 0. */
  readonly last: Uint8Array;
  /** For each score that rows of both kinds have: its first row, its first negative row, and the row after its last. */
  readonly mixed: Uint32Array;
}

/** `positive` and `scores` are in the order of the ranking. */
export function rankingOf(positive: Uint8Array, scores: ArrayLike<number>): Ranking {
  const last = positive.map((_, row) => (scores[row] === scores[row + 1] ? 0 : 1));
  return { positive, last, mixed: mixedScores(positive, last) };
}

function mixedScores(positive: Uint8Array, last: Uint8Array): Uint32Array {
  const found: number[] = [];
  let start = 0;
  let negative = -1;
  for (let row = 0; row < positive.length; row++) {
    if (negative < 0 && positive[row] === 0) negative = row;
    if (last[row] === 0) continue;
    if (negative > start) found.push(start, negative, row + 1);
    start = row + 1;
    negative = -1;
  }
  return Uint32Array.from(found);
}

/** From so many rows on the kernel is worth the way to it. */
const MANY_ROWS = 1024;

/**
 * Area under the ROC curve: how often a positive row ranks above a negative one, ties counted half
 * (Mann-Whitney U / (P N)). Rows count `counts[i]` times; their products stay below 2^31 up to 100,000,000 rows.
 */
export function rocAuc(ranking: Ranking, counts: Uint8Array): Measure {
  const kernel = ranking.positive.length < MANY_ROWS ? undefined : rankingKernel();
  const { wins, positives, negatives } =
    kernel === undefined ? winsOf(ranking, counts) : kernel(ranking.positive, counts);
  if (positives === 0) return NO_POSITIVES;
  if (negatives === 0) return NO_NEGATIVES;
  return (2 * wins - ties(ranking, counts)) / 2 / positives / negatives;
}

/** What the kernel gives, in plain JavaScript. */
export function winsOf({ positive }: Ranking, counts: Uint8Array): Wins {
  let positives = 0;
  let negatives = 0;
  let wins = 0;
  for (let i = 0; i < positive.length; i++) {
    const count = counts[i]!;
    const ofPositive = Math.imul(count, positive[i]!);
    const ofNegative = (count - ofPositive) | 0;
    positives = (positives + ofPositive) | 0;
    negatives = (negatives + ofNegative) | 0;
    wins += Math.imul(ofNegative, positives);
  }
  return { wins, positives, negatives };
}

/** Sum over scores of positive rows times negative ones. */
function ties({ mixed }: Ranking, counts: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < mixed.length; i += 3) {
    const [start, negative, end] = [mixed[i]!, mixed[i + 1]!, mixed[i + 2]!];
    let positives = 0;
    let negatives = 0;
    for (let row = start; row < negative; row++) positives = (positives + counts[row]!) | 0;
    for (let row = negative; row < end; row++) negatives = (negatives + counts[row]!) | 0;
    sum += positives * negatives;
  }
  return sum;
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
