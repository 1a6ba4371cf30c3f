import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemory, viewsOf } from '../../../engine/src/learning/memory.ts';
import { mergeRows } from '../../../engine/src/learning/mergeRows.ts';
import { random } from '../../../engine/src/math/random.ts';

const TILES = 4096;
const ROWS = 40_000;

test('rows with equal bins in both tiles become one', () => {
  const { views, before } = tiles((draw) => draw.below(20));
  const merged = mergeRows(views, TILES, 2, ROWS, undefined);
  assert.ok(merged);
  assert.equal(merged.count, new Set(before).size);
  for (let row = 0; row < ROWS; row++) assert.equal(rowText(views.u8, merged.placeOf[row]!), before[row]);
});

test('a key keeps equal rows apart', () => {
  const { views, before } = tiles((draw) => draw.below(20));
  const key = Uint32Array.from({ length: ROWS }, (_, row) => row % 3);
  const merged = mergeRows(views, TILES, 2, ROWS, key);
  assert.equal(merged?.count, new Set(before.map((text, row) => `${text}/${key[row]}`)).size);
});

test('nothing changes where most rows differ', () => {
  const { views, before } = tiles((draw) => draw.below(1_000_000));
  assert.equal(mergeRows(views, TILES, 2, ROWS, undefined), undefined);
  assert.equal(rowText(views.u8, 17), before[17]);
});

function tiles(value: (draw: ReturnType<typeof random>) => number) {
  const views = viewsOf(createMemory(2 * 8 * ROWS));
  const draw = random(1);
  for (let row = 0; row < ROWS; row++) {
    views.u32[(TILES >>> 2) + 2 * row] = value(draw);
    views.u32[(TILES >>> 2) + 2 * (ROWS + row) + 1] = value(draw);
  }
  return { views, before: Array.from({ length: ROWS }, (_, row) => rowText(views.u8, row)) };
}

function rowText(u8: Uint8Array, row: number): string {
  const of = (tile: number) => [...u8.subarray(TILES + 8 * (tile * ROWS + row), TILES + 8 * (tile * ROWS + row) + 8)];
  return [...of(0), ...of(1)].join(',');
}
