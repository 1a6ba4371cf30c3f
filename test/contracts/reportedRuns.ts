import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReportedStatus, RunQuery, RunStore } from '../../engine/src/ports/runStore.ts';
import { mlflowStatus } from '../../engine/src/tracking/mlflowStatus.ts';
import { type Contract, NEW } from './runStoreContract.ts';

/** What clients of MLflow count on when they log and look for runs. */
export function reportedRunContract(contract: Contract): void {
  contract('a client says how its run stands, and opens it again', async (store) => {
    const { id, reported, status } = await store.createRun({ ...NEW, reported: 'RUNNING' });
    assert.deepEqual([reported, status], ['RUNNING', 'running']);
    const said = async (word: ReportedStatus, endTime?: number) => {
      const run = await store.updateRun(id, { status: word, ...(endTime === undefined ? {} : { endTime }) });
      assert.deepEqual(await store.run(id), run);
      assert.equal(mlflowStatus(run), word);
      return [run.status, run.endTime];
    };
    assert.deepEqual(await said('SCHEDULED'), ['running', undefined]);
    assert.deepEqual(await said('FINISHED', 5000), ['finished', 5000]);
    assert.deepEqual(await said('RUNNING', 5000), ['running', undefined]);
    assert.deepEqual(await said('FAILED', 6000), ['failed', 6000]);
    assert.deepEqual(await said('KILLED', 7000), ['cancelled', 7000]);
    assert.deepEqual(await said('KILLED'), ['cancelled', 7000]);
    assert.equal((await store.updateRun(id, { endTime: 8000 })).endTime, 8000);
  });

  contract('a run that ends without a time ends now', async (store) => {
    const { id } = await store.createRun({ ...NEW, reported: 'RUNNING' });
    const { endTime = 0 } = await store.updateRun(id, { status: 'FINISHED' });
    assert.ok(endTime > NEW.startTime);
  });

  contract('a client renames a run, by the tag of MLflow too', async (store) => {
    const { id } = await store.createRun({ ...NEW, tags: { 'mlflow.runName': 'tagged' } });
    assert.equal((await store.run(id)).name, 'tagged');
    assert.equal((await store.updateRun(id, { name: 'lazy-dog' })).name, 'lazy-dog');
    await store.log(id, { tags: { 'mlflow.runName': 'red-hen', 'mlflow.note.content': 'n' } });
    const { name, tags } = await store.run(id);
    assert.deepEqual([name, tags], ['red-hen', { 'mlflow.note.content': 'n' }]);
  });

  contract('what a living process works on keeps its status, whatever a client says', async (store, kit) => {
    const client = kit.open();
    try {
      const run = await store.createRun({ ...NEW, hold: true });
      const step = await store.createRun({ ...NEW, parent: run.id });
      for (const { id } of [run, step]) {
        const { status, endTime, name } = await client.updateRun(id, { status: 'FINISHED', endTime: 9, name: 'n' });
        assert.deepEqual([status, endTime, name], ['running', undefined, 'n']);
      }
      const own = await client.createRun({ ...NEW, parent: step.id, reported: 'RUNNING' });
      assert.equal((await client.updateRun(own.id, { status: 'FINISHED', endTime: 9 })).status, 'finished');
      await store.finish(run.id, 'finished', 10);
      await (await store.hold(run.id)).release();
      assert.equal((await client.updateRun(run.id, { status: 'FAILED', endTime: 11 })).status, 'failed');
      await (await store.hold(run.id)).release();
      assert.equal((await store.run(run.id)).reported, undefined);
    } finally {
      await client.close();
    }
  });

  contract('a deleted run takes nothing', async (store) => {
    const { id } = await store.createRun({ ...NEW, tags: { a: 'b' } });
    await store.deleteRun(id);
    const metric = { key: 'auc', value: 1, step: 0, timestamp: 0 };
    const calls = [
      store.log(id, { params: { a: 'b' } }),
      store.log(id, { metrics: [metric] }),
      store.log(id, {}),
      store.deleteTag(id, 'a'),
      store.updateRun(id, { name: 'n' }),
    ];
    await Promise.all(calls.map((call) => assert.rejects(call, { reason: 'run-deleted' })));
    await store.restoreRun(id);
    assert.equal(await store.deleteTag(id, 'a'), true);
    assert.equal(await store.deleteTag(id, 'a'), false);
  });

  contract('of what is logged at once, what is refused takes nothing from the rest', async (store) => {
    const metric = (key: string) => ({ key, value: 1, step: 0, timestamp: 0 });
    const run = await store.createRun({ ...NEW, params: { depth: '3' } });
    const deleted = await store.createRun(NEW);
    await store.deleteRun(deleted.id);
    const outcomes = await Promise.allSettled([
      store.log(run.id, { metrics: [metric('first')] }),
      store.log(run.id, { params: { depth: '4', width: '1' }, metrics: [metric('with a conflict')] }),
      store.log(deleted.id, { metrics: [metric('deleted')] }),
      store.log(run.id, { tags: { later: 'yes' }, metrics: [metric('last')] }),
    ]);
    const reasons = outcomes.map((one) => (one.status === 'fulfilled' ? 'kept' : one.reason.reason));
    assert.deepEqual(reasons, ['kept', 'param-changed', 'run-deleted', 'kept']);
    const { params, metrics, tags } = await store.run(run.id);
    assert.deepEqual([params, Object.keys(metrics), tags['later']], [{ depth: '3' }, ['first', 'last'], 'yes']);
  });

  contract('a param takes its first value, and equal ones after it', async (store) => {
    const batch = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.constantFrom('1', '2'), { maxKeys: 2 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 5 }), async (batches) => {
        const { id } = await store.createRun(NEW);
        const kept = new Map<string, string>();
        for (const params of batches) {
          const pairs = Object.entries(params);
          const fits = pairs.every(([key, value]) => (kept.get(key) ?? value) === value);
          if (!fits) await assert.rejects(store.log(id, { params }), { reason: 'param-changed' });
          else {
            await store.log(id, { params });
            for (const [key, value] of pairs) kept.set(key, value);
          }
        }
        assert.deepEqual(new Map(Object.entries((await store.run(id)).params)), kept);
      }),
      { numRuns: 25 },
    );
  });

  contract('texts of every kind come back as they were', async (store) => {
    const text = fc.string({ unit: 'binary', maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, text, { maxKeys: 4 }), async (texts) => {
        const { id } = await store.createRun({ ...NEW, params: texts, tags: texts });
        const { params, tags } = await store.run(id);
        assert.deepEqual(params, { ...texts });
        assert.deepEqual(tags, { ...texts });
        const experiment = await store.createExperiment({ name: id, tags: texts });
        assert.deepEqual(experiment.tags, { ...texts });
      }),
      { numRuns: 20 },
    );
  });

  contract('a history in pages gives every point once, by time, step and value', async (store) => {
    const point = fc.record({ value: fc.constantFrom(Number.NaN, 0, 1), step: fc.nat(2), timestamp: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(point, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (points, limit) => {
        const { id } = await store.createRun(NEW);
        await store.log(id, { metrics: points.map((one) => ({ key: 'm', ...one })) });
        const pages = [await store.historyPage(id, 'm', { limit })];
        for (let next = pages[0]!.nextPageToken; next !== undefined; next = pages.at(-1)!.nextPageToken)
          pages.push(await store.historyPage(id, 'm', { limit, pageToken: next }));
        const found = pages.flatMap(({ items }) => items);
        assert.equal(found.length, (await store.history(id, 'm')).length);
        const times = found.map(({ timestamp, step }) => timestamp * 10 + step);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        assert.ok(pages.every(({ items }) => items.length <= limit));
      }),
      { numRuns: 25 },
    );
    await assert.rejects(store.historyPage((await store.createRun(NEW)).id, 'm', { limit: 0 }), { reason: 'usage' });
  });

  contract('histories of several runs, so many points of each', async (store) => {
    const a = await store.createRun(NEW);
    const b = await store.createRun(NEW);
    const metrics = [3, 1, 2].map((timestamp) => ({ key: 'm', value: timestamp / 10, step: 0, timestamp }));
    for (const { id } of [a, b]) await store.log(id, { metrics });
    assert.deepEqual(await store.histories([b.id, a.id], 'm', 2), [
      { run: b.id, value: 0.1, step: 0, timestamp: 1 },
      { run: b.id, value: 0.2, step: 0, timestamp: 2 },
      { run: a.id, value: 0.1, step: 0, timestamp: 1 },
      { run: a.id, value: 0.2, step: 0, timestamp: 2 },
    ]);
    await assert.rejects(store.histories(['f'.repeat(32)], 'm', 2), { reason: 'run-not-found' });
  });

  contract('datasets keep their tags, and once for an experiment where they are from', async (store) => {
    const origin = { sourceType: 'local', source: '{"uri":"a.csv"}', schema: '{}', profile: '{"num_rows":3}' };
    const dataset = { name: 'flights', version: 'd1', context: 'train', tags: { user: 'ada' }, origin };
    const first = await store.createRun(NEW);
    await store.log(first.id, { datasets: [dataset], modelInputs: ['m-1'], modelOutputs: [{ model: 'm-2', step: 7 }] });
    const second = await store.createRun(NEW);
    await store.log(second.id, { datasets: [{ name: 'flights', version: 'd1' }] });
    const { datasets, modelInputs, modelOutputs } = await store.run(first.id);
    assert.deepEqual(datasets, [dataset]);
    assert.deepEqual([modelInputs, modelOutputs], [['m-1'], [{ model: 'm-2', step: 7 }]]);
    assert.deepEqual((await store.run(second.id)).datasets, [{ name: 'flights', version: 'd1', origin }]);
  });

  contract('artifacts are left out where they are not wanted', async (store) => {
    const { id } = await store.createRun(NEW);
    await store.log(id, { artifacts: [{ path: 'a', size: 1, sha256: 'aa' }] });
    assert.deepEqual((await store.run(id, { artifacts: false })).artifacts, []);
    assert.deepEqual((await store.updateRun(id, { name: 'n' }, { artifacts: false })).artifacts, []);
    assert.deepEqual((await store.search({ limit: 1, artifacts: false })).runs[0]?.artifacts, []);
    assert.equal((await store.search({ limit: 1 })).runs[0]?.artifacts.length, 1);
  });

  contract('filters see names, parents and users as the tags that MLflow has for them', async (store) => {
    const parent = await store.createRun({ ...NEW, name: 'parent', reported: 'SCHEDULED' });
    await store.createRun({ ...NEW, name: 'nested', parent: parent.id, startTime: 2000 });
    await store.createRun({ ...NEW, name: 'far', startTime: 3000, tags: { 'mlflow.parentRunId': 'elsewhere' } });
    const cases: readonly [filter: string, found: string][] = [
      ["tags.`mlflow.runName` = 'nested'", 'nested'],
      ["tags.mlflow.runName LIKE '%r'", 'far'],
      [`tags.mlflow.parentRunId = '${parent.id}'`, 'nested'],
      ["tags.mlflow.parentRunId = 'elsewhere'", 'far'],
      ['tags.mlflow.parentRunId IS NULL', 'parent'],
      ['tags.mlflow.parentRunId IS NOT NULL', 'nested far'],
      ["tags.mlflow.user = 'ada'", 'parent nested far'],
      ["status = 'SCHEDULED'", 'parent'],
      ["status = 'RUNNING'", 'nested far'],
      ["status = 'running'", 'parent nested far'],
      ["status != 'SCHEDULED'", 'nested far'],
      [`artifact_uri = 'mlflow-artifacts:/${parent.experimentId}/${parent.id}/artifacts'`, 'parent'],
      [`run_id IN ('${parent.id}', 'x')`, 'parent'],
      [`run_id NOT IN ('${parent.id}')`, 'nested far'],
    ];
    for (const [filter, found] of cases)
      assert.equal((await names(store, { filter, orderBy: ['start_time'] })).join(' '), found, filter);
    assert.deepEqual(await names(store, { orderBy: ['tags.mlflow.runName'] }), ['far', 'nested', 'parent']);
  });

  contract('runs that are equal in the order come newest first, then by id', async (store) => {
    for (const startTime of [1, 3, 2, 3]) await store.createRun({ ...NEW, startTime, params: { a: 'x' } });
    const { runs } = await store.search({ orderBy: ['params.a'], limit: 10 });
    assert.deepEqual(
      runs.map(({ startTime }) => startTime),
      [3, 3, 2, 1],
    );
    assert.ok(runs[0]!.id < runs[1]!.id);
  });

  contract('whatever the size of its pages, a search gives every run once', async (store) => {
    for (let i = 0; i < 9; i++) {
      const { id } = await store.createRun({ ...NEW, startTime: i % 3 });
      const value = [Number.NaN, 1, 2][i % 3]!;
      if (i < 7) await store.log(id, { metrics: [{ key: 'auc', value, step: 0, timestamp: 0 }] });
    }
    const order = fc.constantFrom('metrics.auc', 'metrics.auc DESC', 'start_time', 'params.none DESC');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), order, async (limit, by) => {
        const found: string[] = [];
        let pageToken = '';
        do {
          const page = await store.search({ limit, orderBy: [by], pageToken });
          found.push(...page.runs.map(({ id }) => id));
          pageToken = page.nextPageToken ?? '';
        } while (pageToken !== '');
        assert.equal(new Set(found).size, 9);
        assert.equal(found.length, 9);
      }),
      { numRuns: 12 },
    );
  });
}

async function names(store: RunStore, query: Partial<RunQuery>): Promise<string[]> {
  return (await store.search({ limit: 10, ...query })).runs.map(({ name }) => name);
}
