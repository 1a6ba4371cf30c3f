import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeNumbers } from '../../../engine/src/tracking/table/encodeCells.ts';
import { type LinesAsked, RememberedLines } from '../../../webviews/compare/model/rememberedLines.ts';
import { withColumns } from '../../../webviews/compare/model/table.ts';
import { NEW_VIEW } from '../../../webviews/compare/protocol.ts';
import { madeTable } from './madeTable.ts';

const table = madeTable({ 'metrics.auc': [0.7, 0.9, 0.8], 'params.depth': [1, 2, 1] });
const view = { ...NEW_VIEW, sort: [{ column: 'metrics.auc', descending: true }] };
const asked: LinesAsked = {
  table,
  filtered: undefined,
  view,
  baseline: null,
  selected: new Set(),
  open: new Set(),
  held: undefined,
};

test('lines are the same objects as long as nothing that decides them is another', () => {
  const remembered = new RememberedLines();
  const first = remembered.of(asked);
  const more = withColumns(table, {
    kind: 'cells',
    revision: table.revision,
    cells: [encodeNumbers('params.rounds', [{ value: 1 }, { value: 2 }, { value: 3 }])],
  });
  assert.equal(remembered.of({ ...asked, table: more, selected: new Set(['r0']) }), first);
  assert.equal(remembered.of({ ...asked, view: { ...view, tiles: [] } }), first);
  assert.deepEqual([...first.taken], [1, 2, 0]);
});

test('a filter keeps the order, a brush and another sort make others', () => {
  const remembered = new RememberedLines();
  const taken = (part: Partial<LinesAsked>) => [...remembered.of({ ...asked, ...part }).taken];
  const filtered = Uint8Array.of(1, 1, 0);
  assert.deepEqual(taken({ filtered }), [1, 0]);
  const brushes = [{ column: 'metrics.auc', low: 0, high: 0.8 }];
  assert.deepEqual(taken({ filtered, view: { ...view, brushes } }), [0]);
  assert.deepEqual(taken({ view: { ...view, sort: [{ column: 'metrics.auc', descending: false }] } }), [0, 2, 1]);
});

test('a run that the filter leaves out is shown while it is selected, where it belongs', () => {
  const { lines } = new RememberedLines().of({ ...asked, filtered: Uint8Array.of(1, 1, 0), selected: new Set(['r2']) });
  assert.deepEqual(
    lines.map((line) => (line.kind === 'run' ? [line.row, line.isExcluded] : [])),
    [
      [1, false],
      [2, true],
      [0, false],
    ],
  );
});
