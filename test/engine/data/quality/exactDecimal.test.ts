import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDecimal, scaled } from '../../../../engine/src/data/quality/exactDecimal.ts';

test('a number is rounded to the digits of a column, up or down', () => {
  const at = (text: string, scale: number) =>
    (['up', 'down'] as const).map((way) => scaled(readDecimal(text)!, scale, way).text);
  assert.deepEqual(at('1.25', 1), ['1.3', '1.2']);
  assert.deepEqual(at('-1.25', 1), ['-1.2', '-1.3']);
  assert.deepEqual(at('1e-7', 2), ['0.01', '0.00']);
  assert.deepEqual(at('-1e-7', 0), ['0', '-1']);
  assert.deepEqual(at('12e3', 2), ['12000.00', '12000.00']);
  assert.deepEqual(at('+0.5', 3), ['0.500', '0.500']);
  for (const text of ['', 'a', '1.', '.5', '0x1', '1e9999', 'Infinity', '1 2'])
    assert.equal(readDecimal(text), undefined);
});

test('every number is read as what it prints', () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (number) => {
      const decimal = readDecimal(String(number))!;
      assert.equal(Number(`${decimal.digits}e${decimal.exponent}`), number + 0);
      const up = scaled(decimal, 3, 'up');
      const down = scaled(decimal, 3, 'down');
      assert.ok(up.units - down.units === (up.isWhole ? 0n : 1n));
    }),
  );
});
