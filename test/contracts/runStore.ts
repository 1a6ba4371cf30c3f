import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { MetricPoint, Run, RunStore } from '../../engine/src/ports/runStore.ts';
import { artifactContract } from './artifactIndex.ts';
import { experimentContract } from './experimentStore.ts';
import { loggedModelContract } from './loggedModelStore.ts';
import { reportedRunContract } from './reportedRuns.ts';
import { type Contract, NEW, type RunStoreKit } from './runStoreContract.ts';
import { searchAgreementContract } from './searchAgreement.ts';

/** What every implementation of `RunStore` keeps to. */
export function runStoreContract(name: string, kit: (t: TestContext) => RunStoreKit): void {
  const contract: Contract = (behaviour, body) => {
    test(`${name}: ${behaviour}`, async (t) => {
      const opened = kit(t);
      const store = opened.open();
      t.after(() => store.close());
      await body(store, opened);
    });
  };

  contract('an experiment is made once and has an integer id', async (store) => {
    const made = await store.experiment('a');
    assert.match(made.id, /^\d+$/);
    assert.deepEqual(await store.experiment('a'), made);
    await store.experiment('b');
    assert.deepEqual(
      (await store.experiments()).map((one) => [one.name, one.lifecycle]),
      [
        ['a', 'active'],
        ['b', 'active'],
      ],
    );
  });

  contract('a run comes back as it was made', async (store) => {
    const made = await store.createRun({ ...NEW, params: { rounds: '300' }, tags: { team: 'air' } });
    assert.match(made.id, /^[0-9a-f]{32}$/);
    assert.deepEqual(made, {
      id: made.id,
      experiment: 'flight-delay',
      experimentId: (await store.experiment('flight-delay')).id,
      name: 'quick-fox',
      parent: undefined,
      status: 'running',
      lifecycle: 'active',
      startTime: 1000,
      endTime: undefined,
      user: 'ada',
      params: { rounds: '300' },
      metrics: {},
      tags: { team: 'air' },
      datasets: [],
      artifacts: [],
    });
    assert.deepEqual(await store.run(made.id), made);
    assert.deepEqual(await store.run(made.id.slice(0, 8)), made);
    await store.finish(made.id, 'finished', 2000);
    assert.deepEqual(await store.run(made.id), { ...made, status: 'finished', endTime: 2000 });
  });

  contract('a run that had to wait begins later than it was made', async (store) => {
    const { id } = await store.createRun(NEW);
    await store.log(id, { startTime: 5000, tags: { turn: 'yes' } });
    const { startTime, status, tags } = await store.run(id);
    assert.deepEqual([startTime, status, tags['turn']], [5000, 'running', 'yes']);
  });

  contract('a run that is not there, and a prefix of several', async (store) => {
    const { id } = await store.createRun(NEW);
    await assert.rejects(store.run(id.slice(0, 3)), { reason: 'run-not-found' });
    await assert.rejects(store.run(`${id.slice(0, 31)}x`), { reason: 'run-not-found' });
    await assert.rejects(store.run(id[0] === '0' ? '1111' : '0000'), { reason: 'run-not-found' });
    await assert.rejects(store.createRun({ ...NEW, parent: 'ffffffffffffffffffffffffffffffff' }), {
      reason: 'run-not-found',
    });
    assert.equal((await store.search({ limit: 10 })).runs.length, 1);
  });

  contract('nested runs, oldest first', async (store) => {
    const { id } = await store.createRun(NEW);
    const train = await store.createRun({ ...NEW, name: 'train', parent: id, startTime: 3000 });
    const split = await store.createRun({ ...NEW, name: 'split', parent: id, startTime: 2000 });
    assert.deepEqual(
      (await store.children(id)).map((run) => run.id),
      [split.id, train.id],
    );
    assert.equal(train.parent, id);
    assert.deepEqual(await store.children(train.id), []);
  });

  contract('a batch is written whole or not at all', async (store) => {
    const { id } = await store.createRun({ ...NEW, params: { seed: '7' } });
    const metrics = [{ key: 'auc', value: 0.7, step: 0, timestamp: 1 }];
    await assert.rejects(store.log(id, { metrics, tags: { a: 'b' }, params: { depth: '3', seed: '8' } }), {
      reason: 'param-changed',
    });
    const run = await store.run(id);
    assert.deepEqual([run.params, run.metrics, run.tags], [{ seed: '7' }, {}, {}]);
    await store.log(id, { params: { seed: '7' } });
  });

  contract('tags, datasets and artifacts', async (store) => {
    const { id } = await store.createRun(NEW);
    const flights = { name: 'flights', version: 'a81c', rows: 3 };
    await store.log(id, {
      tags: { note: 'one', gone: 'x' },
      datasets: [flights, { ...flights, context: 'train' }, flights],
      artifacts: [{ path: 'plots/roc.json', size: 3, sha256: 'aa' }],
    });
    await store.log(id, { tags: { note: 'two' }, artifacts: [{ path: 'plots/roc.json', size: 4, sha256: 'bb' }] });
    await store.deleteTag(id, 'gone');
    const run = await store.run(id);
    assert.deepEqual(run.tags, { note: 'two' });
    assert.deepEqual(run.datasets, [flights, { ...flights, context: 'train' }]);
    assert.deepEqual(run.artifacts, [{ path: 'plots/roc.json', size: 4, sha256: 'bb' }]);
  });

  contract('the latest point of a metric is the greatest step, then time, then value', async (store) => {
    const { id } = await store.createRun(NEW);
    const point = (value: number, step: number, timestamp: number) => ({ key: 'loss', value, step, timestamp });
    await store.log(id, { metrics: [point(0.5, 2, 10), point(0.9, 1, 99), point(0.4, 2, 10)] });
    await store.log(id, { metrics: [point(0.7, 1, 100), point(0.5, 2, 10)] });
    assert.deepEqual((await store.run(id)).metrics, { loss: { value: 0.5, step: 2, timestamp: 10 } });
    assert.deepEqual(
      (await store.history(id, 'loss')).map((one) => [one.step, one.timestamp, one.value]),
      [
        [1, 99, 0.9],
        [1, 100, 0.7],
        [2, 10, 0.4],
        [2, 10, 0.5],
      ],
    );
    assert.deepEqual(await store.history(id, 'none'), []);
  });

  contract('however points are cut into batches, the latest is the same and none is lost or doubled', async (store) => {
    const values = fc.constantFrom(Number.NaN, -1, 0, 1, Number.POSITIVE_INFINITY);
    const point = fc.record({ key: fc.constant('m'), value: values, step: fc.nat(2), timestamp: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(point, { minLength: 1, maxLength: 6 }), { minLength: 1 }), async (batches) => {
        const { id } = await store.createRun(NEW);
        for (const metrics of batches) await store.log(id, { metrics });
        const distinct = new Map(batches.flat().map((one) => [`${one.step} ${one.timestamp} ${one.value}`, one]));
        const sorted = [...distinct.values()].sort(byStepTimeValue).map(({ key: _, ...rest }) => rest);
        assert.deepEqual((await store.run(id)).metrics['m'], sorted.at(-1));
        assert.equal((await store.history(id, 'm')).length, sorted.length);
      }),
      { numRuns: 25 },
    );
  });

  contract('NaN and infinities are kept', async (store) => {
    const { id } = await store.createRun(NEW);
    const values = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
      Number.MAX_VALUE,
      0.1 + 0.2,
    ];
    await store.log(id, { metrics: values.map((value, step) => ({ key: 'm', value, step, timestamp: 0 })) });
    assert.deepEqual(
      (await store.history(id, 'm')).map((point) => point.value),
      values,
    );
    await store.log(id, { metrics: [{ key: 'n', value: Number.NaN, step: 0, timestamp: 0 }] });
    assert.ok(Number.isNaN((await store.run(id)).metrics.n?.value));
  });

  contract('a deleted run takes its nested runs along, and they come back with it', async (store) => {
    const { id } = await store.createRun(NEW);
    const before = await store.createRun({ ...NEW, parent: id });
    const train = await store.createRun({ ...NEW, parent: id });
    await store.deleteRun(before.id);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await store.deleteRun(id);
    assert.deepEqual(await ids(store), []);
    assert.equal((await store.run(train.id)).lifecycle, 'deleted');
    await assert.rejects(store.log(train.id, { tags: { a: 'b' } }), { reason: 'run-deleted' });
    await assert.rejects(store.hold(id), { reason: 'run-deleted' });
    await store.restoreRun(id);
    assert.deepEqual(new Set(await ids(store)), new Set([id, train.id]));
    assert.deepEqual(
      (await store.search({ limit: 9, view: 'deleted' })).runs.map((run) => run.id),
      [before.id],
    );
  });

  contract('runs by tag, newest first', async (store) => {
    const made: Run[] = [];
    for (const startTime of [1, 3, 2]) made.push(await store.createRun({ ...NEW, startTime, tags: { key: 'same' } }));
    await store.createRun({ ...NEW, tags: { key: 'other' } });
    assert.deepEqual(
      (await store.tagged('key', 'same', 2)).map((run) => run.id),
      [made[1]!.id, made[2]!.id],
    );
  });

  contract('the revision grows with every change of any process', async (store, kit) => {
    const other = kit.open();
    try {
      let last = await store.revision();
      for (const writer of [store, other, store, other]) {
        assert.equal(await store.revision(), last);
        await writer.createRun(NEW);
        const next = await store.revision();
        assert.ok(next > last, `${next} after ${last}`);
        last = next;
      }
    } finally {
      await other.close();
    }
  });

  contract('one living process holds a run, and only it ends it and what is nested in it', async (store, kit) => {
    const other = kit.open();
    try {
      const { id } = await store.createRun({ ...NEW, hold: true });
      const nested = await store.createRun({ ...NEW, parent: id });
      const lease = await store.hold(id);
      await assert.rejects(other.hold(id), { reason: 'run-held' });
      await assert.rejects(other.finish(id, 'failed', 5), { reason: 'run-held' });
      await assert.rejects(other.finish(nested.id, 'failed', 5), { reason: 'run-held' });
      await assert.rejects(store.deleteRun(nested.id), { reason: 'run-held' });
      assert.deepEqual(await other.reap(), []);
      await store.finish(nested.id, 'finished', 6);
      await store.finish(id, 'finished', 7);
      await lease.release();
      assert.equal((await other.run(id)).status, 'finished');
      await assert.rejects(store.finish(id, 'failed', 8), { reason: 'run-ended' });
      const again = await other.hold(id);
      assert.equal((await store.run(id)).status, 'running');
      await again.release();
    } finally {
      await other.close();
    }
  });

  contract('any process asks the holder to stop', async (store, kit) => {
    const other = kit.open();
    try {
      const { id } = await store.createRun(NEW);
      assert.equal(await other.requestCancel(id), false);
      const lease = await store.hold(id);
      const nested = await store.createRun({ ...NEW, parent: id });
      assert.deepEqual(await lease.beat(), { cancelRequested: false });
      assert.equal(await other.requestCancel(nested.id), true);
      assert.deepEqual(await lease.beat(), { cancelRequested: true });
      await lease.release();
      await assert.rejects(lease.beat(), { reason: 'lease-lost' });
    } finally {
      await other.close();
    }
  });

  contract('work under a name is done once at a time, by whatever store', async (store, kit) => {
    const other = kit.open();
    try {
      let inside = 0;
      const work = async () => {
        inside += 1;
        assert.equal(inside, 1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside -= 1;
        return 'done';
      };
      const all = Array.from({ length: 6 }, (_, i) => (i % 2 ? store : other).exclusively('extract', work));
      assert.deepEqual(new Set(await Promise.all(all)), new Set(['done']));
      const no = async () => Promise.reject(new Error('no'));
      await assert.rejects(store.exclusively('extract', no), { message: 'no' });
      const stop = new AbortController();
      await store.exclusively('extract', async () => {
        assert.equal(await other.exclusively('another', work), 'done');
        const waiting = other.exclusively('extract', work, stop.signal);
        stop.abort();
        await assert.rejects(waiting, { name: 'Cancelled' });
      });
      assert.equal(await other.exclusively('extract', work), 'done');
    } finally {
      await other.close();
    }
  });

  contract('a number is given out once', async (store, kit) => {
    const other = kit.open();
    try {
      const next = async (last: number) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return { result: last + 1, number: last + 1 };
      };
      const drawn = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? store : other).draw('m', next)));
      assert.deepEqual(
        drawn.sort((a, b) => a - b),
        Array.from({ length: 12 }, (_, i) => i + 1),
      );
      await assert.rejects(
        store.draw('m', async () => Promise.reject(new Error('no'))),
        { message: 'no' },
      );
      assert.equal(await other.draw('m', async (last) => ({ result: last })), 12);
      await store.draw('m', async () => ({ result: 0, number: 3 }));
      assert.equal(await store.draw('m', async (last) => ({ result: last })), 12);
      assert.equal(await store.draw('other', async (last) => ({ result: last })), 0);
    } finally {
      await other.close();
    }
  });

  searchContract(contract);
  experimentContract(contract);
  reportedRunContract(contract);
  loggedModelContract(contract);
  artifactContract(contract);
  searchAgreementContract(contract);
}

/** NaN below every number. */
function byStepTimeValue(a: MetricPoint, b: MetricPoint): number {
  const rank = (value: number): number => (Number.isNaN(value) ? -2 : value);
  return a.step - b.step || a.timestamp - b.timestamp || Math.sign(rank(a.value) - rank(b.value));
}

async function ids(store: RunStore): Promise<string[]> {
  return (await store.search({ limit: 100 })).runs.map((run) => run.id);
}

/** Runs a, b, c started at 1, 2, 3; `c` lacks everything. */
async function three(store: RunStore): Promise<void> {
  const metric = (key: string, value: number) => ({ key, value, step: 0, timestamp: 0 });
  const a = await store.createRun({ ...NEW, name: 'a', startTime: 1, params: { learner: 'gbm', 'max depth': '3' } });
  await store.log(a.id, {
    metrics: [metric('auc', 0.7), metric('log loss', 0.4)],
    tags: { team: 'Air_1', 'mlflow.note': "it's" },
    datasets: [{ name: 'flights', version: 'v1', rows: 1, context: 'train' }],
  });
  await store.finish(a.id, 'finished', 10);
  const b = await store.createRun({
    ...NEW,
    name: 'b',
    startTime: 2,
    experiment: 'other',
    params: { learner: 'linear' },
  });
  await store.log(b.id, { metrics: [metric('auc', Number.NaN)], tags: { team: 'airX1' } });
  await store.finish(b.id, 'cancelled', 20);
  await store.createRun({ ...NEW, name: 'c', startTime: 3, user: 'bob' });
}

const SEARCHES: readonly [filter: string, found: string][] = [
  ['', 'abc'],
  ['metrics.auc > 0.5', 'a'],
  ['metrics.auc>=7e-1 and metric.auc <= .7', 'a'],
  ['metrics.auc != 0.5', 'ab'],
  ['metrics.`log loss` = 0.4', 'a'],
  ['metrics."log loss" < 0.4', ''],
  ["params.learner = 'gbm'", 'a'],
  ['params.learner != "gbm"', 'b'],
  ["params.learner LIKE 'g%'", 'a'],
  ["params.learner like 'G%'", ''],
  ["params.learner ILIKE 'G_m'", 'a'],
  ["tags.team LIKE 'Air_1'", 'a'],
  ["tags.team ILIKE 'air_1'", 'ab'],
  ["tags.`mlflow.note` = 'it''s'", 'a'],
  ['tags.mlflow.note = "it\'s"', 'a'],
  ['params.`max depth` IS NOT NULL', 'a'],
  ['parameter.learner IS NULL', 'c'],
  ["status = 'KILLED'", 'b'],
  ["attributes.status = 'cancelled'", 'b'],
  ["status != 'FINISHED'", 'bc'],
  ["status LIKE 'FIN%'", 'a'],
  ['start_time >= 2', 'bc'],
  ['attr.end_time < 15', 'a'],
  ["run_name = 'b'", 'b'],
  ["attributes.`run name` = 'b'", 'b'],
  ["user_id = 'bob' AND start_time = 3", 'c'],
  ["datasets.name = 'flights' AND dataset.context = 'train'", 'a'],
  ["dataset.digest IN ('v1', 'v2')", 'a'],
  ["dataset.digest NOT IN ('v1')", ''],
  ["params.learner = 'x'' OR ''1''=''1'", ''],
  ["tags.team LIKE '*'", ''],
];

const ORDERS: readonly [order: string[], found: string][] = [
  [[], 'cba'],
  [['start_time'], 'abc'],
  [['metrics.auc ASC'], 'abc'],
  [['metrics.auc DESC'], 'abc'],
  [['params.learner DESC'], 'bac'],
  [['tags.team'], 'abc'],
  [['end_time DESC'], 'bac'],
  [['attributes.user_id desc', 'run_name'], 'cab'],
  [['metrics.`log loss`', 'start_time DESC'], 'acb'],
];

function searchContract(contract: Contract): void {
  contract('search by filter', async (store) => {
    await three(store);
    for (const [filter, found] of SEARCHES) {
      const { runs } = await store.search({ filter, limit: 10, orderBy: ['start_time'] });
      assert.equal(runs.map((run) => run.name).join(''), found, filter);
    }
  });

  contract('search in order, NaN after numbers and missing last', async (store) => {
    await three(store);
    for (const [orderBy, found] of ORDERS) {
      const { runs } = await store.search({ orderBy, limit: 10 });
      assert.equal(runs.map((run) => run.name).join(''), found, orderBy.join());
    }
    await assert.rejects(store.search({ limit: 1, orderBy: ['metrics.a', 'metric.a DESC'] }), { reason: 'usage' });
  });

  contract('search by experiment and by depth', async (store) => {
    await three(store);
    const other = await store.experiment('other');
    const [b] = (await store.search({ experiments: [other.id], limit: 10 })).runs;
    assert.equal(b?.name, 'b');
    await store.createRun({ ...NEW, name: 'nested', parent: b.id });
    assert.equal((await store.search({ limit: 10 })).runs.length, 4);
    assert.equal((await store.search({ limit: 10, topLevel: true })).runs.length, 3);
  });

  contract('pages follow one another without gap', async (store) => {
    await three(store);
    let page = await store.search({ limit: 2 });
    const names = page.runs.map((run) => run.name);
    while (page.nextPageToken !== undefined) {
      page = await store.search({ limit: 2, pageToken: page.nextPageToken });
      names.push(...page.runs.map((run) => run.name));
    }
    assert.deepEqual(names, ['c', 'b', 'a']);
    await assert.rejects(store.search({ limit: 2, pageToken: 'rubbish' }), { reason: 'page-token' });
    await assert.rejects(store.search({ limit: 0 }), { reason: 'usage' });
  });

  contract('pages may begin anywhere, and those that run come first when asked', async (store) => {
    await three(store);
    const names = async (query: object) =>
      (await store.search({ limit: 10, ...query })).runs.map((run) => run.name).join('');
    assert.equal(await names({ offset: 1 }), 'ba');
    assert.equal(await names({ offset: 1, limit: 1 }), 'b');
    assert.equal(await names({ offset: 9 }), '');
    assert.equal(await names({ orderBy: ['start_time'], runningFirst: true }), 'cab');
    const total = async (query: object) => (await store.search({ limit: 1, withTotal: true, ...query })).total;
    assert.equal(await total({}), 3);
    assert.equal(await total({ offset: 9 }), 3);
    assert.equal(await total({ filter: "attributes.run_name = 'b'" }), 1);
    assert.equal((await store.search({ limit: 2, withTotal: true })).runs.length, 2);
    assert.equal((await store.search({ limit: 1 })).total, undefined);
  });

  contract('words are found in ids, names, notes and tags of the user', async (store) => {
    const tags = { team: 'Air 100%', 'modelyard.call': 'hidden', 'mlflow.note.content': 'wider trees' };
    const a = await store.createRun({ ...NEW, name: 'quick-fox', tags });
    await store.createRun({ ...NEW, name: 'lazy_dog', startTime: 2000 });
    const found = async (...words: string[]) =>
      (await store.search({ words, limit: 10, orderBy: ['start_time'] })).runs.map((run) => run.name).join();
    assert.equal(await found('QUICK'), 'quick-fox');
    assert.equal(await found(a.id.slice(0, 6)), 'quick-fox');
    assert.equal(await found('wider', 'air'), 'quick-fox');
    assert.equal(await found('team'), 'quick-fox');
    assert.equal(await found('hidden'), '');
    assert.equal(await found('wider', 'dog'), '');
    assert.equal(await found('0%'), 'quick-fox');
    assert.equal(await found('y_d'), 'lazy_dog');
    assert.equal(await found('k_f'), '');
  });

  contract('runs are counted by experiment and by the value of a tag', async (store) => {
    const run = (experiment: string, startTime: number, tags: Readonly<Record<string, string>>) =>
      store.createRun({ ...NEW, experiment, startTime, tags });
    const first = await run('a', 1000, { branch: 'main' });
    await run('a', 2000, { branch: 'main' });
    await run('a', 3000, {});
    await run('b', 4000, { branch: 'wide' });
    const deleted = await run('b', 5000, { branch: 'wide' });
    await store.deleteRun(deleted.id);
    await store.createRun({ ...NEW, experiment: 'a', parent: first.id, tags: { branch: 'main' } });
    await store.finish(first.id, 'finished', 9000);
    assert.deepEqual(await store.counts({ topLevel: true }, 'branch'), [
      { experiment: 'a', value: null, runs: 1, running: 1, newest: 3000 },
      { experiment: 'a', value: 'main', runs: 2, running: 1, newest: 2000 },
      { experiment: 'b', value: 'wide', runs: 1, running: 1, newest: 4000 },
    ]);
    const matching = await store.counts({ topLevel: true, filter: "tags.branch = 'wide'" }, 'branch');
    assert.deepEqual(
      matching.map(({ experiment, runs }) => [experiment, runs]),
      [['b', 1]],
    );
    await assert.rejects(store.counts({ filter: 'rubbish =' }, 'branch'), { reason: 'filter-syntax' });
    const tagged = async (value: string | null) =>
      (await store.search({ tag: { key: 'branch', value }, topLevel: true, limit: 10 })).runs.map(
        (one) => one.startTime,
      );
    assert.deepEqual(await tagged('main'), [2000, 1000]);
    assert.deepEqual(await tagged(null), [3000]);
  });
}
