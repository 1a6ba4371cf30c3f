import assert from 'node:assert/strict';
import type { LoggedModelQuery } from '../../engine/src/ports/loggedModelStore.ts';
import type { RunStore } from '../../engine/src/ports/runStore.ts';
import { type Contract, NEW } from './runStoreContract.ts';

/** What every implementation of `LoggedModelStore` keeps to. */
export function loggedModelContract(contract: Contract): void {
  contract('a logged model comes back as it was made, and is finished', async (store) => {
    const run = await store.createRun(NEW);
    const made = await store.createLoggedModel({
      experiment: run.experimentId,
      name: 'model',
      type: 'sklearn',
      run: run.id,
      user: 'ada',
      params: { rounds: '3' },
      tags: { team: 'air' },
    });
    assert.match(made.id, /^m-[0-9a-f]{32}$/);
    assert.deepEqual(made, {
      id: made.id,
      experiment: run.experimentId,
      name: 'model',
      type: 'sklearn',
      run: run.id,
      user: 'ada',
      status: 'pending',
      lifecycle: 'active',
      createdAt: made.createdAt,
      updatedAt: made.createdAt,
      params: { rounds: '3' },
      tags: { team: 'air' },
      metrics: [],
    });
    assert.deepEqual(await store.loggedModel(made.id), made);
    const failed = await store.finishLoggedModel(made.id, 'failed', 'no disk');
    assert.deepEqual([failed.status, failed.statusMessage], ['failed', 'no disk']);
    assert.equal((await store.finishLoggedModel(made.id, 'ready')).statusMessage, undefined);
  });

  contract('tags and params of a logged model', async (store) => {
    const { id: experiment } = await store.experiment('a');
    const { id } = await store.createLoggedModel({ experiment, name: 'm', params: { a: '1' }, tags: { t: '1' } });
    const changed = await store.logModel(id, { params: { a: '1', b: '2' }, tags: { t: '2', u: '3' } });
    assert.deepEqual(
      [changed.params, changed.tags],
      [
        { a: '1', b: '2' },
        { t: '2', u: '3' },
      ],
    );
    await assert.rejects(store.logModel(id, { tags: { lost: 'x' }, params: { c: '1', a: '9' } }), {
      reason: 'param-changed',
    });
    const { params, tags } = await store.loggedModel(id);
    assert.deepEqual(
      [params, tags],
      [
        { a: '1', b: '2' },
        { t: '2', u: '3' },
      ],
    );
    assert.equal(await store.deleteLoggedModelTag(id, 't'), true);
    assert.equal(await store.deleteLoggedModelTag(id, 't'), false);
  });

  contract('a deleted model is found only when asked for', async (store) => {
    const { id: experiment } = await store.experiment('a');
    const { id } = await store.createLoggedModel({ experiment, name: 'm' });
    await store.deleteLoggedModel(id);
    assert.equal((await store.loggedModel(id, { deleted: true })).lifecycle, 'deleted');
    for (const call of [
      store.loggedModel(id),
      store.finishLoggedModel(id, 'ready'),
      store.logModel(id, {}),
      store.deleteLoggedModelTag(id, 'a'),
      store.deleteLoggedModel(id),
      store.loggedModel('m-none', { deleted: true }),
    ])
      await assert.rejects(call, { reason: 'model-not-found' });
    assert.deepEqual((await store.searchLoggedModels({ experiments: [experiment], limit: 1 })).items, []);
    await assert.rejects(store.createLoggedModel({ experiment: '99', name: 'm' }), { reason: 'experiment-not-found' });
  });

  contract('a metric of a model stands with its run and with the model', async (store) => {
    const { id, experimentId } = await store.createRun(NEW);
    const model = await store.createLoggedModel({ experiment: experimentId, name: 'm' });
    const point = { key: 'auc', value: 0.7, step: 1, timestamp: 5, model: model.id };
    const dataset = { name: 'flights', digest: 'd1' };
    await store.log(id, { metrics: [point, { ...point, dataset }, point, { ...point, key: 'aa', value: Number.NaN }] });
    const { model: _, key, ...bare } = point;
    assert.deepEqual((await store.run(id)).metrics[key], bare);
    assert.deepEqual((await store.loggedModel(model.id)).metrics, [
      { ...bare, key: 'aa', value: Number.NaN, run: id },
      { ...bare, key, run: id },
      { ...bare, key, run: id, dataset },
    ]);
    await assert.rejects(store.log(id, { metrics: [{ ...point, step: 9, model: 'm-none' }] }), {
      reason: 'model-not-found',
    });
    assert.equal((await store.history(id, key)).length, 1);
  });

  contract('logged models are searched', async (store) => {
    const { experiment, run } = await threeModels(store);
    const found = async (query: Partial<LoggedModelQuery>) =>
      (
        await store.searchLoggedModels({ experiments: [experiment], orderBy: [{ field: 'name' }], limit: 10, ...query })
      ).items
        .map(({ name }) => name)
        .join('');
    const cases: readonly [filter: string, found: string][] = [
      ['', 'abc'],
      ["name = 'a'", 'a'],
      ["attributes.name LIKE 'B'", ''],
      ["name ILIKE 'B'", 'b'],
      ["status = 'READY'", 'b'],
      ["status != 'LOGGED_MODEL_READY'", 'ac'],
      ["model_type = 'onnx' AND name != 'x'", 'a'],
      [`source_run_id = '${run}'`, 'ab'],
      ["name IN ('a', 'c')", 'ac'],
      ['metrics.auc > 0.6', 'ab'],
      ['metrics.auc != 0.7', 'b'],
      ["params.rounds = '3'", 'a'],
      ["tags.team = 'air'", 'b'],
      ['tags.team IS NULL', 'ac'],
      ['creation_timestamp > 0 AND last_updated_timestamp > 0', 'abc'],
    ];
    for (const [filter, names] of cases) assert.equal(await found({ filter }), names, filter);
    const datasets = [{ name: 'flights', digest: 'd1' }];
    assert.equal(await found({ filter: 'metrics.auc > 0.6', datasets }), 'a');
    assert.equal(await found({ datasets: [{ name: 'ships' }] }), 'b');
    assert.equal(await found({ orderBy: [{ field: 'metrics.auc', descending: true }] }), 'bac');
    assert.equal(
      await found({ orderBy: [{ field: 'metrics.auc', dataset: { name: 'flights' } }] }).then((s) => s[0]),
      'a',
    );
    assert.equal(
      await found({ orderBy: [{ field: 'creation_timestamp' }, { field: 'name' }] }).then((s) => s.length),
      3,
    );
    assert.equal(await found({ experiments: [] }), '');
    for (const filter of [
      "name like 'a'",
      "name = 'a' and name = 'b'",
      "status > 'a'",
      'nothing = 1',
      'dataset.name = "a"',
    ])
      await assert.rejects(found({ filter }), { reason: 'filter-syntax' }, filter);
    for (const field of ['params.rounds', 'tags.team', 'nothing', ''])
      await assert.rejects(found({ orderBy: [{ field }] }), { reason: 'filter-syntax' }, field);
    await assert.rejects(found({ orderBy: [{ field: 'name' }, { field: 'name' }] }), { reason: 'usage' });
    await assert.rejects(found({ limit: 0 }), { reason: 'usage' });
  });

  contract('a page token belongs to its question', async (store) => {
    const { experiment } = await threeModels(store);
    const query = { experiments: [experiment], limit: 2, filter: "name != 'x'" };
    const first = await store.searchLoggedModels(query);
    const pageToken = first.nextPageToken!;
    const second = await store.searchLoggedModels({ ...query, pageToken });
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 3);
    assert.equal(second.nextPageToken, undefined);
    for (const other of [{ filter: '' }, { experiments: ['0', experiment] }, { orderBy: [{ field: 'name' }] }])
      await assert.rejects(store.searchLoggedModels({ ...query, ...other, pageToken }), { reason: 'page-token' });
    await assert.rejects(store.searchLoggedModels({ ...query, pageToken: 'rubbish' }), { reason: 'page-token' });
  });
}

/** Models a, b, c of one experiment; `c` lacks everything. */
async function threeModels(store: RunStore): Promise<{ readonly experiment: string; readonly run: string }> {
  const { id: run, experimentId: experiment } = await store.createRun(NEW);
  const a = await store.createLoggedModel({ experiment, name: 'a', run, type: 'onnx', params: { rounds: '3' } });
  const b = await store.createLoggedModel({ experiment, name: 'b', run, tags: { team: 'air' } });
  await store.createLoggedModel({ experiment, name: 'c' });
  await store.finishLoggedModel(b.id, 'ready');
  const auc = { key: 'auc', step: 0, timestamp: 1 };
  await store.log(run, {
    metrics: [
      { ...auc, value: 0.7, model: a.id, dataset: { name: 'flights', digest: 'd1' } },
      { ...auc, value: 0.8, model: b.id, dataset: { name: 'ships', digest: 'd2' } },
    ],
  });
  return { experiment, run };
}
