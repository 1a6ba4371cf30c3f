import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binBounds } from '../../../engine/src/learning/bins.ts';
import { random } from '../../../engine/src/math/random.ts';
import { sorted } from '../../../engine/src/math/sorting.ts';

test('few values get a bin each, with bounds halfway between', () => {
  assert.deepEqual([...boundsOf(Float32Array.of(3, 1, Number.NaN, 2, 3))], [1.5, 2.5]);
});

test('a column without values has one bin', () => {
  assert.equal(boundsOf(new Float32Array(5).fill(Number.NaN)).length, 0);
});

test('neighbouring floats are still told apart', () => {
  const next = 1 + 2 ** -23;
  const [bound] = boundsOf(Float32Array.of(1, next));
  assert.ok(1 <= bound! && bound! < next);
});

test('infinities lie in bins of their own', () => {
  const bounds = boundsOf(Float32Array.of(-Infinity, 0, 1, Infinity));
  assert.deepEqual([...bounds], [-Infinity, 0.5, 1]);
});

test('many values fall into bins of about equal size, a frequent value all but alone', () => {
  const draw = random(3);
  const values = Float32Array.from({ length: 50_000 }, (_, i) => (i % 5 === 0 ? 0.5 : draw.uniform()));
  const bounds = boundsOf(values, 100);
  assert.equal(bounds.length, 99);
  const counts = new Array<number>(100).fill(0);
  for (const value of values) counts[bounds.filter((bound) => value > bound).length]!++;
  const sizes = counts.toSorted((a, b) => b - a);
  assert.ok(sizes[0]! >= 10_000 && sizes[0]! < 10_300, String(sizes));
  assert.ok(sizes[1]! < 700 && sizes.at(-2)! > 200, String(sizes));
});

function boundsOf(values: Float32Array, maxBins = 255): Float32Array {
  const ascending = sorted(values.filter((value) => !Number.isNaN(value))) as Float32Array;
  const starts = [...ascending.keys()].filter((i) => i === 0 || ascending[i] !== ascending[i - 1]);
  return binBounds(ascending, Uint32Array.of(...starts, ascending.length), maxBins);
}
