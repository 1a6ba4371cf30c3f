import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AlertState, CheckRecord, MonitorStore } from '../../engine/src/ports/monitorStore.ts';

export interface StoreUnderTest {
  /** The same store, as another process opens it. */
  open(holder: string): MonitorStore;
  /** Ends the process that opened it under this name, without a word. */
  die(holder: string): void;
}

/** What every monitor store must do, whatever it is made of. */
export function monitorStoreContract(name: string, setUp: (t: TestContext) => StoreUnderTest): void {
  test(`${name}: a tick is taken by exactly one`, async (t) => {
    const { open } = setUp(t);
    const [a, b] = [open('a'), open('b')];
    assert.deepEqual(
      [
        await a.claim('monitor m', 1000, 'a'),
        await b.claim('monitor m', 1000, 'b'),
        await a.claim('monitor m', 1000, 'a'),
      ],
      [true, false, false],
    );
    assert.equal(await b.claim('pipeline m', 1000, 'b'), true);
    assert.equal(await b.claim('monitor m', 2000, 'b'), true);
  });

  test(`${name}: a tick that was left is taken once more, one that has ended is not`, async (t) => {
    const { open, die } = setUp(t);
    const a = open('a');
    await a.claim('monitor m', 1000, 'a');
    await a.claim('monitor m', 2000, 'a');
    await a.settle('monitor m', 1000, { at: 1500, kind: 'done', said: null, id: 'c1' });
    die('a');
    const b = open('b');
    assert.equal(await b.claim('monitor m', 1000, 'b'), false);
    assert.equal(await b.claim('monitor m', 2000, 'b'), true);
    assert.equal(await b.claim('monitor m', 2000, 'b'), false);
    die('b');
    assert.equal(await open('c').claim('monitor m', 2000, 'c'), false);
  });

  test(`${name}: the newest tick of each trigger and its end are told`, async (t) => {
    const { open } = setUp(t);
    const store = open('a');
    for (const due of [2000, 1000]) await store.claim('monitor m', due, 'a');
    await store.claim('pipeline p', 500, 'a');
    await store.settle('monitor m', 2000, { at: 2100, kind: 'missed', said: 'asleep', id: null });
    const told = (await open('b').ticks()).map(({ trigger, due, end }) => ({ trigger, due, end }));
    assert.deepEqual(told, [
      { trigger: 'monitor m', due: 2000, end: { at: 2100, kind: 'missed', said: 'asleep', id: null } },
      { trigger: 'pipeline p', due: 500, end: null },
    ]);
  });

  test(`${name}: checks come newest first, with limit and before`, async (t) => {
    const { open } = setUp(t);
    const store = open('a');
    for (const due of [2000, 3000, 1000]) await store.add(check(`c${due}`, due), `{"due":${due}}`);
    await store.add({ ...check('other', 9000), monitor: 'n' }, '{}');
    const other = open('b');
    assert.deepEqual(
      (await other.checks('m')).map(({ id }) => id),
      ['c3000', 'c2000', 'c1000'],
    );
    assert.deepEqual(
      (await other.checks('m', { before: 3000, limit: 1 })).map(({ id }) => id),
      ['c2000'],
    );
    assert.deepEqual(await other.checks('m', { limit: 1 }), [check('c3000', 3000)]);
    assert.deepEqual(
      (await other.latest()).map(({ id }) => id),
      ['c3000', 'other'],
    );
    assert.equal(await other.report('c2000'), '{"due":2000}');
    assert.equal(await other.report('none'), undefined);
    assert.deepEqual(await other.checks('none'), []);
  });

  test(`${name}: a second check of the same moment takes the first one's place`, async (t) => {
    const store = setUp(t).open('a');
    await store.add(check('first', 1000), '1');
    await store.add(check('second', 1000), '2');
    assert.deepEqual(
      (await store.checks('m')).map(({ id }) => id),
      ['second'],
    );
    assert.equal(await store.report('first'), undefined);
    assert.equal(await store.report('second'), '2');
    await store.add({ ...check('candidate', 1000), model: 'flight-delay:8' }, '3');
    assert.deepEqual(
      (await store.checks('m')).map(({ id }) => id),
      ['candidate', 'second'],
    );
    assert.deepEqual(
      (await store.latest()).map(({ id }) => id),
      ['candidate'],
    );
  });

  test(`${name}: old checks go with their reports`, async (t) => {
    const store = setUp(t).open('a');
    for (const due of [1000, 2000, 3000]) await store.add(check(`c${due}`, due), String(due));
    assert.equal(await store.prune('m', 2), 1);
    assert.equal(await store.prune('m', 2), 0);
    assert.equal(await store.report('c1000'), undefined);
    assert.deepEqual(
      (await store.checks('m')).map(({ id }) => id),
      ['c3000', 'c2000'],
    );
  });

  test(`${name}: an alert's state is written only over the one that was read`, async (t) => {
    const { open } = setUp(t);
    const [a, b] = [open('a'), open('b')];
    assert.equal(await a.alert('m', 'k'), undefined);
    assert.equal(await a.setAlert('m', 'k', undefined, quiet), true);
    assert.equal(await b.setAlert('m', 'k', undefined, firing), false);
    assert.deepEqual(await b.alert('m', 'k'), quiet);
    assert.equal(await b.setAlert('m', 'k', { ...quiet }, firing), true);
    assert.equal(await a.setAlert('m', 'k', quiet, quiet), false);
    assert.deepEqual(await a.alert('m', 'k'), firing);
    assert.equal(await a.alert('n', 'k'), undefined);
  });

  test(`${name}: a mute holds until it is taken back`, async (t) => {
    const { open } = setUp(t);
    const store = open('a');
    await store.mute({ monitor: 'm', until: 5000, by: 'ada', why: 'holidays' });
    await store.mute({ monitor: 'a', until: null, by: 'ada', why: null });
    await store.mute({ monitor: 'm', until: 6000, by: 'bob', why: null });
    assert.deepEqual(await open('b').mutes(), [
      { monitor: 'a', until: null, by: 'ada', why: null },
      { monitor: 'm', until: 6000, by: 'bob', why: null },
    ]);
    await store.unmute('m');
    await store.unmute('m');
    assert.deepEqual(
      (await store.mutes()).map(({ monitor }) => monitor),
      ['a'],
    );
  });
}

const quiet: AlertState = { state: 'quiet', inRow: 1, fired: null, due: 1000 };
const firing: AlertState = { state: 'firing', inRow: 0, fired: 2000, due: 2000 };

function check(id: string, due: number): CheckRecord {
  return {
    id,
    monitor: 'm',
    due,
    made: due + 5,
    by: 'schedule',
    model: 'flight-delay:7',
    verdict: 'drift',
    headline: 'Inputs drifted: é',
    rows: 10,
    drifted: 1,
    tested: 2,
    checks: { drift: { status: 'failed', value: 0.5, low: null, high: null } },
    columns: { hour: { test: 'wasserstein', statistic: 0.2, threshold: 0.1, verdict: 'drift', mean: 12.5 } },
  };
}
