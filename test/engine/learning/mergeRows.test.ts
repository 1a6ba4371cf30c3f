import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemory, viewsOf } from '../../../engine/src/learning/memory.ts';
import { mergeRows } from '../../../engine/src/learning/mergeRows.ts';
import { random } from '../../../engine/src/math/random.ts';

const BINS = 4096;
const STRIDE = 16;
const ROWS = 40_000;

test('rows with equal bins in all columns become one', () => {
  const { views, before } = bins((draw) => draw.below(20));
  const merged = mergeRows(views, BINS, STRIDE, ROWS, undefined);
  assert.ok(merged);
  assert.equal(merged.count, new Set(before).size);
  for (let row = 0; row < ROWS; row++) assert.equal(rowText(views.u8, merged.placeOf[row]!), before[row]);
});

test('a key keeps equal rows apart', () => {
  const { views, before } = bins((draw) => draw.below(20));
  const key = Uint32Array.from({ length: ROWS }, (_, row) => row % 3);
  const merged = mergeRows(views, BINS, STRIDE, ROWS, key);
  assert.equal(merged?.count, new Set(before.map((text, row) => `${text}/${key[row]}`)).size);
});

test('nothing changes where most rows differ', () => {
  const { views, before } = bins((draw) => draw.below(1_000_000));
  assert.equal(mergeRows(views, BINS, STRIDE, ROWS, undefined), undefined);
  assert.equal(rowText(views.u8, 17), before[17]);
});

function bins(value: (draw: ReturnType<typeof random>) => number) {
  const views = viewsOf(createMemory(STRIDE * ROWS));
  const draw = random(1);
  for (let row = 0; row < ROWS; row++) {
    views.u32[(BINS + STRIDE * row) >>> 2] = value(draw);
    views.u32[(BINS + STRIDE * row + 12) >>> 2] = value(draw);
  }
  return { views, before: Array.from({ length: ROWS }, (_, row) => rowText(views.u8, row)) };
}

function rowText(u8: Uint8Array, row: number): string {
  return u8.subarray(BINS + STRIDE * row, BINS + STRIDE * (row + 1)).join(',');
}
