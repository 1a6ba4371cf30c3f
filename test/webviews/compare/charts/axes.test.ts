import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveBrush, type ParallelAxis, parallelAxes } from '../../../../webviews/compare/charts/model/parallelAxes.ts';
import { clockTicks, durationTicks } from '../../../../webviews/compare/charts/model/timeTicks.ts';
import { brushed } from '../../../../webviews/compare/model/brushed.ts';
import { logarithmic } from '../../../../webviews/shared/charts/scale.ts';
import { logTicks } from '../../../../webviews/shared/charts/ticks.ts';
import { type MadeValue, madeTable } from '../madeTable.ts';

const COLUMN = 'params.p';

function axisOf(values: readonly MadeValue[], look: { log?: readonly string[]; flipped?: readonly string[] } = {}) {
  const table = madeTable({ [COLUMN]: values });
  const rows = Uint32Array.from(values.keys());
  const [axis] = parallelAxes(table, { kind: 'parallel', columns: [COLUMN], colour: COLUMN, ...look }, rows);
  return { table, axis: axis as ParallelAxis };
}

test('a logarithmic scale goes to places and back', () => {
  const scale = logarithmic([1, 100], [0, 10]);
  assert.equal(scale.at(10), 5);
  assert.ok(Math.abs(scale.value(5) - 10) < 1e-12);
  assert.deepEqual(logTicks([0.5, 2000]).texts, ['1', '10', '100', '1,000']);
  assert.deepEqual(logTicks([1e-5, 3e-4]).values, [1e-5, 1e-4]);
  assert.deepEqual(logTicks([1.5, 7]).values, [2, 5]);
  assert.ok(logTicks([1e-12, 1e12]).values.length <= 6);
});

test('figures have places between the least and the greatest, what has none is NaN', () => {
  const { axis } = axisOf([10, 20, undefined, { value: Number.NaN }, 30, { value: Number.POSITIVE_INFINITY }]);
  assert.deepEqual([...axis.places], [0, 0.5, Number.NaN, Number.NaN, 1, Number.NaN]);
  assert.deepEqual(
    axis.ticks.map(({ text }) => text),
    ['10', '20', '30'],
  );
});

test('an axis stands on its head, or is logarithmic where all figures are above zero', () => {
  assert.deepEqual([...axisOf([1, 10, 100], { log: [COLUMN], flipped: [COLUMN] }).axis.places], [1, 0.5, 0]);
  const { axis } = axisOf([0, 10, 100], { log: [COLUMN] });
  assert.deepEqual([axis.isLog, axis.canLog, axis.places[1]], [false, false, 0.1]);
  assert.deepEqual([...axisOf([7, 7]).axis.places], [0.5, 0.5]);
});

test('words stand in their order, numbers in them by size', () => {
  const { axis } = axisOf(['b10', 'b9', undefined, 'a']);
  assert.deepEqual([...axis.places], [1, 0.5, Number.NaN, 0]);
});

test('a brush takes what lies inside, whichever way the axis stands', () => {
  for (const look of [{}, { flipped: [COLUMN] }]) {
    const { table, axis } = axisOf([1, 2, 3, 4, undefined, { value: Number.NaN }], look);
    const brush = axis.brushOf(...axis.spanOf({ column: COLUMN, low: 2, high: 3 }));
    assert.deepEqual([...(brushed(table, undefined, [brush]) ?? [])], [0, 1, 1, 0, 0, 0]);
  }
});

test('a brush takes words, beside others and beside the filter', () => {
  const { table, axis } = axisOf(['a', 'b', 'c', undefined]);
  const brush = axis.brushOf(0.4, 1);
  assert.deepEqual(brush, { column: COLUMN, texts: ['b', 'c'] });
  assert.deepEqual([...(brushed(table, Uint8Array.of(1, 0, 1, 1), [brush]) ?? [])], [0, 0, 1, 0]);
  const unknown = { column: 'params.gone', low: 0, high: 1 };
  assert.equal(brushed(table, undefined, [unknown]), undefined);
});

test('a brush moves by keyboard, and its ends never pass each other', () => {
  const { axis } = axisOf([0, 40, 100]);
  const brush = { column: COLUMN, low: 50, high: 100 };
  assert.deepEqual(moveBrush(axis, brush, { end: 'foot', by: -1 }), { ...brush, low: 45 });
  assert.deepEqual(moveBrush(axis, brush, { end: 'head', by: 1 }), brush);
  const narrow = { column: COLUMN, low: 50, high: 52 };
  assert.equal(moveBrush(axis, narrow, { end: 'foot', by: 1 }), narrow);
});

test('ticks of time are few and round', () => {
  for (const seconds of [3, 90, 4000, 90_000, 4e6, 4e8]) {
    const clock = clockTicks([1.7e12, 1.7e12 + seconds * 1000], 5).values.length;
    assert.ok(clock >= 1 && clock <= 6, `${seconds}: ${clock}`);
    const passed = durationTicks([0, seconds], 5).values;
    assert.ok(passed.length >= 2 && passed.length <= 6, `${seconds}: ${passed}`);
  }
});
