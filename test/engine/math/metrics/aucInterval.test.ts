import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aucInterval } from '../../../../engine/src/math/metrics/aucInterval.ts';
import { random } from '../../../../engine/src/math/random.ts';

test('the interval is that of the definition, pair by pair', () => {
  const draw = random(3);
  const positives = Float64Array.from({ length: 37 }, () => draw.below(12) + 2);
  const negatives = Float64Array.from({ length: 23 }, () => draw.below(12));
  const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ofPositive, ofNegative] = [
    [...positives].map((p) => mean([...negatives].map((n) => wins(p, n)))),
    [...negatives].map((n) => mean([...positives].map((p) => wins(p, n)))),
  ];
  const auc = mean(ofPositive);
  const spread = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + (value - auc) ** 2, 0) / (values.length - 1) / values.length;
  const error = Math.sqrt(spread(ofPositive) + spread(ofNegative));
  const found = aucInterval(positives, negatives);
  assert.ok(Math.abs(found.auc - auc) < 1e-12);
  assert.ok(Math.abs(found.low - (auc - 1.959963984540054 * error)) < 1e-12);
  assert.ok(Math.abs(found.high - Math.min(1, auc + 1.959963984540054 * error)) < 1e-12);
});

test('scores that tell all rows apart, and scores that tell none', () => {
  const same = Float64Array.from({ length: 1000 }, () => 1);
  const half = 1.959963984540054 * Math.sqrt(2001 / 12_000_000);
  assert.deepEqual(aucInterval(same, same), { auc: 0.5, low: 0.5 - half, high: 0.5 + half });
  assert.deepEqual(
    aucInterval(
      same,
      Float64Array.from(same, () => 0),
    ),
    { auc: 1, low: 1 - half, high: 1 },
  );
});

test('95 of 100 intervals hold what is true', () => {
  let held = 0;
  for (let trial = 0; trial < 1000; trial++) {
    const draw = random(trial, 5);
    const scores = () => Float64Array.from({ length: 150 }, () => draw.uniform());
    const { low, high } = aucInterval(scores(), scores());
    if (low <= 0.5 && 0.5 <= high) held++;
  }
  assert.ok(held >= 930 && held <= 970, `${held}`);
});
