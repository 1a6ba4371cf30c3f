import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_LOG, lineAt, missingParts, PART, withPart } from '../../../webviews/shared/logLines.ts';
import { lowestFree, markerShape, PALETTE_SIZE } from '../../../webviews/shared/marker.ts';
import { popoverPlace } from '../../../webviews/shared/popoverPlace.ts';
import { nextIndex, nextInRows } from '../../../webviews/shared/roving.ts';
import { placeOn, stripOf } from '../../../webviews/shared/strip.ts';
import { kindOf } from '../../../webviews/shared/themeKind.ts';

test('arrows go round, Home and End to the ends', () => {
  assert.equal(nextIndex('ArrowRight', 2, 3, 'across'), 0);
  assert.equal(nextIndex('ArrowLeft', 0, 3, 'across'), 2);
  assert.equal(nextIndex('ArrowDown', 0, 3, 'down'), 1);
  assert.equal(nextIndex('ArrowDown', 0, 3, 'across'), undefined);
  assert.equal(nextIndex('Home', 2, 3, 'down'), 0);
  assert.equal(nextIndex('End', 0, 3, 'down'), 2);
  assert.equal(nextIndex('ArrowRight', -1, 0, 'across'), undefined);
  assert.equal(nextIndex('a', 0, 3, 'across'), undefined);
});

test('arrows in a table pass over rows that take no focus', () => {
  const parts = [2, 0, 1];
  assert.deepEqual(nextInRows('ArrowDown', { row: 0, part: 1 }, parts), { row: 2, part: 0 });
  assert.deepEqual(nextInRows('ArrowUp', { row: 2, part: 0 }, parts), { row: 0, part: 0 });
  assert.deepEqual(nextInRows('ArrowRight', { row: 0, part: 0 }, parts), { row: 0, part: 1 });
  assert.equal(nextInRows('ArrowRight', { row: 0, part: 1 }, parts), undefined);
  assert.equal(nextInRows('ArrowDown', { row: 2, part: 0 }, parts), undefined);
  assert.deepEqual(nextInRows('End', { row: 0, part: 0 }, parts), { row: 0, part: 1 });
  assert.equal(nextInRows('a', { row: 0, part: 0 }, parts), undefined);
});

test('a popover stands below, above where there is no room, and inside the frame', () => {
  const frame = { width: 400, height: 300 };
  const size = { width: 200, height: 100 };
  assert.deepEqual(popoverPlace({ left: 50, top: 20, bottom: 40 }, size, frame), { left: 50, top: 44 });
  assert.deepEqual(popoverPlace({ left: 390, top: 250, bottom: 270 }, size, frame), { left: 196, top: 146 });
  const huge = popoverPlace({ left: 50, top: 20, bottom: 40 }, { width: 900, height: 900 }, frame);
  assert.deepEqual(huge, { left: 4, top: 4 });
});

test('a strip shows every value with its interval and the baseline', () => {
  const strip = stripOf([{ value: 0.7, low: 0.69, high: 0.71 }, { value: 'NaN' }, undefined, { value: 0.65 }]);
  assert.ok(strip !== undefined && strip.low < 0.65 && strip.high > 0.71);
  assert.equal(stripOf([{ value: 'NaN' }, { value: 'Infinity' }]), undefined);
  const single = stripOf([{ value: 0 }]);
  assert.ok(single !== undefined && single.low < 0 && single.high > 0);
  assert.equal(placeOn({ low: 0, high: 2 }, 1, 100), 50);
});

test('runs have the lowest colour that is free, and each colour its own marker', () => {
  assert.equal(lowestFree([]), 1);
  assert.equal(lowestFree([1, 3]), 2);
  assert.equal(lowestFree([1, 2, 3, 4, 5, 6, 7, 8]), undefined);
  const paths = Array.from({ length: PALETTE_SIZE + 1 }, (_, n) => markerShape(n, 0, 0, 4).path);
  assert.equal(new Set(paths).size, PALETTE_SIZE + 1);
  assert.equal(markerShape(9, 0, 0, 4).path, paths[1]);
});

test('themes are told by the classes of the body', () => {
  const kind = (...classes: string[]) => kindOf({ contains: (name) => classes.includes(name) });
  assert.equal(kind('vscode-dark'), 'dark');
  assert.equal(kind('vscode-light'), 'light');
  assert.equal(kind('vscode-high-contrast'), 'hc-dark');
  assert.equal(kind('vscode-high-contrast-light', 'vscode-high-contrast'), 'hc-light');
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ step: 's', stream: 'stdout' as const, text: `${from + i}` }));

test('a log is read in parts, the end first', () => {
  const end = withPart(EMPTY_LOG, { total: 1050, from: 850, lines: lines(850, 1050) });
  assert.equal(lineAt(end, 1049)?.text, '1049');
  assert.equal(lineAt(end, 850)?.text, '850');
  assert.equal(lineAt(end, 5), undefined);
  assert.deepEqual(missingParts(end, 900, 1050), [800]);
  const whole = withPart(end, { total: 1050, from: 800, lines: lines(800, 1000) });
  assert.deepEqual(missingParts(whole, 900, 1050), []);
  assert.equal(lineAt(whole, 801)?.text, '801');
  assert.deepEqual(missingParts(whole, 0, 1050), [0, PART, 2 * PART, 3 * PART]);
});

test('a log that has grown has the new lines missing; one that began again is read anew', () => {
  const read = withPart(EMPTY_LOG, { total: 100, from: 0, lines: lines(0, 100) });
  const grown = withPart(read, { total: 300, from: 200, lines: lines(200, 300) });
  assert.deepEqual(missingParts(grown, 0, 300), [0]);
  assert.equal(lineAt(grown, 50)?.text, '50');
  const anew = withPart(grown, { total: 2, from: 0, lines: lines(0, 2) });
  assert.equal(lineAt(anew, 50), undefined);
});
