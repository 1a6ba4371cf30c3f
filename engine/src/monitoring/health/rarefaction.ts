import { lnGamma } from '../../math/tails.ts';

/** How many categories have so many rows each. */
export type CountsOfCounts = readonly { readonly times: number; readonly categories: number }[];

export function rowsIn(counts: CountsOfCounts): number {
  return counts.reduce((sum, { times, categories }) => sum + times * categories, 0);
}

/**
 * Different categories that `rows` rows drawn without replacement are expected to hold (Hurlbert 1971, "The nonconcept of species
 * diversity", rarefaction): sum of 1 - C(N - n, rows) / C(N, rows).
 */
export function expectedDistinct(counts: CountsOfCounts, rows: number): number {
  const all = rowsIn(counts);
  return counts.reduce((sum, { times, categories }) => sum + categories * (1 - shareWithout(all, times, rows)), 0);
}

/** Probability that none of `rows` rows drawn is one of `times` of `all`. */
function shareWithout(all: number, times: number, rows: number): number {
  if (rows > all - times) return 0;
  return Math.exp(
    lnGamma(all - times + 1) - lnGamma(all - times - rows + 1) - lnGamma(all + 1) + lnGamma(all - rows + 1),
  );
}
