import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import type { NewRun } from '../../../engine/src/ports/runStore.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import type { RunTable, RunTableChanges } from '../../../engine/src/tracking/table/runTable.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import type { Viewed } from '../../../server/src/data/protocol.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { cellAt } from '../../../webviews/compare/model/cells.ts';
import { newTable, type Table, withChanges } from '../../../webviews/compare/model/table.ts';
import { testProject } from '../../kit/project.ts';

const signal = new AbortController().signal;

const PIPELINE = `#- pipelines/late.pipeline.yaml
pipeline: late
params:
  rounds: {type: integer, default: 10}
steps:
  evaluate:
    uses: model/evaluate
    with: {metrics: [log_loss, roc_auc]}
`;

test('a table begins with what names runs and what ranks first, and knows all columns', async (t) => {
  const { table, add } = await project(t);
  await add('one', {
    params: { rounds: '5', seed: '1' },
    metrics: { roc_auc: 0.7, 'roc_auc.low': 0.69, 'roc_auc.high': 0.71, log_loss: 0.4 },
  });
  await add('two', {
    params: { rounds: '50', seed: '1', mode: 'fast' },
    metrics: { roc_auc: Number.NaN, 'system/memory': 5 },
  });
  const whole = await table();
  const now = newTable(whole);
  assert.deepEqual(column(now, 'attributes.run_name'), ['two', 'one']);
  assert.deepEqual(column(now, 'metrics.roc_auc'), [Number.NaN, 0.7]);
  assert.deepEqual(column(now, 'metrics.log_loss'), [undefined, 0.4]);
  assert.deepEqual(column(now, 'params.rounds'), [50, 5]);
  assert.deepEqual(column(now, 'params.mode'), ['fast', undefined]);
  const auc = now.cells.get('metrics.roc_auc');
  assert.ok(auc?.kind === 'number');
  assert.deepEqual([auc.low?.[1], auc.high?.[1], auc.low?.[0]], [0.69, 0.71, Number.NaN]);
  const told = whole.columns.filter(({ kind }) => kind === 'metric' || kind === 'param');
  assert.deepEqual(
    told.map(({ id, rank, better, differs, filled }) => [id, rank, better, differs, filled]),
    [
      ['metrics.log_loss', 0, 'lower', true, 1],
      ['metrics.roc_auc', 1, 'higher', true, 2],
      ['params.rounds', 0, null, true, 2],
      ['params.mode', null, null, true, 1],
      ['params.seed', null, null, false, 2],
    ],
  );
});

test('columns are told that are asked for, with the extremes of a metric’s history', async (t) => {
  const { table, add, host } = await project(t);
  const id = await add('one', {});
  const { runs } = await host.stores(host.folder);
  for (const [step, value] of [0.5, 0.2, Number.NaN, 0.3].entries())
    await runs.log(id, { metrics: [{ key: 'log_loss', value, step, timestamp: step }] });
  const columns = [
    'metrics.log_loss',
    'metrics.log_loss:min',
    'metrics.log_loss:max',
    'metrics.log_loss:best',
    'nothing',
  ];
  const now = newTable(await table({ columns }));
  assert.deepEqual(
    columns.map((name) => column(now, name)),
    [[0.3], [0.2], [0.5], [0.2], [undefined]],
  );
});

test('what has changed since is told, and nothing else', async (t) => {
  const { table, changes, add, host } = await project(t);
  const [a, b] = [await add('a', { metrics: { roc_auc: 0.7 } }), await add('b', { metrics: { roc_auc: 0.8 } })];
  const before = newTable(await table());
  const same = await changes(before);
  assert.deepEqual([same.runs, same.gone, same.revision], [[], [], before.revision]);
  const { runs } = await host.stores(host.folder);
  await runs.deleteRun(a);
  await runs.log(b, { metrics: [{ key: 'roc_auc', value: 0.81, step: 1, timestamp: 5 }] });
  const c = await add('c', { metrics: { roc_auc: 0.9 } });
  const told = await changes(before);
  assert.deepEqual([told.runs, told.gone, told.columns], [[c, b], [a], undefined]);
  const after = withChanges(before, told);
  assert.deepEqual(after.runs, [c, b]);
  assert.deepEqual(column(after, 'metrics.roc_auc'), [0.9, 0.81]);
  await runs.log(b, { tags: { note: 'good' }, metrics: [{ key: 'new', value: 1, step: 0, timestamp: 6 }] });
  const more = await changes(after);
  assert.deepEqual([more.runs, more.columns?.some(({ id }) => id === 'metrics.new')], [[b], true]);
});

test('a table of an experiment holds its runs only; steps within runs are no rows', async (t) => {
  const { table, add } = await project(t);
  const whole = await add('pipeline', { experiment: 'late' });
  await add('step', { experiment: 'late', parent: whole });
  await add('other', { experiment: 'other' });
  const now = newTable(await table({ experiments: ['late'] }));
  assert.deepEqual(now.runs, [whole]);
  assert.equal((await table({ experiments: [] })).runs.length, 2);
});

test('a filter takes the runs that the store takes, of words and of grammar; a wrong one is refused', async (t) => {
  const { table, add, viewed } = await project(t);
  await add('one', { params: { rounds: '5' }, metrics: { roc_auc: 0.7 } });
  await add('two', { params: { rounds: '50' }, metrics: { roc_auc: 0.8 } });
  const { revision, runs } = await table();
  const kept = async (filter: string) => {
    const told = await viewAnswers.runFilter(await viewed(), { filter, revision }, signal);
    assert.equal(told.revision, revision);
    const [bits = 0] = Buffer.from(told.kept, 'base64');
    return runs.filter((_, row) => ((bits >> row) & 1) === 1).length;
  };
  assert.deepEqual([await kept('metrics.roc_auc > 0.75'), await kept('one'), await kept('')], [1, 1, 2]);
  await assert.rejects(kept('metrics.roc_auc >'), { reason: 'filter-syntax' });
});

test('where nothing has run the table is empty, and no store is made for it', async (t) => {
  const made = testProject(t, PIPELINE);
  const host = openHost({ folder: made.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const viewed: Viewed = {
    host,
    root: made.folder,
    project: await loadProject(host.files, made.folder),
    ...newViewMemory(),
  };
  const told = await viewAnswers.runTable(viewed, {}, signal);
  assert.deepEqual(told, { kind: 'table', revision: 'none', runs: [], columns: [], cells: [] });
  assert.equal(await host.files.stat(`${made.folder}/.modelyard`), undefined);
});

interface Added extends Partial<Pick<NewRun, 'params' | 'parent' | 'experiment'>> {
  readonly metrics?: Readonly<Record<string, number>>;
}

async function project(t: TestContext) {
  const { folder } = testProject(t, PIPELINE);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const { runs } = await host.stores(folder);
  const memory = newViewMemory();
  const viewed = async (): Promise<Viewed> => ({
    host,
    root: folder,
    project: await loadProject(host.files, folder),
    ...memory,
  });
  let started = 0;
  return {
    host,
    viewed,
    /** Later ones begin later. */
    async add(name: string, { metrics = {}, experiment = 'late', ...rest }: Added): Promise<string> {
      started += 1000;
      const { id } = await runs.createRun({ experiment, name, startTime: started, user: 'ada', ...rest });
      const points = Object.entries(metrics).map(([key, value]) => ({ key, value, step: 0, timestamp: started }));
      await runs.log(id, { metrics: points });
      return id;
    },
    async table(params = {}): Promise<RunTable> {
      const told = await viewAnswers.runTable(await viewed(), params, signal);
      assert.equal(told.kind, 'table');
      return told as RunTable;
    },
    async changes({ revision, cells }: Table): Promise<RunTableChanges> {
      const told = await viewAnswers.runTable(
        await viewed(),
        { since: { revision, columns: [...cells.keys()] } },
        signal,
      );
      assert.equal(told.kind, 'changes');
      return told as RunTableChanges;
    },
  };
}

function column(table: Table, id: string): readonly unknown[] {
  return table.runs.map((_, row) => cellAt(table.cells.get(id), row));
}
