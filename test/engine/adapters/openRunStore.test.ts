import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { openDatabase } from '../../../engine/src/adapters/sqlite/openDatabase.ts';
import { openRunStore } from '../../../engine/src/adapters/sqlite/openRunStore.ts';
import { RUN_STORE_MIGRATIONS } from '../../../engine/src/adapters/sqlite/runStoreMigrations.ts';
import { storeFailure } from '../../../engine/src/adapters/sqlite/storeFailure.ts';
import { type LocalMachine, localMachine } from '../../../engine/src/adapters/system/localMachine.ts';
import { randomIds } from '../../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../../engine/src/adapters/system/systemClock.ts';
import type { Drawn } from '../../../engine/src/ports/numbers.ts';
import { openAtOnce } from '../../kit/openAtOnce.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

interface Opening {
  readonly machine?: Partial<LocalMachine>;
  readonly now?: () => number;
}

function setUp(t: TestContext) {
  const file = join(temporaryFolder(t), 'runs.db');
  const warnings: string[] = [];
  const open = ({ machine = {}, now = Date.now }: Opening = {}) => {
    const store = openRunStore(file, {
      clock: { ...systemClock(), now },
      ids: randomIds(),
      log: { debug() {}, warn: (message) => void warnings.push(message) },
      machine: { ...localMachine(), ...machine },
      busyTimeout: 20,
    });
    t.after(() => store.close());
    return store;
  };
  return { file, warnings, open };
}

const RUN = { experiment: 'e', name: 'r', startTime: 1000, user: 'ada' };

test('a file of format 1 is brought forward with all it holds', async (t) => {
  const { file, open } = setUp(t);
  new Database(file).exec(readFileSync(new URL('../../fixtures/runs.v1.sql', import.meta.url), 'utf8')).close();
  const store = open({ now: () => 7000 });
  const train = await store.run('9b1f1111');
  assert.deepEqual(
    [train.experiment, train.parent, train.status, train.metrics.roc_auc?.value, train.artifacts.length],
    ['flight-delay', '9b1f0000000000000000000000000000', 'finished', 0.71, 1],
  );
  assert.ok(Number.isNaN(train.metrics.loss?.value));
  assert.deepEqual((await store.experiments())[0]?.tags, { team: 'air' });
  assert.deepEqual(
    (await store.tagged('modelyard.key', 'k1', 1)).map((run) => run.id),
    [train.id],
  );
  assert.equal((await store.search({ limit: 9, view: 'deleted' })).runs.length, 1);
  assert.deepEqual(await store.reap(), []);
  assert.equal(await store.draw('model m', async (last) => ({ result: last, number: 1 })), 0);
  assert.deepEqual(await open({ now: () => 7000 + 60_001 }).reap(), ['aaaa0000000000000000000000000000']);
});

test('a file of format 2 is brought forward with all it holds', async (t) => {
  const { file, open } = setUp(t);
  new Database(file).exec(readFileSync(new URL('../../fixtures/runs.v2.sql', import.meta.url), 'utf8')).close();
  const store = open({ now: () => 7000 });
  const { experiment, experimentId, status, datasets, reported } = await store.run('cccc');
  assert.deepEqual([experiment, experimentId, status, reported], ['Default', '0', 'cancelled', undefined]);
  assert.deepEqual(datasets, [{ name: 'ships', version: 'b92d', context: 'train', rows: 12 }]);
  assert.deepEqual((await store.defaultExperiment()).tags, { team: 'sea' });
  assert.deepEqual(
    (await store.experiments()).map(({ id, name }) => [id, name]),
    [
      ['0', 'Default'],
      ['1', 'flight-delay'],
    ],
  );
  assert.deepEqual((await store.run('9b1f0000')).datasets, [{ name: 'flights', version: 'a81c', rows: 3_000_000 }]);
  assert.equal((await store.createExperiment({ name: 'next' })).id, '3');
  assert.equal(await store.draw('model flight-delay', async (last) => ({ result: last })), 3);
});

test('the fixtures and a new file end up with the same tables', (t) => {
  const folder = temporaryFolder(t);
  const tables = (prepare: (file: string) => void, name: string) => {
    const file = join(folder, name);
    prepare(file);
    const log = { debug() {}, warn() {} };
    const db = openDatabase(file, { migrations: RUN_STORE_MIGRATIONS, log, isNetworkFolder: () => false });
    t.after(() => db.close());
    return db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
  };
  const made = tables(() => {}, 'new.db');
  for (const version of [1, 2]) {
    const fixture = readFileSync(new URL(`../../fixtures/runs.v${version}.sql`, import.meta.url), 'utf8');
    assert.deepEqual(
      tables((file) => new Database(file).exec(fixture).close(), `old${version}.db`),
      made,
    );
  }
});

test('a file of a newer program is refused by name and left alone', (t) => {
  const { file, open } = setUp(t);
  new Database(file).exec('PRAGMA user_version = 99').close();
  assert.throws(open, { reason: 'store-newer', message: /runs\.db was written by a newer Modelyard \(format 99/ });
  const db = new Database(file);
  t.after(() => db.close());
  assert.equal(db.pragma('user_version', { simple: true }), 99);
});

test('what is not our database is refused by name and left alone', (t) => {
  const { file, open } = setUp(t);
  writeFileSync(file, 'no database at all '.repeat(100));
  assert.throws(open, { reason: 'store-corrupt', message: /runs\.db is damaged/ });
  assert.match(readFileSync(file, 'utf8'), /^no database at all/);
  writeFileSync(file, '');
  new Database(file).exec('CREATE TABLE notes (text)').close();
  assert.throws(open, { reason: 'store-foreign' });
});

test('a file that was cut off is found when it is opened, one with a broken page when it is read', async (t) => {
  const { file, open } = setUp(t);
  const store = open();
  for (let i = 0; i < 60; i++) await store.createRun({ ...RUN, params: { text: 'x'.repeat(2000) } });
  await store.close();
  const whole = readFileSync(file);
  truncateSync(file, 40_000);
  assert.throws(open, { reason: 'store-corrupt' });
  whole.fill(7, 8192, whole.length - 4096);
  writeFileSync(file, whole);
  await assert.rejects(async () => open().search({ limit: 100 }), { reason: 'store-corrupt', message: /runs\.db/ });
});

test('a file that another process has locked is waited for, then refused', async (t) => {
  const { file, open } = setUp(t);
  const store = open();
  const { id } = await store.createRun(RUN);
  const other = new Database(file);
  t.after(() => other.close());
  const lease = await store.hold(id);
  other.exec('BEGIN IMMEDIATE');
  assert.deepEqual(await lease.beat(), { cancelRequested: false });
  await assert.rejects(store.log(id, { tags: { a: 'b' } }), { reason: 'store-busy', message: /runs\.db is locked/ });
  assert.deepEqual((await store.run(id)).tags, {});
  other.exec('COMMIT');
  await store.log(id, { tags: { a: 'b' } });
});

test('who opens a new file in the same moment waits for the other', async (t) => {
  const folder = temporaryFolder(t);
  const files = Array.from({ length: 40 }, (_, index) => join(folder, `${index}.db`));
  assert.deepEqual(await openAtOnce(files), []);
});

test('a full disk, a folder in its place and a folder that cannot be written are said', async (t) => {
  const { file, open } = setUp(t);
  const db = new Database(file);
  t.after(() => db.close());
  db.exec('PRAGMA max_page_count = 2; CREATE TABLE t (x)');
  try {
    db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000));
    assert.fail('it fits');
  } catch (error) {
    assert.equal((storeFailure(error, file) as { reason: string }).reason, 'disk-full');
  }
  mkdirSync(`${file}.folder`);
  const log = { debug() {}, warn() {} };
  const options = { clock: systemClock(), ids: randomIds(), log };
  assert.throws(() => openRunStore(`${file}.folder`, options), { reason: 'store-not-writable' });
  assert.throws(() => openRunStore(join(file, 'below', 'runs.db'), options), { reason: 'not-a-folder' });
  assert.throws(open, { reason: 'store-foreign' });
});

test('a network file system gets the journal that works there, with a warning', async (t) => {
  const { file, warnings, open } = setUp(t);
  const store = open({ machine: { isNetworkFolder: () => true } });
  await store.createRun(RUN);
  assert.match(warnings.join(), /network file system/);
  const db = new Database(file);
  t.after(() => db.close());
  assert.equal(db.pragma('journal_mode', { simple: true }), 'delete');
});

const self = { host: 'here', boot: 'today', pid: 1, started: '5' };
const machine = (name: Partial<typeof self>, lives?: boolean): Partial<LocalMachine> => ({
  self: { ...self, ...name },
  lives: (other) => (other.host === (name.host ?? 'here') ? lives : undefined),
});

test('runs of a dead process are marked interrupted with what is nested in them', async (t) => {
  const { open } = setUp(t);
  const dead = open({ machine: machine({}), now: () => 5000 });
  const run = await dead.createRun({ ...RUN, hold: true });
  const done = await dead.createRun({ ...RUN, parent: run.id });
  await dead.finish(done.id, 'finished', 4000);
  const train = await dead.createRun({ ...RUN, parent: run.id });
  const trial = await dead.createRun({ ...RUN, parent: train.id });
  const separate = await dead.createRun({ ...RUN, parent: run.id });
  const other = open();
  const lease = await other.hold(separate.id);

  const living = open({ machine: machine({ pid: 2 }, true) });
  assert.deepEqual(await living.reap(), []);
  const survivor = open({ machine: machine({ pid: 2 }, false), now: () => 9000 });
  assert.equal(await survivor.requestCancel(run.id), false);
  assert.deepEqual(await survivor.reap(), [run.id, train.id, trial.id]);
  assert.deepEqual(await survivor.reap(), []);
  const status = async (id: string) => [(await survivor.run(id)).status, (await survivor.run(id)).endTime];
  assert.deepEqual(await status(run.id), ['interrupted', 5000]);
  assert.deepEqual(await status(trial.id), ['interrupted', 5000]);
  assert.deepEqual(await status(done.id), ['finished', 4000]);
  assert.deepEqual(await status(separate.id), ['running', undefined]);
  await assert.rejects(dead.finish(run.id, 'finished', 9), { reason: 'lease-lost' });
  await lease.release();
});

test('a process of another machine counts as dead after a minute of silence', async (t) => {
  const { open } = setUp(t);
  const elsewhere = open({ machine: machine({ host: 'elsewhere' }), now: () => 1000 });
  const { id } = await elsewhere.createRun({ ...RUN, hold: true });
  assert.deepEqual(await open({ machine: machine({}), now: () => 61_000 }).reap(), []);
  await assert.rejects(open({ machine: machine({}), now: () => 61_000 }).hold(id), { reason: 'run-held' });
  assert.deepEqual(await open({ machine: machine({}), now: () => 61_001 }).reap(), [id]);
});

test('a dead holder is passed over: another process takes its run and its numbers', async (t) => {
  const { open } = setUp(t);
  const dead = open({ machine: machine({}) });
  const run = await dead.createRun({ ...RUN, hold: true });
  const train = await dead.createRun({ ...RUN, parent: run.id });
  const { promise, resolve } = Promise.withResolvers<Drawn<string>>();
  const hanging = dead.draw('m', () => promise);
  const next = open({ machine: machine({ pid: 2 }, false) });
  assert.equal(await next.draw('m', async (last) => ({ result: last + 1, number: last + 1 })), 1);
  await next.hold(run.id);
  assert.equal((await next.run(train.id)).status, 'interrupted');
  await assert.rejects(dead.hold(run.id), { reason: 'run-held' });
  resolve({ result: 'late' });
  assert.equal(await hanging, 'late');
  assert.equal(await next.draw('m', async (last) => ({ result: last })), 1);
});
