import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { describeCategories, describeNumbers } from '../../../engine/src/math/baseline.ts';
import { random } from '../../../engine/src/math/random.ts';

const finiteFloat = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('baseline of a column of numbers', () => {
  it('keeps missing and infinite rows apart from the finite ones', () => {
    const column = describeNumbers(
      Float64Array.of(2, Number.NaN, 4, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY),
    );
    assert.deepEqual(column, {
      kind: 'numbers',
      rows: 6,
      missing: 1,
      nonFinite: 2,
      mean: 8 / 3,
      sd: Math.sqrt(8 / 9),
      min: 2,
      max: 4,
      distribution: { kind: 'values', values: [2, 4], counts: [2, 1] },
    });
  });

  it('has null for what cannot be said of no values', () => {
    const { rows, missing, mean, sd, min, max, distribution } = describeNumbers(Float32Array.of(Number.NaN));
    assert.deepEqual(
      { rows, missing, mean, sd, min, max },
      { rows: 1, missing: 1, mean: null, sd: null, min: null, max: null },
    );
    assert.deepEqual(distribution, { kind: 'values', values: [], counts: [] });
  });

  it('counts between 999 quantiles and the ends when there are more than 1,000 distinct values', () => {
    const generator = random(7);
    const values = Float32Array.from({ length: 5000 }, () => generator.uniform());
    const { distribution } = describeNumbers(values);
    assert.equal(distribution.kind, 'quantiles');
    if (distribution.kind !== 'quantiles') return;
    assert.equal(distribution.edges.length, 1001);
    const ascending = values.slice().sort();
    assert.deepEqual(
      distribution.edges.slice(0, 4),
      [0, 4, 9, 14].map((rank) => ascending[rank]),
    );
    assert.equal(distribution.edges.at(-1), ascending.at(-1));
    const counts = [...distribution.edges, Number.POSITIVE_INFINITY].map(
      (edge, bin, edges) => values.filter((value) => value <= edge && !(value <= (edges[bin - 1] ?? -1))).length,
    );
    assert.deepEqual(distribution.counts, counts);
  });

  it('has one edge for a value that fills several quantiles', () => {
    const values = Float64Array.from({ length: 4000 }, (_, i) => (i < 2000 ? 0 : i));
    const { distribution } = describeNumbers(values);
    assert.equal(distribution.kind, 'quantiles');
    if (distribution.kind !== 'quantiles') return;
    assert.equal(distribution.edges[0], 0);
    assert.equal(distribution.edges.length, 501);
    assert.equal(distribution.counts[0], 2000);
  });

  it('loses no digits to a large mean, nor to sizes whose squares overflow', () => {
    const shifted = describeNumbers(Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4));
    assert.equal(shifted.mean, 1e9 + 2.5);
    assert.equal(shifted.sd, Math.sqrt(1.25));
    const huge = describeNumbers(Float64Array.of(1e300, 3e300));
    assert.equal(huge.mean, 2e300);
    assert.equal(huge.sd, 1e300);
  });

  it('accounts for every row, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(finiteFloat, fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity))),
        (numbers) => {
          const column = describeNumbers(Float32Array.from(numbers));
          const counted = column.distribution.counts.reduce((sum, count) => sum + count, 0);
          assert.equal(counted + column.missing + column.nonFinite, numbers.length);
        },
      ),
    );
  });
});

describe('baseline of a column of categories', () => {
  it('orders categories by rows and counts missing ones', () => {
    const column = describeCategories(Int32Array.of(1, 0, 1, -1, 2, 0), ['b', 'a', 'c', 'unused']);
    assert.deepEqual(column, {
      kind: 'categories',
      rows: 6,
      missing: 1,
      distinct: 3,
      categories: ['a', 'b', 'c'],
      counts: [2, 2, 1],
      other: 0,
    });
  });

  it('cuts rare categories and says how many rows they had', () => {
    const { categories, distinct, other } = describeCategories(Int32Array.of(0, 0, 1, 2, 2, 2), ['a', 'b', 'c'], 2);
    assert.deepEqual({ categories, distinct, other }, { categories: ['c', 'a'], distinct: 3, other: 1 });
  });
});
