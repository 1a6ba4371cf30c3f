import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bytes,
  count,
  cut,
  decimal,
  duration,
  figure,
  figureColumn,
  interval,
  measured,
} from '../../../engine/src/language/figures.ts';

test('a figure has four significant digits', () => {
  assert.deepEqual([0.71324, 12.3456, 1234.5, 3_000_000, 0, -0.5, 0.00001234, 1.5e9, Number.NaN].map(figure), [
    '0.7132',
    '12.35',
    '1,235',
    '3,000,000',
    '0',
    '-0.5',
    '1.2e-5',
    '1.5e+9',
    'NaN',
  ]);
});

test('decimals are written as the machine writes them in English', () => {
  const decimals = fc.tuple(fc.nat(6), fc.nat(6)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const values = fc.oneof(fc.double(), fc.double({ min: -1e6, max: 1e6 }), fc.integer(), fc.constant(-0));
  fc.assert(
    fc.property(values, decimals, (value, [least, most]) => {
      const form = { minimumFractionDigits: least, maximumFractionDigits: most };
      assert.equal(decimal(value, least, most), value.toLocaleString('en-US', form));
    }),
    { numRuns: 2000 },
  );
});

test('a value with its interval is cut at the first digit that is in doubt', () => {
  assert.equal(interval(0.71652, 0.71441, 0.71863), '0.717 [0.714, 0.719]');
  assert.equal(interval(12_345, 12_000, 12_700), '12,345 [12,000, 12,700]');
  assert.equal(interval(1, 1, 1), '1');
  assert.equal(measured(0.7132, 0.7102, 0.7162), '0.713');
  assert.equal(measured(0.71324, undefined, undefined), '0.7132');
  assert.deepEqual([cut(-0.00001, 3), cut(0.7, 3), cut(Number.NaN, 3)], ['0.000', '0.700', 'NaN']);
});

test('the figures of a column have the same decimals', () => {
  assert.deepEqual(figureColumn([0.155, 0.1572, undefined, 1]), ['0.1550', '0.1572', '-', '1.0000']);
  assert.deepEqual(figureColumn([3, 40]), ['3', '40']);
  assert.deepEqual(figureColumn([0.00001, 0.5]), ['1.0e-5', '0.5']);
});

test('counts, times and sizes are in words that people use', () => {
  assert.deepEqual([count(3e6), count(12)], ['3,000,000', '12']);
  assert.deepEqual([0.42, 27, 48.6, 59.97, 72, 200, 7500, 86_400, 100_000, 259_200].map(duration), [
    '0.4 s',
    '27 s',
    '48.6 s',
    '1 min 0 s',
    '1 min 12 s',
    '3 min 20 s',
    '2 h 05 min',
    '1 d',
    '1 d 4 h',
    '3 d',
  ]);
  assert.deepEqual([-0.2, -3600].map(duration), ['0 s', '0 s'], 'the clock was set back');
  assert.deepEqual([812, 3400, 33_000_000, 999_999].map(bytes), ['812 B', '3.4 kB', '33 MB', '1.0 MB']);
});
