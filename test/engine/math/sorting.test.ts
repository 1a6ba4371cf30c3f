import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { gather, orderOf, sorted } from '../../../engine/src/math/sorting.ts';

const special = fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 1, -1);
const doubles = fc.array(fc.oneof(fc.double(), special)).map((values) => Float64Array.from(values));
const floats = fc.array(fc.oneof(fc.float(), special)).map((values) => Float32Array.from(values));

/** Ascending, NaN last, both zeros equal. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

describe('sorting numbers', () => {
  it('gives what a comparison sort gives', () => {
    fc.assert(
      fc.property(fc.oneof(doubles, floats), (values) => {
        const expected = [...values].sort(compare).map((value) => value + 0);
        assert.deepEqual([...sorted(values)], expected);
      }),
    );
  });

  it('orders rows and keeps equal values in place', () => {
    fc.assert(
      fc.property(fc.oneof(doubles, floats), (values) => {
        const expected = [...values.keys()].sort((a, b) => compare(values[a]!, values[b]!) || a - b);
        assert.deepEqual([...orderOf(values)], expected);
      }),
    );
  });

  it('refines an order by another column', () => {
    const byFirst = orderOf(Float32Array.of(1, 0, 1, 0));
    const both = orderOf(Float64Array.of(5, 5, 4, 4), byFirst);
    assert.deepEqual([...both], [3, 2, 1, 0]);
    assert.deepEqual([...gather(Int32Array.of(10, 11, 12, 13), both)], [13, 12, 11, 10]);
  });

  it('leaves its input as it was', () => {
    const values = Float64Array.of(3, 1, 2);
    const rows = Uint32Array.of(2, 1, 0);
    sorted(values);
    orderOf(values, rows);
    assert.deepEqual(
      [[...values], [...rows]],
      [
        [3, 1, 2],
        [2, 1, 0],
      ],
    );
  });
});
