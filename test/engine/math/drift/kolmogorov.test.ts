import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kolmogorovP, kolmogorovTail } from '../../../../engine/src/math/drift/kolmogorov.ts';

function pOf(distance: number, reference: number, current: number): number {
  return kolmogorovP(Math.round(distance * reference * current), reference, current);
}

// scipy 1.17.1: scipy.stats._stats_py._attempt_exact_2kssamp(n, m, gcd(n, m), distance, 'two-sided')
const EXACT: readonly (readonly [reference: number, current: number, distance: number, p: number])[] = [
  [12, 9, 5 / 9, 0.06063348416289592],
  [500, 400, 0.09, 0.05147472978650336],
  [9999, 10_000, 0.02, 0.03589605170521495],
];

test('up to 10,000 rows a side the p-value is exact', () => {
  for (const [reference, current, distance, p] of EXACT)
    assert.ok(Math.abs(pOf(distance, reference, current) / p - 1) < 1e-9, `${reference}, ${current}`);
});

// scipy 1.17.1: scipy.stats.distributions.kstwo.sf(distance, round(n * m / (n + m))), which ks_2samp takes there.
const ASYMPTOTIC: typeof EXACT = [
  [20_000, 15_000, 0.0123, 0.14824430467201755],
  [20_000, 15_000, 0.02, 0.002075777528008902],
  [200_000, 100_000, 0.0052, 0.054166081015019296],
  [200_000, 100_000, 0.01, 3.216645356646132e-6],
  [15_000, 15_000, 0.03, 2.6814325167063383e-6],
];

test('above, it is the limit, within two thousandths of what scipy takes', () => {
  for (const [reference, current, distance, p] of ASYMPTOTIC)
    assert.ok(Math.abs(pOf(distance, reference, current) / p - 1) < 0.002, `${reference}, ${current}`);
});

test('samples of equal and of almost equal sizes have almost the same p-value', () => {
  for (const distance of [0.01, 0.0175, 0.03]) {
    const [equal, almost] = [pOf(distance, 10_000, 10_000), pOf(distance, 10_000, 9999)];
    assert.ok(Math.abs(equal / almost - 1) < 0.05, `${equal} and ${almost}`);
  }
});

test('there is no step where exact becomes asymptotic', () => {
  for (const distance of [0.013, 0.02, 0.03]) {
    const [exact, limit] = [pOf(distance, 10_000, 9999), pOf(distance, 10_001, 9999)];
    assert.ok(Math.abs(exact / limit - 1) < 0.02, `${exact} and ${limit}`);
  }
});

test('samples that are alike have p = 1, samples apart the share of such orders', () => {
  assert.equal(pOf(0, 50, 70), 1);
  // Two of the 6! / (3! 3!) orders of three and three.
  assert.ok(Math.abs(pOf(1, 3, 3) - 2 / 20) < 1e-15);
  assert.ok(Math.abs(pOf(1, 2, 4) - 2 / 15) < 1e-15);
  assert.equal(pOf(0.9, 100_000, 90_000), 0);
});

// scipy.special.kolmogorov(x)
test('the limiting distribution is that of scipy', () => {
  for (const [x, tail] of [
    [0.5, 0.9639452436648751],
    [1, 0.26999967167735456],
    [1.36, 0.049485876755377876],
    [3, 3.0459959489425258e-8],
  ] as const)
    assert.ok(Math.abs(kolmogorovTail(x) / tail - 1) < 1e-12, String(x));
  assert.equal(kolmogorovTail(0.1), 1);
});
