import assert from 'node:assert/strict';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { RunTable, RunTableAsked, RunTableChanges } from '../../../engine/src/tracking/table/runTable.ts';
import { cellAt } from '../../../webviews/compare/model/cells.ts';
import { newTable, withChanges } from '../../../webviews/compare/model/table.ts';
import { copyMlruns, makeMlflowDatabase } from '../../kit/mlflowSources.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { viewedSources } from '../../kit/viewedSources.ts';

const ALSO: RunTableAsked = {
  also: [
    { source: 'mlruns', experiments: [] },
    { source: 'mlflow-db', experiments: [] },
  ],
};

test('one table holds our runs and those of other tools, each with its figures and where it is kept', async (t) => {
  const { ask, own } = await project(t);
  const table = newTable((await ask('runTable', ALSO)) as RunTable);
  for (const source of ['mlruns', 'mlflow-db']) {
    const alone = newTable((await ask('runTable', { source })) as RunTable);
    assert.ok(alone.runs.length > 0);
    assert.equal(alone.columns.has('attributes.source'), false);
    for (const [row, run] of alone.runs.entries()) {
      const at = table.rows.get(run) ?? -1;
      for (const [id, cells] of alone.cells)
        if (table.cells.has(id))
          assert.deepEqual(cellAt(table.cells.get(id), at), cellAt(cells, row), `${id} of ${run}`);
    }
  }
  const sources = table.runs.map((_, row) => cellAt(table.cells.get('attributes.source'), row));
  assert.deepEqual([...new Set(sources)].sort(), ['mlflow.db', 'mlruns', 'this project']);
  for (const id of own) assert.equal(sources[table.rows.get(id) ?? -1], 'this project');
  assert.equal(cellAt(table.cells.get('metrics.loss'), table.rows.get(own[0] ?? '') ?? -1), 0.5);
  const times = table.runs.map((_, row) => Number(cellAt(table.cells.get('attributes.start_time'), row)));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
});

test('a filter holds over all of them, and over where they are kept', async (t) => {
  const { ask, own } = await project(t);
  const { runs, revision } = (await ask('runTable', ALSO)) as RunTable;
  const kept = async (filter: string) => {
    const told = await ask('runFilter', { ...ALSO, filter, revision });
    const bits = Buffer.from(told.kept, 'base64');
    return runs.filter((_, row) => ((bits[row >> 3] ?? 0) >> (row & 7)) & 1);
  };
  const elsewhere = (id: string) => runs.filter((run) => run.endsWith(`@${id}`));
  assert.deepEqual(await kept("attributes.source = 'mlruns'"), elsewhere('mlruns'));
  assert.deepEqual(
    (await kept("source IN ('this project', 'mlflow.db')")).length,
    own.length + elsewhere('mlflow-db').length,
  );
  assert.deepEqual(await kept("attributes.source = 'this project' AND metrics.loss < 0.6"), [own[0]]);
  assert.deepEqual(await kept("params.note = 'a AND b' AND attributes.source LIKE 'this%'"), [own[1]]);
  assert.deepEqual(await kept('metrics.loss < 100 AND metrics.loss > 0.5'), [own[1]]);
  assert.equal((await kept("attributes.run_name LIKE '%'")).length, runs.length);
  assert.deepEqual(await kept('second'), [own[1]]);
  await assert.rejects(kept("attributes.source > 'a'"), { reason: 'filter-syntax' });
  const alone = (await ask('runTable', {})) as RunTable;
  await assert.rejects(ask('runFilter', { filter: "attributes.source = 'mlruns'", revision: alone.revision }), {
    reason: 'filter-syntax',
  });
});

test('only what changed is told, wherever it was', async (t) => {
  const { ask, add, remove, own } = await project(t);
  const first = (await ask('runTable', ALSO)) as RunTable;
  const since = { revision: first.revision, columns: ['attributes.source', 'metrics.loss'] };
  const fresh = await add('third', 0.1);
  const told = (await ask('runTable', { ...ALSO, since })) as RunTableChanges;
  assert.deepEqual([told.kind, told.runs, told.gone], ['changes', [fresh], []]);
  const table = withChanges(newTable(first), told);
  assert.equal(cellAt(table.cells.get('attributes.source'), 0), 'this project');
  await remove(own[0] ?? '');
  const next = (await ask('runTable', {
    ...ALSO,
    since: { ...since, revision: told.revision },
  })) as RunTableChanges;
  assert.deepEqual([next.runs, next.gone], [[], [own[0]]]);
});

test('curves of our runs and of others stand in one chart', async (t) => {
  const { ask, viewed, own } = await project(t);
  const { source } = await viewed.sources.named(viewed, 'mlruns');
  const experiments = (await source.experiments()).map(({ id }) => id);
  const { runs } = await source.search({ experiments, limit: 100 });
  const metric = 'loss';
  const long = runs.find(({ metrics }) => (metrics[metric]?.step ?? 0) > 1);
  const history = await source.history(long?.id ?? '', metric);
  assert.ok(history.length > 1);
  const theirs = `${long?.id}@mlruns`;
  const told = await ask('curves', {
    runs: [theirs, own[0] ?? '', `${'0'.repeat(32)}@mlruns`],
    metrics: [metric],
  });
  assert.deepEqual(
    told.curves.map(({ run, metric: of, total }) => [run, of, total]),
    [
      [theirs, metric, history.length],
      [own[0], metric, 1],
    ],
  );
  assert.ok(told.names.some(({ name }) => name === metric));
});

test('a store that is gone keeps its rows and is named, and is read again when it is back', async (t) => {
  const { ask, root } = await project(t);
  const first = (await ask('runTable', ALSO)) as RunTable;
  assert.equal(first.unread, undefined);
  renameSync(join(root, 'mlruns'), join(root, 'elsewhere'));
  await looked();
  const since = { revision: first.revision, columns: ['attributes.source'] };
  const told = (await ask('runTable', { ...ALSO, since })) as RunTableChanges;
  assert.deepEqual([told.runs, told.gone], [[], []]);
  assert.deepEqual(
    told.unread?.map(({ source }) => source),
    ['mlruns'],
  );
  assert.match(told.unread?.[0]?.message ?? '', /mlruns/);
  cpSync(join(root, 'elsewhere'), join(root, 'mlruns'), { recursive: true });
  rmSync(join(root, 'elsewhere'), { recursive: true });
  await looked();
  const back = (await ask('runTable', { ...ALSO, since: { ...since, revision: told.revision } })) as RunTableChanges;
  assert.deepEqual([back.runs, back.gone, back.unread], [[], [], undefined]);
});

/** Folders are looked at again after a moment. */
function looked(): Promise<unknown> {
  return new Promise((done) => setTimeout(done, 150));
}

async function project(t: TestContext) {
  const root = temporaryFolder(t);
  copyMlruns(root);
  makeMlflowDatabase(root, '3.17.2');
  const viewed = viewedSources(t, root);
  const { runs } = await viewed.viewed.host.stores(root);
  const add = async (name: string, loss: number, params: Readonly<Record<string, string>> = {}) => {
    const at = Date.now();
    const { id } = await runs.createRun({ experiment: 'ours', name, startTime: at, user: 'ada', params });
    await runs.log(id, { metrics: [{ key: 'loss', value: loss, step: 0, timestamp: at }] });
    return id;
  };
  const own = [await add('first', 0.5), await add('second', 0.7, { note: 'a AND b' })];
  return { ...viewed, root, own, add, remove: (id: string) => runs.deleteRun(id) };
}
