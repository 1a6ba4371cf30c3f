import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type GridRow, gridRows } from '../../../webviews/compare/model/gridRows.ts';
import { sortRows } from '../../../webviews/compare/model/sortRows.ts';
import type { CompareView } from '../../../webviews/compare/protocol.ts';
import { madeTable } from './madeTable.ts';

const PLAIN = { sort: [], group: [], pinned: [] } as const satisfies Partial<CompareView>;
const NOBODY = { baseline: null, selected: new Set<string>(), open: new Set<string>() };

function told(lines: readonly GridRow[]): readonly string[] {
  return lines.map((line) => {
    if (line.kind === 'group') return `${line.values.join('+')} (${line.rows.join(' ')})`;
    return `r${line.row}${line.stays ? ` ${line.stays}` : ''}${line.isExcluded ? ' excluded' : ''}`;
  });
}

const rowsOf = (length: number) => Uint32Array.from({ length }, (_, row) => row);

test('runs sort by several keys; NaN follows numbers and nothing comes last, in either direction', () => {
  const table = madeTable({
    'metrics.auc': [0.7, Number.NaN, 0.9, undefined, 0.7, Number.POSITIVE_INFINITY],
    'params.depth': [6, 1, 2, 3, 4, 5],
  });
  const by = (...sort: CompareView['sort']) => [...sortRows(rowsOf(6), sort, table)];
  assert.deepEqual(by({ column: 'metrics.auc', descending: true }), [5, 2, 0, 4, 1, 3]);
  assert.deepEqual(by({ column: 'metrics.auc', descending: false }), [0, 4, 2, 5, 1, 3]);
  assert.deepEqual(
    by({ column: 'metrics.auc', descending: false }, { column: 'params.depth', descending: false }),
    [4, 0, 2, 5, 1, 3],
  );
  assert.deepEqual(by({ column: 'metrics.not_there_yet', descending: true }), [0, 1, 2, 3, 4, 5]);
});

test('texts sort as people read them', () => {
  const table = madeTable({ 'params.features': ['run 10', 'run 9', undefined, 'Run 1'] });
  assert.deepEqual([...sortRows(rowsOf(4), [{ column: 'params.features', descending: false }], table)], [3, 1, 0, 2]);
});

test('whatever the values, each run stands in the order once, and in the order of its value', () => {
  const value = fc.option(fc.double(), { nil: undefined });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.boolean(), (values, descending) => {
      const table = madeTable({ 'metrics.m': values });
      const order = [...sortRows(rowsOf(values.length), [{ column: 'metrics.m', descending }], table)];
      assert.deepEqual(
        order.toSorted((a, b) => a - b),
        [...values.keys()],
      );
      const numbers = order.flatMap((row) => {
        const one = values[row];
        return one === undefined || Number.isNaN(one) ? [] : [one];
      });
      const expected = numbers.toSorted((a, b) => (descending ? b - a : a - b));
      assert.deepEqual(
        numbers.map((one) => one + 0),
        expected.map((one) => one + 0),
      );
    }),
  );
});

test('baseline and pinned runs stay on top, selected ones in their place, when the filter excludes them', () => {
  const table = madeTable({ 'metrics.auc': [0.5, 0.6, 0.7, 0.8, 0.9] });
  const { lines, taken } = gridRows({
    table,
    kept: Uint8Array.of(0, 0, 1, 0, 1),
    view: { ...PLAIN, sort: [{ column: 'metrics.auc', descending: true }], pinned: ['r1', 'gone'] },
    baseline: 'r4',
    selected: new Set(['r3', 'r1']),
    open: new Set(),
  });
  assert.deepEqual(told(lines), ['r4 baseline', 'r1 pinned excluded', 'r3 excluded', 'r2']);
  assert.deepEqual([...taken], [4, 2]);
});

test('groups stand in the order of their first run, and open one by one', () => {
  const table = madeTable({
    'params.features': ['none', 'airport', 'none', undefined],
    'params.depth': [6, 6, 6, 6],
    'metrics.auc': [0.6, 0.9, 0.7, 0.8],
  });
  const view = {
    ...PLAIN,
    sort: [{ column: 'metrics.auc', descending: true }],
    group: ['params.features', 'params.depth'],
  };
  const closed = gridRows({ table, view, ...NOBODY });
  assert.deepEqual(told(closed.lines), ['airport+6 (1)', '+6 (3)', 'none+6 (2 0)']);
  const key = closed.lines[2]?.kind === 'group' ? closed.lines[2].key : '';
  const open = gridRows({ table, view, ...NOBODY, open: new Set([key]) });
  assert.deepEqual(told(open.lines), ['airport+6 (1)', '+6 (3)', 'none+6 (2 0)', 'r2', 'r0']);
});

test('a text "1", the number 1 and nothing are groups of their own', () => {
  const table = madeTable({ 'params.a': ['1', undefined, 'null', '1'] });
  assert.deepEqual(told(gridRows({ table, view: { ...PLAIN, group: ['params.a'] }, ...NOBODY }).lines), [
    '1 (0 3)',
    ' (1)',
    'null (2)',
  ]);
});

test('no runs, no lines', () => {
  assert.deepEqual(gridRows({ table: madeTable({ 'metrics.m': [] }), view: PLAIN, ...NOBODY }).lines, []);
});
