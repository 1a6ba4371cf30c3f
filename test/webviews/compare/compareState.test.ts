import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeNumbers } from '../../../engine/src/tracking/table/encodeCells.ts';
import type { RunTable, RunTableAsked, RunTableTold } from '../../../engine/src/tracking/table/runTable.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import { CompareState, type KeptComparison, type TableAsking } from '../../../webviews/compare/compareState.ts';
import { NEW_VIEW } from '../../../webviews/compare/protocol.ts';

const SUBJECT = { root: 'file:///p', experiments: ['late'] };
const KEPT = { view: NEW_VIEW, selected: [], tab: 'charts' } as const;
const BY_AUC = { sort: [{ column: 'metrics.auc', descending: true }] };

/** Answers from a list of runs that tests change. */
class Store implements TableAsking {
  runs: readonly (readonly [run: string, auc: number])[] = [];
  revision = 1;
  refusal: Extract<Told<never>, { kind: 'refused' }> | undefined;
  readonly asked: RunTableAsked[] = [];
  #before: Store['runs'] = [];

  async table(asked: RunTableAsked): Promise<Told<RunTableTold>> {
    this.asked.push(asked);
    if (this.refusal !== undefined) return this.refusal;
    const before = new Map(this.#before);
    this.#before = this.runs;
    const revision = String(this.revision);
    if (asked.since === undefined) return { kind: 'told', value: this.#whole(asked.columns ?? ['metrics.auc']) };
    const changed = this.runs.filter(([run, auc]) => before.get(run) !== auc);
    const gone = [...before.keys()].filter((run) => !this.runs.some(([one]) => one === run));
    const cells = [
      encodeNumbers(
        'metrics.auc',
        changed.map(([, value]) => ({ value })),
      ),
    ];
    return { kind: 'told', value: { kind: 'changes', revision, runs: changed.map(([run]) => run), gone, cells } };
  }

  async filter({ filter }: { readonly filter: string }) {
    if (!/^> /.test(filter)) return { kind: 'refused', reason: 'filter-syntax', message: 'No such filter' } as const;
    const bits = Uint8Array.of(...this.runs.map(([, auc]) => Number(auc > Number(filter.slice(2))))).reduce(
      (sum, bit, row) => sum | (bit << row),
      0,
    );
    const kept = Buffer.from(Uint8Array.of(bits)).toString('base64');
    return { kind: 'told', value: { revision: String(this.revision), kept } } as const;
  }

  #whole(columns: readonly string[]): RunTable {
    const cells = columns.map((column) =>
      encodeNumbers(
        column,
        this.runs.map(([, value]) => ({ value })),
      ),
    );
    const look = { kind: 'metric', type: 'number', filled: 1, differs: true, better: 'higher', rank: 0 } as const;
    return {
      kind: 'table',
      revision: String(this.revision),
      runs: this.runs.map(([run]) => run),
      columns: columns.map((id) => ({ id, name: id, ...look })),
      cells,
    };
  }
}

function shown({ table, lines }: CompareState): readonly string[] {
  return lines.value.lines.map((line) => (line.kind === 'run' ? (table.value?.runs[line.row] ?? '') : line.key));
}

async function opened(runs: Store['runs']) {
  const store = new Store();
  store.runs = runs;
  const state = new CompareState(SUBJECT, KEPT, store);
  await state.refresh();
  return { store, state };
}

test('what is told changes in place, and the order waits until it is applied', async () => {
  const { store, state } = await opened([
    ['c', 0.7],
    ['b', 0.8],
    ['a', 0.9],
  ]);
  state.change(BY_AUC);
  assert.deepEqual(shown(state), ['a', 'b', 'c']);
  store.runs = [
    ['d', 0.95],
    ['c', 0.99],
    ['a', 0.9],
  ];
  store.revision = 2;
  await state.refresh();
  assert.deepEqual(store.asked.at(-1)?.since, { revision: '1', columns: ['metrics.auc'] });
  assert.deepEqual(shown(state), ['a', 'c']);
  const { added, moved } = state.lines.value;
  assert.deepEqual([added, moved], [1, 1]);
  state.apply();
  assert.deepEqual(shown(state), ['c', 'd', 'a']);
  assert.deepEqual([state.lines.value.added, state.lines.value.moved], [0, 0]);
});

test('several wishes while a question is on its way become one', async () => {
  const { store, state } = await opened([['a', 1]]);
  await Promise.all([state.refresh(), state.refresh(), state.refresh()]);
  assert.equal(store.asked.length, 2);
});

test('a filter takes what the store takes; one that is wrong leaves the one before it', async () => {
  const { store, state } = await opened([
    ['c', 0.7],
    ['b', 0.8],
    ['a', 0.9],
  ]);
  state.change({ filter: '> 0.75' });
  await state.filter();
  assert.deepEqual(shown(state), ['b', 'a']);
  state.change({ filter: 'oops' });
  await state.filter();
  assert.deepEqual([shown(state), state.filterRefusal.value?.reason], [['b', 'a'], 'filter-syntax']);
  state.change({ filter: '> 0.75' });
  await state.filter();
  store.runs = [['d', 0.95], ...store.runs];
  store.revision = 2;
  await state.refresh();
  await state.filter();
  assert.deepEqual([shown(state), state.lines.value.added], [['b', 'a'], 1]);
  state.change({ filter: '' });
  await state.filter();
  assert.deepEqual(shown(state), ['d', 'c', 'b', 'a']);
});

test('a filter over columns that are here applies at once, without a question', async () => {
  const { state } = await opened([
    ['b', 0.8],
    ['a', 0.9],
  ]);
  assert.deepEqual([state.foresee('metrics.auc >'), state.foresee('metrics.gone > 1')], [false, false]);
  assert.equal(state.foresee('metrics.auc > 0.85'), true);
  state.change({ filter: 'metrics.auc > 0.85' });
  const answered = state.filter();
  assert.deepEqual(shown(state), ['a']);
  await answered;
});

test('columns are asked for once', async () => {
  const { store, state } = await opened([['a', 1]]);
  await Promise.all([state.want(['metrics.auc', 'metrics.loss']), state.want(['metrics.loss'])]);
  assert.deepEqual(
    store.asked.map(({ columns }) => columns),
    [undefined, ['metrics.loss']],
  );
  assert.deepEqual([...(state.table.value?.cells.keys() ?? [])], ['metrics.auc', 'metrics.loss']);
});

test('a store that goes away leaves what was told, and says why', async () => {
  const { store, state } = await opened([['a', 1]]);
  store.refusal = { kind: 'refused', reason: 'store-corrupt', message: 'runs.db is damaged' };
  await state.refresh();
  assert.deepEqual([shown(state), state.refusal.value?.reason], [['a'], 'store-corrupt']);
  store.refusal = undefined;
  await state.refresh();
  assert.equal(state.refusal.value, undefined);
});

test('what the user left is kept as plain data', async () => {
  const { state } = await opened([['a', 1]]);
  state.toggle('a');
  state.change({ ...BY_AUC, pinned: ['a'] });
  const kept = JSON.parse(JSON.stringify(state.kept)) as KeptComparison;
  assert.deepEqual(kept, { view: { ...NEW_VIEW, ...BY_AUC, pinned: ['a'] }, selected: ['a'], tab: 'charts' });
  assert.deepEqual(new CompareState(SUBJECT, kept, new Store()).kept, kept);
});
