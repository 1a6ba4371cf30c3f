import { type Measure, NO_NEGATIVES, NO_POSITIVES } from './measure.ts';

/** Rows in the order of falling score, and among equal scores positive rows first. */
export interface Ranking {
  /** 1 for positive rows, else 0. */
  readonly positive: Uint8Array;
  /** 1 for the last row of a score, else 0. */
  readonly last: Uint8Array;
  /** For each score that has rows of both classes: its first row, its first negative row, the row after it. */
  readonly mixed: Uint32Array;
}

/** `positive` and `scores` are in the order of the ranking. */
export function rankingOf(positive: Uint8Array, scores: ArrayLike<number>): Ranking {
  const rows = positive.length;
  const last = new Uint8Array(rows);
  const mixed: number[] = [];
  let start = 0;
  for (let row = 0; row < rows; row++) {
    if (row + 1 < rows && scores[row + 1] === scores[row]) continue;
    last[row] = 1;
    if (positive[start] === 1 && positive[row] === 0) mixed.push(start, positive.indexOf(0, start), row + 1);
    start = row + 1;
  }
  return { positive, last, mixed: Uint32Array.from(mixed) };
}

/**
 * Area under the ROC curve: how often a positive row ranks above a negative one, ties counted half
 * (Mann-Whitney U / (P N)). Rows count `counts[i]` times; their products stay below 2^31 up to 200,000,000 rows.
 */
export function rocAuc({ positive, mixed }: Ranking, counts: Uint8Array): Measure {
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
  if (positives === 0) return NO_POSITIVES;
  if (negatives === 0) return NO_NEGATIVES;
  return (wins - tiedPairs(mixed, counts) / 2) / positives / negatives;
}

/**
 * Average precision: sum over scores of (gain in recall) x (precision down to that score), as scikit-learn's
 * `average_precision_score`; no interpolation.
 */
export function averagePrecision({ positive, last }: Ranking, counts: Uint8Array): Measure {
  let positives = 0;
  let rows = Number.MIN_VALUE;
  let ofScore = 0;
  let area = 0;
  for (let i = 0; i < positive.length; i++) {
    const count = counts[i]!;
    const ofPositive = Math.imul(count, positive[i]!);
    positives = (positives + ofPositive) | 0;
    rows += count;
    ofScore = (ofScore + ofPositive) | 0;
    const ends = last[i]!;
    area += (Math.imul(ofScore, ends) * positives) / rows;
    ofScore = Math.imul(ofScore, 1 - ends);
  }
  return positives === 0 ? NO_POSITIVES : area / positives;
}

function tiedPairs(mixed: Uint32Array, counts: Uint8Array): number {
  let pairs = 0;
  for (let i = 0; i < mixed.length; i += 3) {
    const middle = mixed[i + 1]!;
    pairs += sumOf(counts, mixed[i]!, middle) * sumOf(counts, middle, mixed[i + 2]!);
  }
  return pairs;
}

function sumOf(counts: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += counts[i]!;
  return sum;
}
