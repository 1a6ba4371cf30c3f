import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunStore } from '../../engine/src/ports/runStore.ts';
import { type Contract, NEW } from './runStoreContract.ts';

/** What every implementation of `ExperimentStore` keeps to. */
export function experimentContract(contract: Contract): void {
  contract('an experiment comes back as it was made, by id and by name', async (store) => {
    const made = await store.createExperiment({ name: 'a', tags: { team: 'air' }, artifactLocation: 's3://bucket/a' });
    assert.deepEqual(made, {
      id: made.id,
      name: 'a',
      lifecycle: 'active',
      createdAt: made.createdAt,
      updatedAt: made.createdAt,
      tags: { team: 'air' },
      artifactLocation: 's3://bucket/a',
    });
    assert.deepEqual(await store.experimentById(made.id), made);
    assert.deepEqual(await store.experimentNamed('a'), made);
    assert.deepEqual(await store.experiment('a'), made);
    assert.equal(await store.experimentNamed('b'), undefined);
  });

  contract('a name is taken once, by deleted experiments too', async (store) => {
    const { id } = await store.createExperiment({ name: 'a' });
    await assert.rejects(store.createExperiment({ name: 'a' }), { reason: 'experiment-exists' });
    const b = await store.createExperiment({ name: 'b' });
    await assert.rejects(store.renameExperiment(b.id, 'a'), { reason: 'experiment-exists' });
    await store.deleteExperiment(id);
    await assert.rejects(store.createExperiment({ name: 'a' }), { reason: 'experiment-exists', message: /deleted/ });
    await store.renameExperiment(b.id, 'b');
    await store.renameExperiment(b.id, 'c');
    assert.equal((await store.experimentById(b.id)).name, 'c');
  });

  contract('what is no id of an experiment is none', async (store) => {
    await store.defaultExperiment();
    for (const id of ['7', '', 'x', '-1', '00', '0.0', '1e1', '99999999999999999999'])
      for (const call of [
        store.experimentById(id),
        store.renameExperiment(id, 'a'),
        store.deleteExperiment(id),
        store.restoreExperiment(id),
        store.tagExperiment(id, {}),
        store.deleteExperimentTag(id, 'a'),
        store.createRun({ ...NEW, experiment: { id } }),
      ])
        await assert.rejects(call, { reason: 'experiment-not-found' }, id);
    await store.createRun({ ...NEW, experiment: { id: '0' } });
    assert.deepEqual((await store.search({ experiments: ['x', ''], limit: 1 })).runs, []);
  });

  contract('Default is experiment 0, made once, and shows no runs', async (store) => {
    const other = await store.createExperiment({ name: 'a' });
    const made = await store.defaultExperiment();
    assert.deepEqual([made.id, made.name, made.lifecycle], ['0', 'Default', 'active']);
    assert.deepEqual(await store.defaultExperiment(), made);
    assert.deepEqual(await store.experiment('Default'), made);
    assert.notEqual(other.id, '0');
    assert.deepEqual(await store.counts({}, 'branch'), []);
    await store.renameExperiment('0', 'mine');
    assert.equal((await store.defaultExperiment()).name, 'mine');
    assert.notEqual((await store.experiment('Default')).id, '0');
  });

  contract('a pipeline called Default has experiment 0', async (store) => {
    const run = await store.createRun({ ...NEW, experiment: 'Default' });
    assert.equal(run.experimentId, '0');
    assert.equal((await store.defaultExperiment()).id, '0');
  });

  contract('a deleted experiment takes its runs along, and they come back with it', async (store) => {
    const { id } = await store.createExperiment({ name: 'a' });
    const run = await store.createRun({ ...NEW, experiment: { id } });
    const before = await store.createRun({ ...NEW, experiment: 'a' });
    const model = await store.createLoggedModel({ experiment: id, name: 'm' });
    await store.deleteRun(before.id);
    await tick();
    await store.deleteExperiment(id);
    assert.equal((await store.experimentById(id)).lifecycle, 'deleted');
    assert.equal((await store.run(run.id)).lifecycle, 'deleted');
    await assert.rejects(store.loggedModel(model.id), { reason: 'model-not-found' });
    for (const call of [
      store.createRun({ ...NEW, experiment: { id } }),
      store.createLoggedModel({ experiment: id, name: 'm' }),
      store.renameExperiment(id, 'b'),
      store.tagExperiment(id, { a: 'b' }),
      store.deleteExperimentTag(id, 'a'),
      store.deleteExperiment(id),
    ])
      await assert.rejects(call, { reason: 'experiment-deleted' });
    await store.restoreExperiment(id);
    assert.equal((await store.experimentById(id)).lifecycle, 'active');
    assert.equal((await store.run(run.id)).lifecycle, 'active');
    assert.equal((await store.run(before.id)).lifecycle, 'deleted');
    assert.equal((await store.loggedModel(model.id)).name, 'm');
  });

  contract('a new run by name brings a deleted experiment back, without its runs', async (store) => {
    const old = await store.createRun({ ...NEW, experiment: 'a' });
    await store.deleteExperiment(old.experimentId);
    const fresh = await store.createRun({ ...NEW, experiment: 'a' });
    assert.equal(fresh.experimentId, old.experimentId);
    assert.equal((await store.experimentById(old.experimentId)).lifecycle, 'active');
    assert.equal((await store.run(old.id)).lifecycle, 'deleted');
  });

  contract('an experiment is not deleted under a living process', async (store) => {
    const { id, experimentId } = await store.createRun({ ...NEW, hold: true });
    await assert.rejects(store.deleteExperiment(experimentId), { reason: 'run-held' });
    assert.equal((await store.run(id)).lifecycle, 'active');
    await (await store.hold(id)).release();
    await store.deleteExperiment(experimentId);
  });

  contract('tags of an experiment are set, replaced and deleted, and every change has its time', async (store) => {
    const { id, updatedAt } = await store.createExperiment({ name: 'a', tags: { kept: '1', gone: '2' } });
    await tick();
    await store.tagExperiment(id, { kept: '3', new: '4' });
    const tagged = await store.experimentById(id);
    assert.ok(tagged.updatedAt > updatedAt);
    assert.equal(await store.deleteExperimentTag(id, 'gone'), true);
    assert.equal(await store.deleteExperimentTag(id, 'gone'), false);
    assert.deepEqual((await store.experimentById(id)).tags, { kept: '3', new: '4' });
  });

  contract('experiments are searched by name, times and tags', async (store) => {
    await store.createExperiment({ name: 'Alpha', tags: { team: 'air' } });
    await store.createExperiment({ name: 'beta', tags: { team: 'sea' } });
    const gamma = await store.createExperiment({ name: 'gamma' });
    const found = async (filter: string, more: object = {}) =>
      (await store.searchExperiments({ filter, orderBy: ['name'], limit: 10, ...more })).items.map(
        ({ name }) => name[0],
      );
    const cases: readonly [filter: string, found: string][] = [
      ['', 'Abg'],
      ["name = 'beta'", 'b'],
      ["attribute.name != 'beta'", 'Ag'],
      ["name LIKE 'a%'", ''],
      ["name ILIKE 'a%'", 'A'],
      ["tags.team = 'air' AND name ILIKE 'ALPHA'", 'A'],
      ["tag.team != 'air'", 'b'],
      ['tags.team IS NULL', 'g'],
      ['tags.`team` IS NOT NULL', 'Ab'],
      [`creation_time <= ${gamma.createdAt}`, 'Abg'],
      ['last_update_time < 0', ''],
    ];
    for (const [filter, names] of cases) assert.equal((await found(filter)).join(''), names, filter);
    assert.equal((await found('', { orderBy: ['name DESC'] })).join(''), 'gbA');
    assert.equal((await found('', { orderBy: ['creation_time', 'experiment_id DESC'] })).length, 3);
    await store.deleteExperiment(gamma.id);
    assert.equal((await found('')).join(''), 'Ab');
    assert.equal((await found('', { view: 'deleted' })).join(''), 'g');
    assert.equal((await found('', { view: 'all' })).join(''), 'Abg');
    for (const filter of ['metrics.a > 1', 'name = 1', "status = 'x'", "name IN ('a')", 'experiment_id = 1'])
      await assert.rejects(found(filter), { reason: 'filter-syntax' }, filter);
    for (const orderBy of [['tags.team'], ['start_time']])
      await assert.rejects(found('', { orderBy }), { reason: 'filter-syntax' });
    await assert.rejects(found('', { orderBy: ['name', 'name DESC'] }), { reason: 'usage' });
    await assert.rejects(found('', { limit: 0 }), { reason: 'usage' });
    await assert.rejects(found('', { pageToken: 'rubbish' }), { reason: 'page-token' });
  });

  contract('whatever the size of its pages, a search gives every experiment once', async (store) => {
    for (let i = 0; i < 7; i++) await store.createExperiment({ name: `e${i}` });
    const whole = (await store.searchExperiments({ limit: 100 })).items.map(({ id }) => id);
    assert.equal(whole.length, 7);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (limit) => {
        const ids: string[] = [];
        let page: Awaited<ReturnType<RunStore['searchExperiments']>> | undefined;
        do {
          const pageToken = page?.nextPageToken ?? '';
          page = await store.searchExperiments({ limit, pageToken });
          assert.ok(page.items.length <= limit);
          ids.push(...page.items.map(({ id }) => id));
        } while (page.nextPageToken !== undefined);
        assert.deepEqual(ids, whole);
      }),
      { numRuns: 8 },
    );
  });

  contract('datasets that runs of experiments read, each once', async (store) => {
    const flights = { name: 'flights', version: 'v1', rows: 3 };
    const a = await store.createRun({ ...NEW, experiment: 'a' });
    const b = await store.createRun({ ...NEW, experiment: 'a' });
    const other = await store.createRun({ ...NEW, experiment: 'b' });
    await store.log(a.id, {
      datasets: [
        { ...flights, context: 'train' },
        { ...flights, version: 'v0' },
      ],
    });
    await store.log(b.id, { datasets: [{ ...flights, context: 'train' }] });
    await store.log(other.id, { datasets: [flights] });
    const experiment = a.experimentId;
    assert.deepEqual(await store.experimentDatasets([experiment], 10), [
      { experiment, name: 'flights', digest: 'v0' },
      { experiment, name: 'flights', digest: 'v1', context: 'train' },
    ]);
    assert.equal((await store.experimentDatasets([experiment, other.experimentId], 10)).length, 3);
    assert.equal((await store.experimentDatasets([experiment], 1)).length, 1);
  });
}

/** Changes a millisecond apart have different times. */
function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
