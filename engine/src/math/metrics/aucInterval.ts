import { sorted } from '../sorting.ts';

export interface AucInterval {
  readonly auc: number;
  readonly low: number;
  readonly high: number;
}

/** Standard normal quantile of order 0.975. */
const Z = 1.959963984540054;

/**
 * Area under the ROC curve, ties counted half, with its 95% interval after DeLong, DeLong and Clarke-Pearson 1988, "Comparing the areas
 * under two or more correlated receiver operating characteristic curves", in the O(n log n) form of Sun and Xu 2014. Ends are cut at 0
 * and 1. Both kinds have rows. Where all or no pairs are in order, which says nothing of the error, it is that of scores of chance.
 */
export function aucInterval(positives: Float64Array, negatives: Float64Array): AucInterval {
  const [up, down] = [sorted(positives), sorted(negatives)];
  const wins = winsOver(up, down);
  const auc = mean(wins);
  // Of a negative row: the share of positive rows that rank above it.
  const losses = winsOver(down, up).map((share) => 1 - share);
  const found = Math.sqrt(variance(wins, auc) / wins.length + variance(losses, auc) / losses.length);
  const chance = Math.sqrt((wins.length + losses.length + 1) / (12 * wins.length * losses.length));
  const error = found > 0 ? found : chance;
  return { auc, low: Math.max(0, auc - Z * error), high: Math.min(1, auc + Z * error) };
}

/** Of each of `scores`, the share of `others` that it ranks above, equal ones counted half; both ascending. */
function winsOver(scores: ArrayLike<number>, others: ArrayLike<number>): Float64Array {
  let below = 0;
  let upTo = 0;
  return Float64Array.from(scores, (score) => {
    while (below < others.length && others[below]! < score) below++;
    while (upTo < others.length && others[upTo]! <= score) upTo++;
    return (below + upTo) / 2 / others.length;
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the population that the values are a sample of. */
function variance(values: Float64Array, middle: number): number {
  if (values.length < 2) return 0;
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
