import { chiSquareTail, normalTails } from '../tails.ts';
import type { DriftFigure } from './columnPair.ts';
import { type Levels, withRows } from './levels.ts';

/**
 * Chi-square of the current counts against those that the reference's shares let expect, as `scipy.stats.chisquare`. A level
 * that the reference does not have makes it infinite: no statistic, p = 0. One level alone tests nothing.
 */
export function chiSquare(levels: Levels): DriftFigure {
  return goodness(levels, (observed, expected) => (observed - expected) ** 2 / expected);
}

/** Likelihood-ratio test of the same, as `scipy.stats.power_divergence(lambda_="log-likelihood")`. */
export function gTest(levels: Levels): DriftFigure {
  return goodness(levels, (observed, expected) => (observed === 0 ? 0 : 2 * observed * Math.log(observed / expected)));
}

/**
 * Test of the share of rows that are not of the first level, with the pooled share, two-sided (Evidently 0.7).
 * Both sides the same one level: p = 1.
 */
export function proportions(levels: Levels): DriftFigure {
  const { reference, current, referenceRows, currentRows } = withRows(levels);
  if (reference.length <= 1) return { statistic: 0, pValue: 1 };
  const r = (referenceRows - reference[0]!) / referenceRows;
  const c = (currentRows - current[0]!) / currentRows;
  const pooled = (r * referenceRows + c * currentRows) / (referenceRows + currentRows);
  const z = (r - c) / Math.sqrt(pooled * (1 - pooled) * (1 / referenceRows + 1 / currentRows));
  return { statistic: z, pValue: normalTails(z) };
}

/**
 * Chi-square test that both sides are samples of one distribution, as `scipy.stats.chi2_contingency(correction=False)`: unlike
 * `chiSquare` it knows that the reference is a sample too. Rare levels, of which the smaller side expects fewer than five rows,
 * are taken together. Nothing is tested where fewer than two levels are left.
 */
export function homogeneity(levels: Levels): DriftFigure {
  const { reference, current, referenceRows, currentRows } = pooled(levels);
  if (reference.length < 2) return { statistic: null, pValue: null };
  const all = referenceRows + currentRows;
  let statistic = 0;
  for (let i = 0; i < reference.length; i++) {
    const rows = reference[i]! + current[i]!;
    statistic += (reference[i]! - (rows * referenceRows) / all) ** 2 / ((rows * referenceRows) / all);
    statistic += (current[i]! - (rows * currentRows) / all) ** 2 / ((rows * currentRows) / all);
  }
  return { statistic, pValue: chiSquareTail(statistic, reference.length - 1) };
}

const LEAST_EXPECTED = 5;

function pooled(levels: Levels): Levels {
  const { reference, current, referenceRows, currentRows } = withRows(levels);
  const least = (LEAST_EXPECTED * (referenceRows + currentRows)) / Math.min(referenceRows, currentRows);
  const left: number[] = [];
  const right: number[] = [];
  let [restLeft, restRight] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    if (reference[i]! + current[i]! >= least) {
      left.push(reference[i]!);
      right.push(current[i]!);
    } else {
      restLeft += reference[i]!;
      restRight += current[i]!;
    }
  }
  if (restLeft + restRight >= least || left.length === 0) {
    left.push(restLeft);
    right.push(restRight);
  } else {
    const smallest = left.reduce((best, rows, i) => (rows + right[i]! < left[best]! + right[best]! ? i : best), 0);
    left[smallest]! += restLeft;
    right[smallest]! += restRight;
  }
  return { reference: left, current: right, referenceRows, currentRows };
}

function goodness(levels: Levels, term: (observed: number, expected: number) => number): DriftFigure {
  const { reference, current, referenceRows, currentRows } = withRows(levels);
  if (reference.length < 2) return { statistic: 0, pValue: null };
  const scale = currentRows / referenceRows;
  let statistic = 0;
  for (let i = 0; i < reference.length; i++) {
    if (reference[i] === 0) return { statistic: null, pValue: 0 };
    statistic += term(current[i]!, reference[i]! * scale);
  }
  return { statistic, pValue: chiSquareTail(statistic, reference.length - 1) };
}
