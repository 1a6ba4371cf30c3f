import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceTo, differsIn, groupFigure, standing } from '../../../webviews/compare/model/figures.ts';
import { freshColumns, shownColumns } from '../../../webviews/compare/model/shownColumns.ts';
import { NEW_VIEW } from '../../../webviews/compare/protocol.ts';
import { madeTable } from './madeTable.ts';

const AUC = [
  { value: 0.705, low: 0.703, high: 0.7069 },
  { value: 0.713, low: 0.711, high: 0.715 },
  { value: 0.706, low: 0.704, high: 0.708 },
  { value: 0.69, low: 0.688, high: 0.692 },
  { value: Number.NaN },
  undefined,
  { value: 0.72 },
];
const table = madeTable({ 'metrics.auc': AUC }, { 'metrics.auc': { better: 'higher', rank: 0 } });
const cells = table.cells.get('metrics.auc');

test('a difference is better, worse or no difference beyond the intervals', () => {
  const verdicts = AUC.map((_, row) => differenceTo(cells, { row, baseline: 0 }, 'higher')?.verdict);
  assert.deepEqual(verdicts, [undefined, 'better', 'same', 'worse', undefined, undefined, null]);
  assert.equal(differenceTo(cells, { row: 1, baseline: 0 }, 'lower')?.verdict, 'worse');
  assert.equal(differenceTo(cells, { row: 1, baseline: 0 }, null)?.verdict, null);
  assert.equal(differenceTo(cells, { row: 1, baseline: 0 }, 'higher')?.value, 0.713 - 0.705);
});

test('the standing of runs names the best and counts them against the baseline', () => {
  const column = table.columns.get('metrics.auc');
  assert.ok(column);
  assert.deepEqual(standing(table, column, Uint32Array.of(1, 2, 3, 4, 5), 0), {
    best: 1,
    better: 1,
    same: 1,
    worse: 1,
  });
  assert.equal(standing(table, { ...column, better: null }, Uint32Array.of(1), 0), undefined);
  assert.equal(standing(table, column, Uint32Array.of(4, 5), 0), undefined);
});

// Python: statistics.mean and statistics.stdev of [0.705, 0.713, 0.706, 0.69, 0.72]
test('a group has mean and spread of what is finite', () => {
  const figure = groupFigure(cells, Uint32Array.of(0, 1, 2, 3, 4, 5, 6));
  assert.ok(figure);
  assert.equal(figure.count, 5);
  assert.ok(Math.abs(figure.mean - 0.7068) < 1e-12);
  assert.ok(Math.abs(figure.deviation - 0.011166915420114913) < 1e-12);
  assert.deepEqual(groupFigure(cells, Uint32Array.of(0)), { mean: 0.705, deviation: Number.NaN, count: 1 });
  assert.equal(groupFigure(cells, Uint32Array.of(4, 5)), undefined);
});

test('what is equal in all shown runs differs in nothing, one without a value does', () => {
  const some = madeTable({
    'params.a': [1, 1, undefined, Number.NaN, Number.NaN],
    'params.b': ['x', 'x', 'y', undefined, undefined],
  });
  const differs = (id: string, ...rows: number[]) => differsIn(some.cells.get(id)!, Uint32Array.from(rows));
  assert.deepEqual(
    [differs('params.a', 0, 1), differs('params.a', 0, 2), differs('params.a', 3, 4), differs('params.a', 1, 3)],
    [false, true, false, true],
  );
  assert.deepEqual(
    [differs('params.b', 0, 1), differs('params.b', 1, 2), differs('params.b', 3, 4)],
    [false, true, false],
  );
  assert.equal(differs('params.a'), false);
});

test('of many columns those that differ and rank first are shown, in the order that the user gives', () => {
  const names = Array.from({ length: 30 }, (_, index) => `metrics.m${index}`);
  const many = madeTable(
    Object.fromEntries([...names.map((name) => [name, [1, 2]]), ['params.depth', [6, 6]], ['tags.note', ['a', 'b']]]),
    Object.fromEntries(names.map((name, index) => [name, { rank: index, differs: index >= 20 }])),
  );
  const fresh = freshColumns([...many.columns.values()]).map(({ id }) => id);
  assert.deepEqual(fresh.slice(0, 3), ['metrics.m20', 'metrics.m21', 'metrics.m22']);
  assert.equal(fresh.filter((id) => id.startsWith('metrics.')).length, 12);
  const layout = { order: ['tags.note', 'metrics.m29'], hidden: ['metrics.m20'], shown: ['metrics.m5'], widths: {} };
  const shown = shownColumns(many, { ...NEW_VIEW, columns: layout }, Uint32Array.of(0, 1)).columns.map(({ id }) => id);
  assert.deepEqual(shown.slice(0, 3), ['tags.note', 'metrics.m29', 'metrics.m0']);
  assert.equal(shown.includes('metrics.m20'), false);
  assert.equal(shown.includes('metrics.m5'), true);
  assert.deepEqual(
    shownColumns(many, { ...NEW_VIEW, onlyDiffering: true }, Uint32Array.of(0, 1)).columns.some(
      ({ id }) => id === 'params.depth',
    ),
    false,
  );
  assert.equal(shownColumns(many, { ...NEW_VIEW, onlyDiffering: true }, Uint32Array.of(0, 1)).equal, 1);
});
