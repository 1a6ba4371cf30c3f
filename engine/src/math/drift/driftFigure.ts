import { andersonDarling } from './andersonDarling.ts';
import type { ColumnPair, DriftFigure } from './columnPair.ts';
import { type Comparison, compare, marked } from './comparison.ts';
import { chiSquare, gTest, homogeneity, proportions } from './countTests.ts';
import { hellinger, jensenShannon, kullbackLeibler, psi } from './divergences.ts';
import { kolmogorovP } from './kolmogorov.ts';

/** Tests of one column, by the codes of the catalog. */
export type MeasuredTest =
  | 'psi'
  | 'kl'
  | 'js'
  | 'hellinger'
  | 'wasserstein'
  | 'ks'
  | 'anderson_darling'
  | 'chi_square'
  | 'g'
  | 'z';

/**
 * What one test says of one column; formulas are those of Evidently 0.7 and scipy, on the values that are there and finite.
 * A statistic is null where the test does not apply (order of categories, no rows) or has no finite value.
 */
export function driftFigure(test: MeasuredTest, pair: ColumnPair): DriftFigure {
  return driftFigures([test], pair)[0]!;
}

/** The same for several tests, which share what they have in common. */
export function driftFigures(tests: readonly MeasuredTest[], pair: ColumnPair): readonly DriftFigure[] {
  const comparison = compare(pair);
  return tests.map((test) => figureOf(test, comparison));
}

/** Chi-square that both sides are samples of one distribution; see `homogeneity`. */
export function homogeneityFigure(comparison: Comparison): DriftFigure {
  return hasRows(comparison) ? marked(homogeneity(comparison.levels()), comparison.isBinned) : { statistic: null };
}

export function figureOf(test: MeasuredTest, comparison: Comparison): DriftFigure {
  if (!hasRows(comparison)) return { statistic: null };
  const figure = MAKERS[test](comparison);
  const hasStatistic = figure.statistic !== null && Number.isFinite(figure.statistic);
  return marked(hasStatistic ? figure : { ...figure, statistic: null }, comparison.isBinned);
}

function hasRows({ referenceRows, currentRows }: Comparison): boolean {
  return referenceRows > 0 && currentRows > 0;
}

const MAKERS: Readonly<Record<MeasuredTest, (comparison: Comparison) => DriftFigure>> = {
  psi: (comparison) => ({ statistic: psi(comparison.levels()) }),
  kl: (comparison) => ({ statistic: kullbackLeibler(comparison.levels()) }),
  js: (comparison) => ({ statistic: jensenShannon(comparison.levels()) }),
  hellinger: (comparison) => ({ statistic: hellinger(comparison.hellingerLevels()) }),
  wasserstein: (comparison) => ({ statistic: comparison.order()?.moved ?? null }),
  ks,
  anderson_darling: (comparison) => {
    const steps = comparison.steps();
    return steps === null ? { statistic: null } : andersonDarling(steps.reference, steps.current);
  },
  chi_square: (comparison) => chiSquare(comparison.levels()),
  g: (comparison) => gTest(comparison.levels()),
  z: (comparison) => proportions(comparison.levels()),
};

function ks(comparison: Comparison): DriftFigure {
  const order = comparison.order();
  if (order === null) return { statistic: null };
  const { referenceRows, currentRows } = comparison;
  const pValue = kolmogorovP(order.apart, referenceRows, currentRows);
  return { statistic: order.apart / (referenceRows * currentRows), pValue };
}
