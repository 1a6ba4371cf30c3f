import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import {
  ASK_REQUEST,
  CHANGED_NOTIFICATION,
  type Changed,
  LIVE_NOTIFICATION,
  type Live,
} from '../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import { uriOfPath } from '../../server/src/workspace/uris.ts';
import { type LspOptions, lspClient } from '../kit/lspClient.ts';
import { startCli } from '../kit/process.ts';
import { testProject } from '../kit/project.ts';
import { quiet } from '../kit/quiet.ts';

const SHIPS = `
#- ships.csv
day,fare
2001-01-01,1
2001-01-02,2
2001-01-03,3
2001-01-04,4
#- ships.dataset.yaml
dataset: ships
source: ships.csv
timestamp: day
#- fares.features.yaml
features: fares
dataset: ships
entity: {ship: day}
timestamp: day
fields:
  seen: {sql: count(*), window: 24h, type: integer}
#- ships.pipeline.yaml
pipeline: ships
params: {least: 1, go: /}
steps:
  examples:
    uses: data/examples
    with: {from: ships, where: "fare >= \${{ params.least }}", label: {dear: fare > 2}, columns: {weekday: dayofweek(day)}}
  wait:
    run: node wait.mjs \${{ params.go }}
    needs: [examples]
    inputs: {code: wait.mjs}
#- wait.mjs
import { existsSync } from 'node:fs';
console.log('waits for go');
const wait = () => existsSync(process.argv[2]) || !existsSync('wait.mjs') || setTimeout(wait, 20);
wait();
`;

test('in a workspace that is not trusted nothing is opened', async (t) => {
  const { ask, client } = await asking(t, { options: { trusted: false } });
  const told = await ask('experiments', {});
  assert.deepEqual([told.kind, told.kind === 'refused' && told.reason], ['refused', 'restricted']);
  assert.match(told.kind === 'refused' ? (told.next ?? '') : '', /Trust the workspace/);
  assert.equal((await client.settled()).projects[0]?.dataProcess, undefined);
});

test('what is no project, no question or no request is refused', async (t) => {
  const { client, root } = await asking(t);
  const reason = async (params: unknown) => {
    const told = await client.request<Told<unknown>>(ASK_REQUEST, params);
    return told.kind === 'refused' ? told.reason : told;
  };
  assert.equal(await reason({ root: uriOfPath('/nowhere'), question: 'models', params: {} }), 'not-a-project');
  assert.equal(await reason({ root: uriOfPath(root), question: 'nonsense', params: {} }), 'unknown-question');
  assert.equal(await reason({ root: uriOfPath(root), question: 'toString', params: {} }), 'unknown-question');
  assert.equal(await reason({ root: uriOfPath(root) }), 'usage');
  assert.equal(await reason(null), 'usage');
});

test('a project without a store has no runs, and looking makes none', async (t) => {
  const { told, ask } = await asking(t);
  assert.deepEqual(await told('experiments', {}), []);
  assert.deepEqual(await told('runs', { experiment: 'ships', offset: 0, limit: 50 }), { total: 0, runs: [] });
  assert.deepEqual(await told('live', {}), []);
  assert.deepEqual(await told('models', {}), []);
  const { datasets, views } = await told('datasets', {});
  assert.deepEqual([datasets[0]?.name, datasets[0]?.data, datasets[0]?.version], ['ships', 'known', null]);
  assert.deepEqual(
    [views[0]?.entity, views[0]?.fields.map(({ name, place }) => [name, place.line])],
    [['ship'], [['seen', 5]]],
  );
  const none = await ask('runParts', { run: 'abcd1234' });
  assert.equal(none.kind === 'refused' && none.reason, 'run-not-found');
});

test('runs are told by page and filter, with their steps, log and files', async (t) => {
  const { told, ask, modelyard } = await asking(t);
  for (const least of [1, 2, 3]) assert.equal((await modelyard(`run ships --param least=${least}`)).code, 0);
  const [experiment] = await told('experiments', {});
  assert.deepEqual(experiment, {
    source: null,
    name: 'ships',
    runs: 3,
    live: 0,
    place: { file: 'ships.pipeline.yaml', line: 0 },
    branches: [{ branch: null, runs: 3, live: 0, isCurrent: false }],
  });
  const page = async (asked: object) => told('runs', { experiment: 'ships', offset: 0, limit: 50, ...asked });
  const { total, runs } = await page({});
  assert.deepEqual([total, runs.length, runs[0]?.status, runs[0]?.metric], [3, 3, 'finished', null]);
  assert.deepEqual((await page({ offset: 1, limit: 1 })).runs, [runs[1]]);
  assert.deepEqual((await page({ filter: "params.least = '3'" })).runs, [runs[0]]);
  assert.deepEqual((await page({ filter: runs[2]!.id.slice(0, 8) })).runs, [runs[2]]);
  assert.deepEqual(await page({ filter: 'nothing like this' }), { total: 0, runs: [] });
  assert.deepEqual(await page({ branch: 'main' }), { total: 0, runs: [] });
  assert.equal((await page({ branch: null })).total, 3);
  const wrong = await ask('runs', { experiment: 'ships', offset: 0, limit: 50, filter: 'params.least >' });
  assert.deepEqual(wrong.kind === 'refused' && [wrong.reason, wrong.message.includes('params.least >')], [
    'filter-syntax',
    true,
  ]);

  const { id } = runs[0]!;
  const { steps, artifacts } = await told('runParts', { run: id });
  assert.deepEqual(
    steps.map(({ step, status, place }) => [step, status, place?.line]),
    [
      ['examples', 'done', 3],
      ['wait', 'done', 6],
    ],
  );
  const log = await told('log', { run: id, from: -1, lines: 10 });
  const { at, ...line } = log.lines[0]!;
  assert.deepEqual(line, { step: 'wait', stream: 'stdout', text: 'waits for go' });
  assert.ok(Math.abs(Date.parse(at!) - Date.now()) < 60_000, at);
  assert.equal((await told('log', { run: steps[1]!.run!, from: 0, lines: 10 })).total, 1);
  const spec = artifacts.find(({ path }) => path === 'specs/ships.pipeline.yaml')!;
  const { file } = await told('artifact', { run: id, path: spec.path });
  assert.match(file, /\/\.modelyard\/tmp\/open\/[0-9a-f]{12}\/ships\.pipeline\.yaml$/);
  const text = await told('artifactPreview', { run: id, path: spec.path });
  assert.match(text.kind === 'text' && !text.isCut ? text.text : '', /^pipeline: ships/m);
  const table = artifacts.find(({ path }) => path.endsWith('.parquet'))!;
  const rows = await told('artifactPreview', { run: id, path: table.path });
  assert.ok(rows.kind === 'table' && rows.rows.length === Math.min(50, rows.rowsInAll ?? 0), JSON.stringify(rows));
  const outside = await ask('artifact', { run: id, path: '../../ships.csv' });
  assert.equal(outside.kind === 'refused' && outside.reason, 'artifact-not-found');
});

test('a metric that is no number is told as a word', async (t) => {
  const { told, root } = await asking(t);
  const store = openRunStore(join(root, '.modelyard', 'runs.db'), {
    clock: systemClock(),
    ids: randomIds(),
    log: quiet,
  });
  const run = await store.createRun({ experiment: 'own', name: 'mine', startTime: 1000, user: 'ada' });
  const points = [Number.NaN, Number.POSITIVE_INFINITY, 3].map((value, step) => ({
    key: 'loss',
    value,
    step,
    timestamp: 0,
  }));
  await store.log(run.id, { metrics: [...points, { key: 'auc', value: Number.NaN, step: 0, timestamp: 0 }] });
  await store.finish(run.id, 'finished', 2000);
  await store.close();
  const { runs } = await told('runs', { experiment: 'own', offset: 0, limit: 1 });
  assert.deepEqual([runs[0]?.metric?.name, runs[0]?.metric?.value], ['auc', 'NaN']);
  const [series] = await told('series', { run: run.id, names: ['loss'] });
  assert.deepEqual(series, { name: 'loss', steps: [0, 1, 2], values: ['NaN', 'Infinity', 3], total: 3 });
});

test('a run of another process is told while it goes on, and so is that it was killed', async (t) => {
  const { root, told, heard, client } = await asking(t);
  const cli = startCli(root, ['run', 'ships', '--param', `go=${join(root, 'go')}`]);
  t.after(() => killed(cli.child.pid));
  const [run] = await heard(LIVE_NOTIFICATION, ({ runs }: Live) => runs.filter(({ step }) => step === 'wait'));
  assert.deepEqual([run?.pipeline, run?.isQueued, run?.steps], ['ships', false, { done: 1, all: 2 }]);
  assert.deepEqual(
    (await told('live', {})).map(({ run: id }) => id),
    [run?.run],
  );
  const before = client.asked.length;
  killed(cli.child.pid);
  await cli.ended;
  await heard(LIVE_NOTIFICATION, ({ runs }: Live) => (runs.length === 0 ? [runs] : []), before);
  const { runs } = await told('runs', { experiment: 'ships', offset: 0, limit: 1 });
  assert.deepEqual([runs[0]?.status, runs[0]?.live], ['interrupted', null]);
});

test('a run that waits for its turn is told as such, after those at work', async (t) => {
  const { root, told, heard } = await asking(t);
  const words = ['run', 'ships', '--jobs', '1', '--param', `go=${join(root, 'go')}`];
  const first = startCli(root, words);
  t.after(() => killed(first.child.pid));
  await heard(LIVE_NOTIFICATION, ({ runs }: Live) => runs.filter(({ step }) => step === 'wait'));
  const second = startCli(root, words);
  t.after(() => killed(second.child.pid));
  await heard(LIVE_NOTIFICATION, ({ runs }: Live) => runs.filter(({ isQueued }) => isQueued));
  assert.deepEqual(
    (await told('live', {})).map(({ isQueued, step, steps }) => [isQueued, step, steps.done]),
    [
      [false, 'wait', 1],
      [true, null, 0],
    ],
  );
  writeFileSync(join(root, 'go'), '');
  assert.deepEqual(await Promise.all([first.ended, second.ended]), [0, 0]);
  await until(async () => (await told('live', {})).length === 0);
});

test('lenses and hints are asked for anew when another process has run a pipeline', async (t) => {
  const workspace = { codeLens: { refreshSupport: true } };
  const { client, heard, modelyard } = await asking(t, { capabilities: { workspace } });
  const before = client.asked.length;
  await modelyard('run ships');
  await heard('workspace/codeLens/refresh', () => [true], before);
});

test('runs go on being told when the database was deleted, damaged or put back', async (t) => {
  const { root, told, ask, heard, client, modelyard } = await asking(t);
  const run = () => modelyard('run ships');
  await run();
  assert.equal((await told('experiments', {}))[0]?.runs, 1);
  const before = client.asked.length;
  for (const name of ['runs.db', 'runs.db-wal', 'runs.db-shm']) rmSync(join(root, '.modelyard', name), { force: true });
  await heard(CHANGED_NOTIFICATION, ({ topics }: Changed) => topics.filter((topic) => topic === 'runs'), before);
  assert.deepEqual(await told('experiments', {}), []);
  await run();
  assert.equal((await told('experiments', {}))[0]?.runs, 1);
  for (const name of ['runs.db', 'runs.db-wal', 'runs.db-shm']) rmSync(join(root, '.modelyard', name), { force: true });
  writeFileSync(join(root, '.modelyard', 'runs.db'), 'this is no database, and never was one '.repeat(200));
  const refused = await ask('experiments', {});
  assert.equal(refused.kind, 'refused');
  assert.match(refused.kind === 'refused' ? refused.message : '', /runs\.db/);
  rmSync(join(root, '.modelyard'), { recursive: true });
  assert.deepEqual(await told('experiments', {}), []);
});

test('a data child that was killed is started again by the next question', async (t) => {
  const { told, client, modelyard } = await asking(t);
  await modelyard('run ships');
  const first = await told('experiments', {});
  const pid = (await client.settled()).projects[0]?.dataProcess;
  process.kill(pid!, 'SIGKILL');
  await until(async () => (await client.settled()).projects[0]?.dataProcess !== pid);
  assert.deepEqual(await told('experiments', {}), first);
});

test('two hundred specs saved at once are a few words to the client', async (t) => {
  const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  const { client, root, heard } = await asking(t, { capabilities });
  const before = client.asked.length;
  const changes = Array.from({ length: 200 }, (_, index) => {
    const path = join(root, `more${index}.dataset.yaml`);
    writeFileSync(path, `dataset: more${index}\nsource: ships.csv\n`);
    return { uri: uriOfPath(path), type: 1 };
  });
  await client.notify('workspace/didChangeWatchedFiles', { changes });
  await heard(CHANGED_NOTIFICATION, ({ topics }: Changed) => topics, before);
  await client.settled();
  const words = client.asked.slice(before).filter(({ method }) => method === CHANGED_NOTIFICATION);
  assert.ok(words.length <= 10, String(words.length));
});

async function asking(t: TestContext, options: LspOptions = {}) {
  const { folder: root, modelyard } = testProject(t, SHIPS);
  const client = await lspClient(t, { folders: [root], ...options });
  await client.settled();
  const ask = <Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params']) =>
    client.request<Told<ViewQuestions[Q]['answer']>>(ASK_REQUEST, { root: uriOfPath(root), question, params });
  const told = async <Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params']) => {
    const answer = await ask(question, params);
    if (answer.kind === 'refused') throw new Error(`${question}: ${answer.message}`);
    return answer.value;
  };
  /** The first of what a notification after the `from`th message tells. */
  const heard = async <P, R>(method: string, find: (params: P) => readonly R[], from = 0): Promise<readonly R[]> => {
    const look = () =>
      client.asked.slice(from).flatMap((message) => (message.method === method ? find(message.params as P) : []));
    await until(async () => look().length > 0);
    return look();
  };
  return { client, root, modelyard, ask, told, heard };
}

const PATIENCE = 20_000;

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const begun = performance.now(); !(await holds()); ) {
    if (performance.now() - begun > PATIENCE) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** With all that it started. */
function killed(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
