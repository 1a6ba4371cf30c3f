import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  allowedWidth,
  fixedWidths,
  headGroups,
  indexAt,
  LEAST_WIDTH,
  offsetsOf,
  scrollFor,
  shownLines,
  shownSpan,
} from '../../../webviews/shared/grid/window.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 1000 });
const pixels = fc.integer({ min: 0, max: 400_000 });

test('a thing covers the places from its begin to the next one’s', () => {
  fc.assert(
    fc.property(sizes, pixels, (given, place) => {
      const offsets = offsetsOf(given);
      const index = indexAt(offsets, place);
      assert.ok(index >= 0 && index < given.length);
      if (place < offsets.at(-1)!) {
        assert.ok(offsets[index]! <= place);
        assert.ok(place < offsets[index + 1]!);
      } else assert.equal(index, given.length - 1);
    }),
  );
});

test('a span holds every column in sight, and no more than it must', () => {
  fc.assert(
    fc.property(
      sizes,
      pixels,
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 0, max: 4 }),
      (given, from, length, beyond) => {
        const offsets = offsetsOf(given);
        const { first, end } = shownSpan(offsets, from, length, beyond);
        assert.ok(first >= 0 && first < end && end <= given.length);
        given.forEach((size, i) => {
          const isSeen = offsets[i]! < from + length && offsets[i]! + size > from;
          if (isSeen) assert.ok(i >= first && i < end, `${i} is in sight`);
        });
        const without = shownSpan(offsets, from, length, 0);
        assert.ok(without.first - first <= beyond && end - without.end <= beyond);
      },
    ),
  );
});

test('lines in sight are drawn, with few around them', () => {
  fc.assert(
    fc.property(
      fc.record({
        count: fc.integer({ min: 1, max: 10_000 }),
        height: fc.constantFrom(22, 24, 28),
        top: pixels,
        viewport: fc.integer({ min: 1, max: 2000 }),
      }),
      fc.integer({ min: 0, max: 10 }),
      (asked, beyond) => {
        const { count, height, top, viewport } = asked;
        const { first, end } = shownLines(asked, beyond);
        assert.ok(first >= 0 && first < end && end <= count);
        assert.equal(first % 2, 0);
        for (let line = Math.floor(top / height); line * height < top + viewport && line < count; line += 1)
          assert.ok(line >= first && line < end);
        assert.ok(end - first <= Math.ceil(viewport / height) + 1 + 2 * beyond + 2);
      },
    ),
  );
});

test('nothing is in sight of nothing', () => {
  assert.deepEqual(shownSpan(offsetsOf([]), 0, 100, 2), { first: 0, end: 0 });
  assert.deepEqual(shownSpan(offsetsOf([10, 10]), 0, 0, 2), { first: 0, end: 0 });
  assert.deepEqual(shownLines({ count: 0, height: 24, top: 0, viewport: 100 }, 2), { first: 0, end: 0 });
  assert.deepEqual(shownLines({ count: 9, height: 24, top: 0, viewport: 0 }, 2), { first: 0, end: 0 });
});

test('a scroll that is needed shows the whole thing, and one that is not moves nothing', () => {
  fc.assert(
    fc.property(
      pixels,
      fc.integer({ min: 1, max: 500 }),
      pixels,
      fc.integer({ min: 1, max: 2000 }),
      (begin, size, from, length) => {
        const to = scrollFor({ begin, size }, { from, length });
        if (size <= length) assert.ok(to <= begin && begin + size <= to + length);
        else assert.equal(to, begin);
        if (size <= length && from <= begin && begin + size <= from + length) assert.equal(to, from);
        assert.equal(scrollFor({ begin, size }, { from: to, length }), to);
      },
    ),
  );
});

test('fixed columns leave room to the others in a narrow grid', () => {
  assert.deepEqual(fixedWidths([38, 24, 190], 1000), [38, 24, 190]);
  assert.deepEqual(fixedWidths([38, 24, 190], 400), [38, 24, 178]);
  assert.deepEqual(fixedWidths([38, 24, 190], 100), [38, 24, 72]);
  assert.deepEqual(fixedWidths([38, 60], 50), [38, 60], 'none is made wider');
  assert.deepEqual(fixedWidths([38, 190], 0), [38, 190], 'not yet laid out');
  assert.deepEqual(fixedWidths([], 10), []);
});

test('widths have limits, and are whole', () => {
  assert.equal(allowedWidth(-5), LEAST_WIDTH);
  assert.equal(allowedWidth(99.6), 100);
  assert.equal(allowedWidth(1e9), 1200);
});

test('columns beside each other share the head above them', () => {
  const columns = [{}, { group: 'a' }, { group: 'a' }, { group: 'b' }, { group: 'a' }];
  assert.deepEqual(headGroups(columns, { first: 0, end: 5 }), [
    { group: undefined, first: 0, end: 1 },
    { group: 'a', first: 1, end: 3 },
    { group: 'b', first: 3, end: 4 },
    { group: 'a', first: 4, end: 5 },
  ]);
  assert.deepEqual(headGroups(columns, { first: 2, end: 4 }), [
    { group: 'a', first: 2, end: 3 },
    { group: 'b', first: 3, end: 4 },
  ]);
});
