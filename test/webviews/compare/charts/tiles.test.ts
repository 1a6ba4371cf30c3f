import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeNumbers } from '../../../../engine/src/tracking/table/encodeCells.ts';
import { brushText, withBrush } from '../../../../webviews/compare/charts/model/brushText.ts';
import { defaultTiles, mainSeries } from '../../../../webviews/compare/charts/model/defaultTiles.ts';
import { type ChartRun, runTitle, subjectOf } from '../../../../webviews/compare/charts/model/subject.ts';
import { kindOptions, tileOfKind } from '../../../../webviews/compare/charts/model/tileKinds.ts';
import { CompareState } from '../../../../webviews/compare/compareState.ts';
import { NEW_VIEW } from '../../../../webviews/compare/protocol.ts';
import { madeTable } from '../madeTable.ts';

const TABLE = madeTable(
  {
    'attributes.duration': [5, 6, 7],
    'metrics.auc': [0.7, 0.8, 0.9],
    'metrics.loss': [3, 2, 1],
    'params.leaves': [15, 31, 63],
    'params.same': [1, 1, 1],
  },
  {
    'metrics.auc': { rank: 0, better: 'higher' },
    'metrics.loss': { rank: 1, better: 'lower' },
    'params.same': { differs: false },
    'attributes.duration': { better: 'lower' },
  },
);
const COLUMNS = [...TABLE.columns.values()];

test('the first charts are about the main metric', () => {
  const series = [
    { name: 'train.loss', runs: 3 },
    { name: 'valid.loss', runs: 3 },
  ];
  const tiles = defaultTiles(COLUMNS, series, () => undefined);
  assert.deepEqual(tiles, [
    { kind: 'curves', metric: 'valid.loss', x: 'step', smoothing: 0, logX: false, logY: false },
    { kind: 'parallel', columns: ['params.leaves', 'metrics.auc'], colour: 'metrics.auc' },
    { kind: 'scatter', x: 'attributes.duration', y: 'metrics.auc', pareto: true },
  ]);
  const [main] = COLUMNS.filter(({ id }) => id === 'metrics.auc');
  assert.equal(mainSeries(main, [...series, { name: 'auc', runs: 1 }]), 'auc');
});

test('without metrics and histories only evaluations are left', () => {
  assert.deepEqual(
    defaultTiles([], [], () => undefined),
    [],
  );
  const known = { main: undefined, series: [], columns: [] };
  assert.deepEqual(
    kindOptions(known).map(({ value }) => value),
    ['evaluation'],
  );
  assert.deepEqual(tileOfKind('evaluation', known), { kind: 'evaluation', chart: 'roc' });
});

test('a brush is told in words and replaces the one on its column', () => {
  const brush = { column: 'metrics.auc', low: 0.7085, high: 0.713 };
  assert.equal(brushText(TABLE, brush), 'auc 0.7085 to 0.713');
  assert.equal(brushText(TABLE, { column: 'params.x', texts: ['a', 'b', 'c', 'd'] }), 'params.x a, b, c and 1 more');
  const other = { column: 'params.x', texts: ['a'] };
  assert.deepEqual(withBrush([other, brush], 'params.x', undefined), [brush]);
  assert.deepEqual(withBrush([brush], 'metrics.auc', { ...brush, low: 0 }), [{ ...brush, low: 0 }]);
});

test('charts are about the selection with the baseline, else about what is shown first; brushes narrow both', async () => {
  const cells = [encodeNumbers('metrics.auc', [{ value: 0.7 }, { value: 0.8 }, { value: 0.9 }])];
  const told = { kind: 'table', revision: '1', runs: TABLE.runs, columns: COLUMNS, cells } as const;
  const asking = {
    table: async () => ({ kind: 'told', value: told }) as const,
    filter: async () => ({ kind: 'refused', reason: 'none', message: 'none' }) as const,
  };
  const kept = { view: { ...NEW_VIEW, baseline: 'r2' }, selected: [], tab: 'charts' } as const;
  const state = new CompareState({ root: 'file:///p', experiments: [] }, kept, asking);
  await state.refresh();
  const ids = (runs: readonly ChartRun[]) => runs.map(({ id, n }) => [id, n]);
  assert.equal(subjectOf(state).isSelection, false);
  assert.deepEqual(ids(subjectOf(state).runs), [
    ['r2', 0],
    ['r0', 1],
    ['r1', 2],
  ]);
  state.change({ brushes: [{ column: 'metrics.auc', low: 0.75, high: 1 }] });
  assert.deepEqual([...state.lines.value.taken], [1, 2]);
  state.select(['r1']);
  assert.deepEqual(ids(subjectOf(state).runs), [
    ['r2', 0],
    ['r1', 1],
  ]);
  assert.equal(runTitle(subjectOf(state).runs[0]!), 'r2, baseline');
});
