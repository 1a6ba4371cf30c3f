import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Ready, servedProject } from '../kit/serveProcess.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/output/serve.schema.json', import.meta.url), 'utf8'),
) as object;
const follows = new Ajv2020({ strict: false }).compile(schema);

async function post({ url, token }: Ready, path: string, json: object): Promise<Response> {
  return fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
}

async function newRun(ready: Ready): Promise<string> {
  const answer = (await (await post(ready, 'runs/create', { experiment_id: '0' })).json()) as {
    readonly run: { readonly info: { readonly run_id: string } };
  };
  return answer.run.info.run_id;
}

test('a project has one service, which is found through a file for this user only', async (t) => {
  const project = servedProject(t);
  const [one, two] = await Promise.all([project.serve(), project.serve()]);
  assert.deepEqual([one.ready, two.ready].map(({ started }) => started).sort(), [false, true]);
  const [first, second] = one.ready.started ? [one, two] : [two, one];
  assert.equal(await second.ended(), 0);
  assert.deepEqual(
    [second.ready.url, second.ready.token, second.ready.pid],
    [first.ready.url, first.ready.token, first.child.pid],
  );
  assert.ok(follows(first.ready), JSON.stringify(follows.errors));
  if (process.platform !== 'win32')
    assert.equal(statSync(join(project.root, '.modelyard/service.json')).mode & 0o777, 0o600);
  assert.ok(first.ready.token.length >= 43);
  const told = await project.say();
  assert.deepEqual(
    [told.code, told.out.includes(first.ready.url), told.out.includes(first.ready.token)],
    [0, true, false],
  );
  assert.equal((await post(first.ready, 'experiments/search', { max_results: 1 })).status, 200);
  assert.equal((await post({ ...first.ready, token: 'x' }, 'experiments/search', { max_results: 1 })).status, 401);
  if (process.platform !== 'win32') assert.equal(await first.end('SIGTERM'), 0);
});

test('the address stays what it was, after an end and after a kill', {
  skip: process.platform === 'win32',
}, async (t) => {
  const project = servedProject(t);
  const first = await project.serve();
  assert.equal(await first.end('SIGINT'), 0);
  assert.equal(project.file().process, undefined);
  const second = await project.serve();
  assert.deepEqual([second.ready.url, second.ready.token], [first.ready.url, first.ready.token]);
  await second.end('SIGKILL');
  assert.equal(project.file().process?.pid, second.child.pid);
  const third = await project.serve();
  assert.deepEqual([third.ready.url, third.ready.started], [first.ready.url, true]);
  await third.end('SIGKILL');
  const other = createServer().listen(project.file().port, '127.0.0.1');
  await once(other, 'listening');
  const fourth = await project.serve();
  other.close();
  assert.notEqual(fourth.ready.url, first.ready.url);
  assert.notEqual(fourth.ready.token, first.ready.token);
  await fourth.end('SIGTERM');
});

test('a file that is none is written anew', async (t) => {
  const project = servedProject(t);
  const first = await project.serve();
  await first.end('SIGKILL');
  for (const text of ['', '{', '[]', '{"url":5}', '{"url":"http://x","port":1,"token":"short"}']) {
    writeFileSync(join(project.root, '.modelyard/service.json'), text);
    const next = await project.serve();
    assert.equal((await fetch(`${next.ready.url}/health`)).status, 200);
    await next.end('SIGKILL');
  }
});

test('the lines for a shell start the service when it does not run', async (t) => {
  const project = servedProject(t);
  const posix = await project.say('--print-env', '--shell', 'posix');
  assert.equal(posix.code, 0, posix.err);
  const { url, token, process: answering } = project.file();
  t.after(() => process.kill(answering?.pid ?? 0, 'SIGKILL'));
  assert.equal(posix.out, `export MLFLOW_TRACKING_URI='${url}'\nexport MLFLOW_TRACKING_TOKEN='${token}'\n`);
  const powershell = await project.say('--print-env', '--shell', 'powershell');
  assert.equal(powershell.out, `$env:MLFLOW_TRACKING_URI = '${url}'\n$env:MLFLOW_TRACKING_TOKEN = '${token}'\n`);
  const fish = await project.say('--print-env', '--shell', 'fish');
  assert.equal(fish.out, `set -gx MLFLOW_TRACKING_URI '${url}'\nset -gx MLFLOW_TRACKING_TOKEN '${token}'\n`);
  const json = await project.say('--print-env', '--format', 'json');
  assert.ok(follows(JSON.parse(json.out)), JSON.stringify(follows.errors));
  assert.equal(readFileSync(join(project.root, '.modelyard/service.log'), 'utf8').includes(token), false);
});

test('it leaves when nobody asks, but not while a run lives', async (t) => {
  const project = servedProject(t);
  const { ready, ended } = await project.serve('--idle', '0.2');
  const run_id = await newRun(ready);
  let left = false;
  void ended().then(() => {
    left = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(left, false);
  assert.equal((await post(ready, 'runs/update', { run_id, status: 'FINISHED', end_time: 1 })).status, 200);
  assert.equal(await ended(), 0);
  assert.equal(project.file().process, undefined);
});

test('what was acknowledged is there after the service was killed', async (t) => {
  const project = servedProject(t);
  const { ready, end } = await project.serve();
  const runs = await Promise.all([1, 2, 3, 4].map(() => newRun(ready)));
  const acknowledged = new Map<string, number>();
  const enough = Promise.withResolvers<void>();
  const clients = runs.map(async (run_id) => {
    for (let step = 0; ; step++) {
      const answer = await post(ready, 'runs/log-metric', { run_id, key: 'm', value: step, timestamp: step, step });
      assert.equal(answer.status, 200);
      acknowledged.set(run_id, step);
      if (step === 50) enough.resolve();
    }
  });
  await Promise.race([enough.promise, ...clients]);
  await end('SIGKILL');
  await Promise.allSettled(clients);
  const again = await project.serve();
  for (const run_id of runs) {
    const history = await fetch(`${again.ready.url}/api/2.0/mlflow/metrics/get-history?run_id=${run_id}&metric_key=m`, {
      headers: { authorization: `Bearer ${again.ready.token}` },
    });
    const { metrics = [] } = (await history.json()) as { readonly metrics?: readonly unknown[] };
    assert.ok(metrics.length > (acknowledged.get(run_id) ?? 0), `${metrics.length}`);
  }
  await again.end('SIGKILL');
});

test('what serve cannot do is said', async (t) => {
  const project = servedProject(t);
  const said = async (...args: string[]): Promise<string> => {
    const { code, err } = await project.say(...args);
    assert.equal(code, 2, args.join(' '));
    return err;
  };
  assert.match(await said('--port', '70000'), /70000 is no port/);
  assert.match(await said('--idle', '-1'), /-1 is no number of seconds/);
  assert.match(await said('--format', 'xml'), /xml/);
  assert.match(await said('--shell', 'tcsh'), /none of posix, powershell, fish/);
  assert.match(await said('--project', '/'), /no modelyard.yaml/);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { readonly port: number };
  assert.match(await said('--port', String(port)), /is taken by another program/);
  other.close();
});
