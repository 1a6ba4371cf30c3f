import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../../engine/src/math/drift/comparison.ts';
import { driftFigure, homogeneityFigure, type MeasuredTest } from '../../../../engine/src/math/drift/driftFigure.ts';
import { driftReferences } from '../../../kit/driftReference.ts';

const OF_HYPOTHESES: readonly string[] = ['ks', 'chi_square', 'z'];

for (const { name, pair, scores, anderson_darling, g, homogeneity } of driftReferences()) {
  test(`${name}: the figures of Evidently, to nine digits`, () => {
    for (const [code, score] of Object.entries(scores)) {
      const { statistic, pValue } = driftFigure(code as MeasuredTest, pair);
      const ours = OF_HYPOTHESES.includes(code) ? pValue : statistic;
      if (score === null) assert.equal(ours, null, code);
      // Evidently takes 2 * (1 - CDF), and loses the digits below 1e-16.
      else if (code === 'z') isClose(ours, score, 1e-8, 2e-16, code);
      else isClose(ours, score, 1e-9, 0, code);
    }
  });

  test(`${name}: the figures of scipy`, () => {
    isFigure(anderson_darling, driftFigure('anderson_darling', pair));
    isFigure(g, driftFigure('g', pair));
    isFigure(homogeneity, homogeneityFigure(compare(pair)));
  });
}

function isFigure(
  expected: readonly [number, number] | undefined,
  { statistic, pValue }: { readonly statistic: number | null; readonly pValue?: number | null },
): void {
  if (expected === undefined) return;
  isClose(statistic, expected[0], 1e-9, 0, 'statistic');
  isClose(pValue, expected[1], 1e-9, 0, 'p');
}

function isClose(
  value: number | null | undefined,
  expected: number,
  relative: number,
  absolute: number,
  what: string,
): void {
  assert.ok(typeof value === 'number', what);
  const off = Math.abs(value - expected);
  assert.ok(off <= relative * Math.abs(expected) + absolute, `${what}: ${value} is not ${expected}`);
}
