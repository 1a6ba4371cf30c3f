import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../../engine/src/math/random.ts';
import { sortNumbers } from '../../../../engine/src/monitoring/columns/sortNumbers.ts';

const { uniform } = random(1);
const SHAPES: Readonly<Record<string, (i: number) => number>> = {
  uniform: () => uniform(),
  normal: () => Math.sqrt(-2 * Math.log(uniform() + 1e-18)) * Math.cos(2 * Math.PI * uniform()),
  'of a few values': () => Math.floor(uniform() * 5),
  'all the same': () => 7,
  'already in order': (i) => i,
  'in reverse order': (i) => -i,
  'with one far away': (i) => (i === 77 ? 1e300 : uniform()),
  'over all sizes': () => (uniform() - 0.5) * 10 ** (600 * uniform() - 300),
  'at both ends of a double': (i) => (i % 2 === 0 ? Number.MAX_VALUE : -Number.MAX_VALUE) * (1 - uniform() / 8),
  'below the normal ones': () => Number.MIN_VALUE * Math.floor(uniform() * 1000),
  'with heavy tails': () => uniform() ** -3,
  'in crowds far apart': () => Math.floor(uniform() * 3) * 1e12 + uniform(),
};

for (const [name, value] of Object.entries(SHAPES))
  test(`numbers ${name} come out in order`, () => {
    for (const length of [0, 1, 2, 24, 25, 1000, 20_000]) {
      const values = Float64Array.from({ length }, (_, i) => value(i));
      const expected = values.slice().sort();
      assert.deepEqual(sortNumbers(values), expected);
    }
  });
