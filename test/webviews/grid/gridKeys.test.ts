import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextCell, stepBefore } from '../../../webviews/shared/grid/gridKeys.ts';
import { HEAD } from '../../../webviews/shared/grid/gridProps.ts';
import { lineOfKey, stopOf } from '../../../webviews/shared/grid/layout.ts';
import { Slots } from '../../../webviews/shared/grid/slots.ts';

const SIZE = { lines: 100, columns: 10, page: 20 };
const KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];

const go = (key: string, line: number, column: number, ctrlKey = false) => {
  const to = nextCell({ key, ctrlKey }, { line, column }, SIZE);
  return to === undefined ? undefined : [to.line, to.column];
};

test('arrows go to the neighbour, and from the first line to the head', () => {
  assert.deepEqual(go('ArrowDown', 5, 5), [6, 5]);
  assert.deepEqual(go('ArrowUp', 0, 5), [HEAD, 5]);
  assert.deepEqual(go('ArrowDown', HEAD, 5), [0, 5]);
  assert.deepEqual(go('ArrowLeft', 5, 0), [5, 0]);
  assert.deepEqual(go('ArrowRight', 5, 9), [5, 9]);
  assert.equal(go('x', 5, 5), undefined);
});

test('Home and End go along the line, with Ctrl to the corners', () => {
  assert.deepEqual(go('Home', 5, 5), [5, 0]);
  assert.deepEqual(go('End', 5, 5), [5, 9]);
  assert.deepEqual(go('Home', 5, 5, true), [0, 0]);
  assert.deepEqual(go('End', 5, 5, true), [99, 9]);
});

test('a page stays among the lines', () => {
  assert.deepEqual(go('PageDown', 5, 5), [25, 5]);
  assert.deepEqual(go('PageDown', 95, 5), [99, 5]);
  assert.deepEqual(go('PageUp', 5, 5), [0, 5]);
  assert.deepEqual(go('PageUp', HEAD, 5), [HEAD, 5]);
});

test('no key leaves the grid, however small it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.boolean())),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      (presses, lines, columns) => {
        let cell = { line: HEAD as number, column: 0 };
        for (const [key, ctrlKey] of presses) {
          cell = nextCell({ key, ctrlKey }, cell, { lines, columns, page: 2 }) ?? cell;
          assert.ok(cell.line >= HEAD && cell.line < Math.max(0, lines), JSON.stringify(cell));
          assert.ok(cell.column >= 0 && cell.column < columns);
        }
      },
    ),
  );
});

test('a column steps over its neighbour, but never over a fixed one', () => {
  const columns = ['box', 'run', 'a', 'b', 'c'].map((id) => ({ id }));
  assert.equal(stepBefore(columns, 2, { step: 1, fixed: 2 }), 'c');
  assert.equal(stepBefore(columns, 3, { step: 1, fixed: 2 }), null);
  assert.equal(stepBefore(columns, 4, { step: 1, fixed: 2 }), undefined);
  assert.equal(stepBefore(columns, 4, { step: -1, fixed: 2 }), 'b');
  assert.equal(stepBefore(columns, 2, { step: -1, fixed: 2 }), undefined);
  assert.equal(stepBefore(columns, 1, { step: 1, fixed: 2 }), undefined);
});

test('the tab stop is a cell that is there', () => {
  const grid = { columns: ['box', 'run', 'a'].map((id) => ({ id, title: id, width: 50 })), lines: 3, fixed: 2 };
  assert.deepEqual(stopOf({ ...grid, cursor: null }), { line: 0, column: 1 });
  assert.deepEqual(stopOf({ ...grid, lines: 0, cursor: null }), { line: HEAD, column: 1 });
  assert.deepEqual(stopOf({ ...grid, cursor: { line: 2, column: 'a' } }), { line: 2, column: 2 });
  assert.deepEqual(stopOf({ ...grid, cursor: { line: 9, column: 'gone' } }), { line: 2, column: 1 });
  assert.deepEqual(stopOf({ ...grid, cursor: { line: HEAD, column: 'a' } }), { line: HEAD, column: 2 });
});

test('a line is found by its key', () => {
  const keys = ['a', 'b', 'c'];
  assert.equal(
    lineOfKey('c', (line) => keys[line]!, 3),
    2,
  );
  assert.equal(
    lineOfKey('x', (line) => keys[line]!, 3),
    undefined,
  );
});

test('a line keeps its slot while it is in sight, and no two have the same', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })), (views) => {
      const slots = new Slots();
      let before = new Map<string, number>();
      for (const view of views) {
        const keys = view.map(String);
        const given = slots.of(keys);
        assert.equal(new Set(given).size, keys.length);
        assert.ok(given.every((slot) => slot < 24));
        const now = new Map(keys.map((key, i) => [key, given[i]!]));
        for (const [key, slot] of now) if (before.has(key)) assert.equal(slot, before.get(key));
        before = now;
      }
    }),
  );
});

test('elements stay where they stand while the grid moves, and stand in the order of lines when it rests', () => {
  const slots = new Slots();
  const order = (keys: readonly string[], isMoving: boolean) => {
    const given = slots.of(keys);
    return slots.order(given, isMoving).map((place) => [keys[place], given[place]].join(' '));
  };
  assert.deepEqual(order(['a', 'b', 'c'], false), ['a 0', 'b 1', 'c 2']);
  assert.deepEqual(order(['b', 'c', 'd'], true), ['d 0', 'b 1', 'c 2']);
  assert.deepEqual(order(['c', 'd', 'e', 'f'], true), ['d 0', 'e 1', 'c 2', 'f 3']);
  assert.deepEqual(order(['c', 'd', 'e', 'f'], false), ['c 2', 'd 0', 'e 1', 'f 3']);
  assert.deepEqual(order(['x'], true), ['x 0']);
});
