import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kolmogorovP } from '../../../../engine/src/math/drift/kolmogorov.ts';
import { oneSampleTail } from '../../../../engine/src/math/drift/kolmogorovOneSample.ts';

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

test('above, it is that of one sample, as scipy takes it', () => {
  for (const [reference, current, distance, p] of ASYMPTOTIC)
    assert.ok(Math.abs(pOf(distance, reference, current) / p - 1) < 1e-9, `${reference}, ${current}`);
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

// scipy 1.17.1: scipy.stats.kstwo.sf(distance, rows)
const ONE_SAMPLE: readonly (readonly [distance: number, rows: number, p: number])[] = [
  [0.1, 1000, 3.703687096817711e-9],
  [0.05, 1000, 0.013012074781090332],
  [0.03, 1000, 0.3226902143914636],
  [0.0814, 10_001, 4.3204839937044216e-58],
  [0.156, 10_001, 5.023177207941547e-213],
  [0.008, 5001, 0.9035272144018855],
  [0.0005, 500_000, 0.9996286945544336],
  [0.0021, 500_000, 0.024276288597831493],
  [0.0022, 500_000, 0.01579088281358738],
  [0.01, 500_000, 7.374635645083527e-44],
];

test('the distribution of one sample is that of scipy, from almost sure to 1e-213', () => {
  for (const [distance, rows, p] of ONE_SAMPLE)
    assert.ok(Math.abs(oneSampleTail(distance, rows) / p - 1) < 1e-11, `${distance} of ${rows}`);
  assert.equal(oneSampleTail(1, 500), 0);
  assert.equal(oneSampleTail(0.9, 5000), 0);
  assert.equal(oneSampleTail(1e-9, 5000), 1);
});
