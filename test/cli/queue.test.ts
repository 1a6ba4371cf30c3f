import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import { queuedRuns } from '../../engine/src/operations/run/queue.ts';
import { type CliProcess, startCli } from '../kit/process.ts';
import { type TestProject, testProject } from '../kit/project.ts';

/** Writes its name where it begins, then waits for the file that lets it go. */
const NAMED = `
#- named.mjs
import { appendFileSync, existsSync } from 'node:fs';
const name = process.argv[2];
appendFileSync('order', name + ' ');
while (!existsSync('go-' + name)) await new Promise((resolve) => setTimeout(resolve, 30));
#- named.pipeline.yaml
pipeline: named
params: {name: x}
steps:
  only:
    run: node named.mjs \${{ params.name }}
`;

describe('the queue of runs', { concurrency: 4 }, () => {
  test('lets them begin in the order they came, one after the other', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    const b = await waiting(project, 'b');
    const c = await waiting(project, 'c');
    assert.match(b.said.out, /"type":"run.queued".*"after":{"run":"[0-9a-f]{32}","pipeline":"named"},"before":0/);
    assert.match(c.said.out, /"before":1/);
    assert.deepEqual(await waitingNames(project), ['b', 'c']);
    project.write('go-a', '');
    await b.until(/step.started/);
    assert.deepEqual(await waitingNames(project), ['c']);
    project.write('go-b', '');
    project.write('go-c', '');
    assert.deepEqual(await Promise.all([a.ended, b.ended, c.ended]), [0, 0, 0]);
    assert.equal(project.read('order'), 'a b c ');
    assert.deepEqual(await waitingNames(project), []);
  });

  test('lets as many be at work as `--jobs` says', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a', '2');
    const b = await working(project, 'b', '2');
    const c = await waiting(project, 'c', '2');
    for (const name of ['b', 'c', 'a']) project.write(`go-${name}`, '');
    assert.deepEqual(await Promise.all([a.ended, b.ended, c.ended]), [0, 0, 0]);
  });

  test('gives the place of one that was killed to the next', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    const b = await waiting(project, 'b');
    const c = await waiting(project, 'c');
    b.child.kill('SIGKILL');
    await b.ended;
    await c.until(/"run.queued".*"before":0/);
    a.child.kill('SIGKILL');
    process.kill(-a.child.pid!, 'SIGKILL');
    await c.until(/step.started/);
    project.write('go-a', '');
    project.write('go-c', '');
    assert.equal(await c.ended, 0);
    const { runs } = (await project.modelyard('runs list --format json')).json<{ runs: { status: string }[] }>();
    assert.deepEqual(runs.map(({ status }) => status).sort(), ['finished', 'interrupted', 'interrupted']);
  });

  test('is left by one that is cancelled, by Ctrl-C and from elsewhere, and entered again by resume', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    const b = await waiting(project, 'b');
    const c = await waiting(project, 'c');
    b.child.kill('SIGINT');
    assert.equal(await b.ended, 130);
    const run = runOf(c);
    assert.equal((await project.modelyard(`cancel ${run}`)).code, 0);
    assert.equal(await c.ended, 130);
    assert.match(c.said.out, /"run.finished".*"status":"cancelled","seconds":0,"steps":\[\]/);
    assert.deepEqual(await waitingNames(project), []);
    const again = startCli(project.folder, ['resume', run, '--jobs', '1', '--format', 'ndjson']);
    await again.until(/run.queued/);
    for (const name of ['a', 'c']) project.write(`go-${name}`, '');
    assert.deepEqual(await Promise.all([a.ended, again.ended]), [0, 0]);
  });

  test('is passed by runs without `--jobs`, and by those that a step of another starts', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    project.write('go-b', '');
    assert.equal((await project.modelyard('run named --param name=b')).code, 0);
    project.write('go-c', '');
    const inside = { variables: { MODELYARD_RUN_ID: runOf(a) } };
    assert.equal((await project.modelyard('run named --param name=c --jobs 1', inside)).code, 0);
    project.write('go-a', '');
    assert.equal(await a.ended, 0);
  });

  test('is not entered by the resume of a run that is at work', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    const said = await project.modelyard(`resume ${runOf(a)} --jobs 1`);
    assert.equal(said.code, 2);
    assert.deepEqual(await waitingNames(project), []);
    project.write('go-a', '');
    assert.equal(await a.ended, 0);
  });

  test('counts the time of a run from its turn', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    const b = await waiting(project, 'b');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    project.write('go-a', '');
    project.write('go-b', '');
    assert.deepEqual(await Promise.all([a.ended, b.ended]), [0, 0]);
    const { startedAt } = (await project.modelyard(`runs show ${runOf(b)} --format json`)).json<{
      startedAt: string;
    }>();
    const came = /"run.queued".*"at":"([^"]+)"/.exec(b.said.out)?.[1] ?? '';
    assert.ok(Date.parse(startedAt) - Date.parse(came) >= 1400);
  });

  test('waits in a process of its own too, and says so in words', async (t) => {
    const project = testProject(t, NAMED);
    const a = await working(project, 'a');
    const b = startCli(project.folder, ['run', 'named', '--param', 'name=b', '--jobs', '1', '--outlive']);
    await new Promise<void>((resolve) => b.child.stderr?.on('data', () => /waits for/.test(b.said.err) && resolve()));
    assert.match(b.said.err, /^named [0-9a-f]{8} waits for named [0-9a-f]{8}\n/);
    project.write('go-a', '');
    project.write('go-b', '');
    assert.deepEqual(await Promise.all([a.ended, b.ended]), [0, 0]);
  });

  test('takes no number below 1', async (t) => {
    const project = testProject(t, NAMED);
    const said = await project.modelyard('run named --jobs 0');
    assert.equal(said.code, 2);
    assert.match(said.err, /would let no run begin/);
  });
});

function begin(project: TestProject, name: string, jobs: string): CliProcess {
  return startCli(project.folder, ['run', 'named', '--param', `name=${name}`, '--jobs', jobs, '--format', 'ndjson']);
}

async function working(project: TestProject, name: string, jobs = '1'): Promise<CliProcess> {
  const run = begin(project, name, jobs);
  await run.until(/step.started/);
  return run;
}

async function waiting(project: TestProject, name: string, jobs = '1'): Promise<CliProcess> {
  const run = begin(project, name, jobs);
  await run.until(/run.queued/);
  return run;
}

function runOf({ said }: CliProcess): string {
  return /"run":"([0-9a-f]{32})"/.exec(said.out)?.[1] ?? '';
}

async function waitingNames({ folder }: TestProject): Promise<readonly (string | undefined)[]> {
  const log = { debug: () => {}, warn: () => {} };
  const runs = openRunStore(`${folder}/.modelyard/runs.db`, { clock: systemClock(), ids: randomIds(), log });
  try {
    return (await queuedRuns({ runs })).map(({ params }) => params['name']);
  } finally {
    await runs.close();
  }
}
