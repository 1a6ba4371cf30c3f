import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeNumbers, encodeTexts } from '../../../engine/src/tracking/table/encodeCells.ts';
import type { RunTable, TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import { cellAt, decodeCells } from '../../../webviews/compare/model/cells.ts';
import { figureKey, newTable, withChanges, withColumns } from '../../../webviews/compare/model/table.ts';

function column(id: string, type: TableColumn['type']): TableColumn {
  return { id, kind: 'metric', name: id, type, filled: 1, differs: true, better: null, rank: null };
}

function table(revision: string, runs: readonly string[], cells: RunTable['cells']): RunTable {
  const columns = cells.map((one) => column(one.column, one.kind));
  return { kind: 'table', revision, runs, columns, cells };
}

test('numbers come back as they were sent, also those that are not finite', () => {
  const values = [1 / 3, Number.NaN, undefined, Number.POSITIVE_INFINITY, -0, 9_007_199_254_740_991];
  const cells = decodeCells(
    encodeNumbers(
      'metrics.loss',
      values.map((value) => (value === undefined ? undefined : { value })),
    ),
    values.length,
  );
  assert.deepEqual(
    values.map((_, row) => cellAt(cells, row)),
    values,
  );
});

test('any column comes back as it was sent', () => {
  const number = fc.double();
  fc.assert(
    fc.property(fc.array(fc.option(number, { nil: undefined })), (values) => {
      const sent = encodeNumbers(
        'm',
        values.map((value) => (value === undefined ? undefined : { value, low: -1, high: value })),
      );
      const cells = decodeCells(sent, values.length);
      assert.deepEqual(
        values.map((_, row) => cellAt(cells, row)),
        values,
      );
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ maxLength: 200 }), { nil: undefined })), (values) => {
      const cells = decodeCells(encodeTexts('t', values), values.length);
      assert.deepEqual(
        values.map((_, row) => cellAt(cells, row)),
        values,
      );
    }),
  );
});

test('texts take as many bytes as there are of them', () => {
  for (const [texts, bytes] of [
    [128, 1],
    [129, 2],
    [32_768, 2],
    [32_769, 4],
  ] as const) {
    const values = [...Array.from({ length: texts }, (_, index) => `t${index}`), undefined];
    const sent = encodeTexts('t', values);
    assert.equal(Buffer.from(sent.codes, 'base64').length, values.length * bytes);
    const cells = decodeCells(sent, values.length);
    assert.deepEqual(
      values.map((_, row) => cellAt(cells, row)),
      values,
    );
  }
});

test('long texts are cut, and said to be', () => {
  const cells = decodeCells(encodeTexts('params.sql', ['x'.repeat(100_000)]), 1);
  assert.equal(cellAt(cells, 0), `${'x'.repeat(199)}…`);
});

test('a column of another length than the table is refused', () => {
  assert.throws(() => decodeCells(encodeNumbers('m', [{ value: 1 }]), 2), RangeError);
});

test('changed, new and gone runs find their rows', () => {
  const begin = newTable(table('1', ['b', 'a'], [encodeNumbers('m', [{ value: 2 }, { value: 1 }])]));
  const changes = { kind: 'changes', revision: '2', runs: ['c', 'a'], gone: ['b'] } as const;
  const after = withChanges(begin, { ...changes, cells: [encodeNumbers('m', [{ value: 3 }, { value: 1.5 }])] });
  assert.deepEqual(after.runs, ['c', 'a']);
  assert.deepEqual(
    [0, 1].map((row) => cellAt(after.cells.get('m'), row)),
    [3, 1.5],
  );
  assert.deepEqual(
    [...after.rows],
    [
      ['c', 0],
      ['a', 1],
    ],
  );
  assert.deepEqual(begin.runs, ['b', 'a']);
});

test('figures that changed in place are told, those of new runs are not', () => {
  const begin = newTable(table('1', ['b', 'a'], [encodeNumbers('m', [{ value: 1 }, { value: 2 }])]));
  const cells = [encodeNumbers('m', [{ value: 5 }, { value: 3 }, { value: 2 }])];
  const after = withChanges(begin, { kind: 'changes', revision: '2', runs: ['c', 'b', 'a'], gone: [], cells });
  assert.deepEqual([...(after.fresh ?? [])], [figureKey('b', 'm')]);
  assert.equal(begin.fresh, undefined);
});

test('a param that was a number everywhere may become a text', () => {
  const begin = newTable(table('1', ['a'], [encodeNumbers('params.depth', [{ value: 6 }])]));
  const cells = [encodeTexts('params.depth', ['none'])];
  const after = withChanges(begin, { kind: 'changes', revision: '2', runs: ['b'], gone: [], cells });
  assert.deepEqual(
    [0, 1].map((row) => cellAt(after.cells.get('params.depth'), row)),
    ['none', '6'],
  );
});

test('columns that come later join those that are there, unless the runs are others by now', () => {
  const begin = newTable(table('1', ['a'], [encodeNumbers('m', [{ value: 1 }])]));
  const more = encodeTexts('tags.note', ['good']);
  assert.deepEqual([...withColumns(begin, table('1', ['a'], [more])).cells.keys()], ['m', 'tags.note']);
  assert.deepEqual([...withColumns(begin, table('2', ['b', 'a'], [encodeTexts('t', ['x', 'y'])])).cells.keys()], ['t']);
});
