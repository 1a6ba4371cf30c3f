import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellText, copiedText } from '../../../webviews/compare/model/cellText.ts';
import { changesText } from '../../../webviews/compare/model/changesText.ts';
import { columnItems, layoutOf, movedBefore, turned } from '../../../webviews/compare/model/columnChoice.ts';
import { columnFigures, figureText } from '../../../webviews/compare/model/columnFigures.ts';
import { ColumnLooks, figuredRows } from '../../../webviews/compare/model/columnLooks.ts';
import { completed, completions } from '../../../webviews/compare/model/completions.ts';
import { gridColumns } from '../../../webviews/compare/model/gridColumns.ts';
import type { GridRow } from '../../../webviews/compare/model/gridRows.ts';
import { readKept, readView } from '../../../webviews/compare/model/readKept.ts';
import { shownColumns } from '../../../webviews/compare/model/shownColumns.ts';
import { sortBy } from '../../../webviews/compare/model/sortBy.ts';
import { NEW_VIEW } from '../../../webviews/compare/protocol.ts';
import { madeTable } from './madeTable.ts';

const SUBJECT = { root: 'file:///p', experiments: ['late'], runs: ['a'], filter: 'x' };

test('figures of a column share their decimals', () => {
  assert.equal(figureText(0.70512, 3), '0.705');
  assert.equal(figureText(-3_000_000.4, 0), '−3,000,000');
  assert.equal(figureText(-0.0000052, 3), '0.000');
  assert.equal(figureText(123_456_789, 2), '1.2e+8');
  assert.equal(figureText(0.0000123, undefined), '1.2e−5');
  assert.deepEqual(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => figureText(value, 3)),
    ['NaN', '∞', '−∞'],
  );
});

test('decimals come from intervals, else from the size; scales leave out what is not finite', () => {
  const table = madeTable({
    'metrics.measured': [{ value: 0.7, low: 0.697, high: 0.703 }, 0.71, Number.NaN],
    'metrics.plain': [0.5, 12.25, Number.POSITIVE_INFINITY],
    'metrics.whole': [3, 373_764, undefined],
    'metrics.none': [Number.NaN, undefined, Number.NEGATIVE_INFINITY],
  });
  const rows = Uint32Array.of(0, 1, 2);
  const of = (id: string) => {
    const cells = table.cells.get(`metrics.${id}`);
    assert.equal(cells?.kind, 'number');
    return columnFigures(cells, rows);
  };
  assert.equal(of('measured').decimals, 3);
  assert.equal(of('plain').decimals, 2);
  assert.equal(of('whole').decimals, 0);
  assert.equal(of('none').scale, undefined);
  assert.deepEqual(of('none').shares, []);
  const { scale, shares } = of('plain');
  assert.ok(scale !== undefined && scale.low < 0.5 && scale.high > 12.25 && scale.high < 14);
  assert.equal(Math.max(...shares), 1);
});

test('a whisker is drawn where there are intervals and room for one', () => {
  const table = madeTable({ 'metrics.auc': [{ value: 0.7, low: 0.69, high: 0.71 }], 'metrics.loss': [0.4] });
  const looks = new ColumnLooks(table, Uint32Array.of(0), true);
  assert.ok((looks.of('metrics.auc', 228)?.whisker ?? 0) > 40);
  assert.equal(looks.of('metrics.auc', 90)?.whisker, 0);
  assert.equal(looks.of('metrics.loss', 228)?.whisker, 0);
  assert.equal(looks.of('metrics.absent', 228), undefined);
});

test('cells show one line and are copied whole', () => {
  const table = madeTable({ 'params.long': ['a\nb'], 'attributes.duration': [72], 'params.rate': [-0.00005] });
  const column = (id: string) => table.columns.get(id)!;
  assert.equal(cellText(column('params.long'), 'a\n  b', 0), 'a b');
  assert.equal(cellText(column('params.long'), 'x'.repeat(100_000), 0).length, 120);
  assert.equal(cellText(column('params.long'), undefined, 0), '-');
  assert.equal(cellText({ ...column('params.long'), kind: 'dataset' }, 'a81c40ff'.repeat(8), 0), 'a81c40ff');
  assert.equal(cellText(column('attributes.duration'), 72, 0), '1 min 12 s');
  assert.equal(cellText(column('params.rate'), -0.00005, 0), '−0.00005');
  assert.equal(copiedText(column('params.rate'), -0.00005), '-0.00005');
  assert.equal(copiedText({ ...column('params.rate'), type: 'time' }, 0), '1970-01-01T00:00:00.000Z');
});

test('a head sorts by the best first, then the other way, then not at all', () => {
  const auc = { column: 'metrics.auc', better: 'higher' } as const;
  const first = sortBy([], auc, false);
  assert.deepEqual(first, [{ column: 'metrics.auc', descending: true }]);
  const second = sortBy(first, auc, false);
  assert.deepEqual(second, [{ column: 'metrics.auc', descending: false }]);
  assert.deepEqual(sortBy(second, auc, false), []);
  const loss = { column: 'metrics.loss', better: 'lower' } as const;
  assert.deepEqual(sortBy(first, loss, true), [...first, { column: 'metrics.loss', descending: false }]);
  assert.deepEqual(sortBy(sortBy(first, loss, true), auc, true), [
    { column: 'metrics.auc', descending: false },
    { column: 'metrics.loss', descending: false },
  ]);
});

test('a run that stays outside of the filter has its own digits', () => {
  const table = madeTable({ 'metrics.auc': [3, 0.9] });
  const taken = Uint32Array.of(0);
  const line = { kind: 'run', stays: null, isExcluded: true } as const;
  const lines: readonly GridRow[] = [
    { ...line, row: 0, isExcluded: false },
    { ...line, row: 1 },
  ];
  const rows = figuredRows(taken, lines);
  assert.deepEqual([...rows], [0, 1]);
  assert.equal(figuredRows(taken, []), taken);
  assert.equal(new ColumnLooks(table, taken, false).of('metrics.auc', 200)?.decimals, 0);
  assert.equal(new ColumnLooks(table, rows, false).of('metrics.auc', 200)?.decimals, 3);
});

test('what was kept is read piece by piece, and nonsense is as nothing', () => {
  assert.deepEqual(readKept(undefined, SUBJECT), {
    view: { ...NEW_VIEW, filter: 'x' },
    selected: ['a'],
    tab: 'charts',
  });
  const kept = {
    view: { filter: 7, sort: [{ column: 'a', descending: true }, 'no'], columns: { widths: { a: 90, b: 'no' } } },
    selected: ['r', 1],
    tab: 'why',
    saved: { name: 'mine', view: {} },
  };
  const read = readKept(kept, SUBJECT);
  assert.deepEqual(read.view.sort, [{ column: 'a', descending: true }]);
  assert.deepEqual(read.view.columns.widths, { a: 90 });
  assert.equal(read.view.filter, '');
  assert.deepEqual([read.selected, read.tab, read.saved?.name], [['r'], 'why', 'mine']);
  assert.deepEqual(readView({ tiles: [{ kind: 'toString' }, { kind: 'scatter', x: 'a', y: 'b' }] }).tiles, [
    { kind: 'scatter', x: 'a', y: 'b' },
  ]);
});

test('columns are hidden, shown and moved; extremes stand beside their metric', () => {
  const table = madeTable({ 'metrics.a': [1, 2], 'metrics.b': [1, 2], 'params.c': [1, 2] });
  const rows = Uint32Array.of(0, 1);
  const shownIn = (columns: typeof NEW_VIEW.columns) =>
    shownColumns(table, { ...NEW_VIEW, columns }, rows).columns.map(({ id }) => id);
  const all = shownColumns(table, NEW_VIEW, rows).columns;
  assert.deepEqual(shownIn(turned(NEW_VIEW.columns, 'metrics.b', true)), ['metrics.a', 'params.c']);
  const before = movedBefore(NEW_VIEW.columns, all, { id: 'params.c', before: 'metrics.a' });
  assert.deepEqual(shownIn(before), ['params.c', 'metrics.a', 'metrics.b']);
  assert.deepEqual(shownIn(movedBefore(NEW_VIEW.columns, all, { id: 'metrics.a', before: null })).at(-1), 'metrics.a');
  const best = turned(NEW_VIEW.columns, 'metrics.a:best', false);
  assert.deepEqual(shownIn(best), ['metrics.a', 'metrics.b', 'metrics.a:best', 'params.c']);
  assert.equal(shownIn(turned(best, 'metrics.a:best', true)).length, 3);
});

test('the editor lists the shown columns first, and what was ticked there is shown', () => {
  const table = madeTable(
    { 'metrics.a': [1, 2], 'metrics.b': [1, 1], 'params.c': [1, 2] },
    { 'metrics.a': { better: 'higher' }, 'metrics.b': { differs: false } },
  );
  const [a, b] = [...table.columns.values()];
  const items = columnItems({ all: [...table.columns.values()], shown: [a!], runs: 2 });
  assert.deepEqual(
    items.map(({ id, group, isPicked = false }) => [id, group, isPicked]),
    [
      ['metrics.a', 'Shown', true],
      ['metrics.b', 'Metrics', false],
      ['params.c', 'Parameters', false],
      ['metrics.a:min', 'Least, greatest and best of a run', false],
      ['metrics.a:max', undefined, false],
      ['metrics.a:best', undefined, false],
      ['metrics.b:min', undefined, false],
      ['metrics.b:max', undefined, false],
      ['reset', 'All', false],
    ],
  );
  assert.deepEqual([items[1]?.description, items[5]?.label], ['same in all 2', 'a best']);
  const layout = { ...NEW_VIEW.columns, hidden: ['metrics.b'], order: ['metrics.a'], widths: { 'metrics.a': 90 } };
  assert.deepEqual(layoutOf(layout, items, ['metrics.a']), layout);
  const next = layoutOf(layout, items, [b!.id, 'metrics.a:best']);
  assert.deepEqual([next.hidden, next.shown], [['metrics.a'], ['metrics.b', 'metrics.a:best']]);
  assert.deepEqual(layoutOf(layout, items, ['metrics.a', 'reset']), NEW_VIEW.columns);
});

test('the grid begins with box, run and code; a narrow one with its figures', () => {
  const table = madeTable({
    'attributes.start_time': [1],
    'metrics.a': [1],
    'tags.mlflow.source.git.branch': ['main'],
  });
  const asked = {
    columns: [...table.columns.values()],
    layout: NEW_VIEW.columns,
    sort: [{ column: 'metrics.a', descending: true }],
    onlyDiffering: false,
    hasInterval: () => false,
    longest: () => 0,
    hasMore: false,
  };
  const ids = (isNarrow: boolean) => gridColumns({ ...asked, isNarrow }).map(({ id }) => id);
  assert.deepEqual(ids(false), ['box', 'run', 'code', 'attributes.start_time', 'metrics.a']);
  assert.deepEqual(ids(true), ['box', 'run', 'metrics.a', 'code', 'attributes.start_time']);
  const sorted = gridColumns({ ...asked, isNarrow: false }).find(({ id }) => id === 'metrics.a');
  assert.deepEqual(sorted?.sort, { direction: 'descending', place: 1 });
});

test('a filter completes columns, operators, values and what joins them', () => {
  const table = madeTable({
    'metrics.roc_auc': [0.7],
    'params.learner': ['linear'],
    'params.odd name': ["it's"],
    'tags.team': ['a'],
  });
  const at = (text: string, caret = text.length) => completions(text, caret, table);
  const texts = (text: string) => at(text).items.map((item) => item.text);
  assert.deepEqual(texts('roc'), ['metrics.roc_auc']);
  assert.deepEqual(texts('odd'), ['params.`odd name`']);
  assert.deepEqual(texts('metrics.roc_auc '), ['>', '>=', '<', '<=', '=', '!=']);
  assert.deepEqual(texts('params.learner LI'), ['LIKE', 'ILIKE']);
  assert.deepEqual(texts('params.learner = '), ["'linear'"]);
  assert.deepEqual(texts("params.learner = 'li"), ["'linear'"]);
  assert.deepEqual(texts('params.`odd name` = '), ["'it''s'"]);
  assert.deepEqual(texts("params.learner = 'linear' "), ['AND']);
  assert.deepEqual(texts("params.learner = 'linear' AND tags.t"), ['tags.team']);
  assert.deepEqual(texts('params.learner IS NOT NULL '), ['AND']);
  const found = at('metrics.ro > 0.7', 10);
  assert.deepEqual(completed('metrics.ro > 0.7', found, found.items[0]!), { text: 'metrics.roc_auc > 0.7', caret: 16 });
});

test('what waits is counted', () => {
  assert.equal(changesText({ added: 3, moved: 1 }), '3 new, 1 moved');
  assert.equal(changesText({ added: 0, moved: 0 }), '');
});
