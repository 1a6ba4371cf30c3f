import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benjaminiHochberg } from '../../../engine/src/math/benjaminiHochberg.ts';
import { chiSquareTail, lnGamma, normalTails } from '../../../engine/src/math/tails.ts';

// scipy 1.17.1: scipy.stats.chi2.sf(x, df)
const TAILS: readonly (readonly [x: number, degrees: number, tail: number])[] = [
  [1, 1, 0.31731050786291115],
  [30, 1, 4.3204630578274955e-8],
  [300, 3, 9.948758346327588e-65],
  [0.5, 10, 0.999993388289439],
  [3, 7, 0.8850022316431506],
  [40, 25, 0.02916439562315211],
  [1000, 900, 0.010994608942135844],
  [5200, 5000, 0.023818998020740657],
  [1e6, 1e6, 0.4998119368033945],
  [1.003e6, 1e6, 0.017016772933266328],
];

test('the tail of chi-square is exact near the middle, far out, and for a million degrees of freedom', () => {
  for (const [x, degrees, tail] of TAILS)
    assert.ok(Math.abs(chiSquareTail(x, degrees) / tail - 1) < 1e-12, `${x} of ${degrees}`);
});

test('a tail ends where the distribution does', () => {
  assert.equal(chiSquareTail(0, 3), 1);
  assert.equal(chiSquareTail(Number.POSITIVE_INFINITY, 3), 0);
  assert.ok(Number.isNaN(chiSquareTail(1, 0)));
  assert.equal(normalTails(0), 1);
  // scipy.stats.norm.sf(1.96) * 2
  assert.ok(Math.abs(normalTails(-1.96) - 0.04999579029644087) < 1e-15);
});

test('ln gamma of whole numbers is that of factorials', () => {
  let factorial = 1;
  for (let n = 1; n < 100; n++) {
    assert.ok(Math.abs(lnGamma(n) - Math.log(factorial)) <= 1e-14 * Math.max(1, Math.log(factorial)), String(n));
    factorial *= n;
  }
});

test('p-values are adjusted as scipy.stats.false_discovery_control does', () => {
  assert.deepEqual(
    benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.8, 0.03]).map((p) => Number(p.toFixed(12))),
    [0.03, 0.048, 0.045, 0.03, 0.8, 0.045],
  );
  assert.deepEqual(benjaminiHochberg([]), []);
  assert.deepEqual(benjaminiHochberg([0.3]), [0.3]);
});
