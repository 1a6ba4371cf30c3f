import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { CallingProcess } from '../../engine/src/ports/callers.ts';
import type { Git } from '../../engine/src/ports/git.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import type { Run } from '../../engine/src/ports/runStore.ts';
import { type TestService, testService } from '../kit/service.ts';

/** As MLflow's client does: over a connection that stays. */
const PROGRAM = `
import http.client, json, sys, urllib.parse
url, token = sys.argv[1:3]
connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc)
connection.request("POST", "/api/2.0/mlflow/runs/create", b'{"experiment_id": "0"}',
    {"Content-Type": "application/json", "Authorization": "Bearer " + token})
print(json.load(connection.getresponse())["run"]["info"]["run_id"], flush=True)
sys.stdin.read()
`;

const COMMIT = 'c'.repeat(40);
const CALLER: CallingProcess = {
  ...{
    pid: 7,
    started: '1',
    arguments: ['/usr/bin/R', 'train.R', '--token', 'abc'],
    program: '/usr/bin/R',
    folder: '/else',
  },
};

/** A machine that knows its callers and its commit. */
function machine(caller: CallingProcess | undefined, git: Partial<Git> = {}) {
  const known: Partial<Git> = {
    head: async () => ({ commit: COMMIT, branch: 'main', dirty: true }),
    dirtyDiff: async () => 'diff --git a/x b/x\n',
    ...git,
  };
  return (host: Host): Host => ({
    ...host,
    callers: { processOf: async () => caller },
    git: (root) => Object.assign(host.git(root), known),
  });
}

async function newRun({ post, undeclared, stores }: TestService, tags: Record<string, string> = {}): Promise<Run> {
  const pairs = Object.entries(tags).map(([key, value]) => ({ key, value }));
  const { run } = await post('runs/create', { experiment_id: '0', tags: pairs });
  await undeclared.settled();
  return stores.runs.run(run.info.run_id);
}

test('a program that logs is found by its connection, with its command line and its Python', {
  skip: process.platform === 'linux' && hasPython() ? false : 'needs Linux and python3',
}, async (t) => {
  const service = await testService(t, { undeclared: true });
  const { root, token, server, undeclared, stores } = service;
  execFileSync('git', ['init', '-q', '-b', 'work'], { cwd: root });
  writeFileSync(join(root, 'train.py'), PROGRAM);
  execFileSync('git', ['add', '.'], { cwd: root });
  const asSomebody = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '--no-gpg-sign', '-m', 'first'];
  execFileSync('git', asSomebody, { cwd: root });
  writeFileSync(join(root, 'train.py'), `${PROGRAM}# changed\n`);
  const words = ['train.py', server.url, token, '--password', 'hunter2', '--db=postgres://me:pw@host/x', '--depth=4'];
  const env = { ...process.env, MODELYARD_SECRET_OURS: token };
  const running = promisify(execFile)('python3', words, { cwd: root, env });
  const [id] = await new Promise<string[]>((done) => running.child.stdout?.once('data', (text) => done([text.trim()])));
  await undeclared.settled();
  running.child.stdin?.end();
  await running;
  const run = await stores.runs.run(id!);
  assert.equal(
    run.tags['modelyard.command'],
    `python3 train.py ${server.url} '***' --password '***' '--db=postgres://me:***@host/x' --depth=4`,
  );
  const environment = JSON.parse(run.tags['modelyard.environment']!);
  const version = execFileSync('python3', ['--version']).toString().trim().split(' ')[1];
  assert.deepEqual([environment.python, environment.folder, run.tags['modelyard.python']], [version, '.', version]);
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root }).toString().trim();
  assert.deepEqual(
    ['mlflow.source.git.commit', 'mlflow.source.git.branch', 'modelyard.git.dirty', 'mlflow.source.name'].map(
      (key) => run.tags[key],
    ),
    [head, 'work', 'true', 'train.py'],
  );
  assert.deepEqual(run.artifacts.map(({ path }) => path).sort(), ['environment/python.json', 'git/dirty.diff']);
  const diff = run.artifacts.find(({ path }) => path === 'git/dirty.diff')!;
  assert.match(Buffer.from(await stores.artifacts.bytes(diff.sha256, 'diff')).toString(), /\+# changed/);
  assert.equal(JSON.stringify(run).includes('hunter2'), false);
});

test('a program that is no Python has its command line, without secrets', async (t) => {
  const service = await testService(t, { undeclared: true, change: machine(CALLER) });
  const run = await newRun(service);
  assert.equal(run.tags['modelyard.command'], "R train.R --token '***'");
  assert.equal(JSON.parse(run.tags['modelyard.environment']!).folder, '/else');
  assert.equal(run.tags['mlflow.source.git.commit'], COMMIT);
  assert.deepEqual(
    run.artifacts.map(({ path }) => path),
    ['git/dirty.diff'],
  );
});

test('what is not known of a caller is left out', async (t) => {
  const service = await testService(t, {
    undeclared: true,
    change: machine(undefined, { head: async () => undefined }),
  });
  const { tags, artifacts } = await newRun(service);
  assert.deepEqual(Object.keys(tags), ['modelyard.environment']);
  assert.deepEqual(Object.keys(JSON.parse(tags['modelyard.environment']!)), [
    'modelyard',
    'platform',
    'threads',
    'memory',
  ]);
  assert.deepEqual(artifacts, []);
});

test('what the client says of itself stays, and the commit of another repository is not mixed with ours', async (t) => {
  const service = await testService(t, { undeclared: true, change: machine(CALLER) });
  const other = { 'mlflow.source.git.commit': 'd'.repeat(40), 'mlflow.source.name': 'nb.ipynb' };
  const run = await newRun(service, other);
  assert.deepEqual([run.tags['mlflow.source.git.commit'], run.tags['mlflow.source.name']], Object.values(other));
  assert.equal(run.tags['modelyard.git.dirty'], undefined);
  assert.deepEqual(run.artifacts, []);
  const same = await newRun(service, { 'mlflow.source.git.commit': COMMIT });
  assert.equal(same.tags['modelyard.git.dirty'], 'true');
});

test('what only passes a request of MLflow’s Python client on is not taken for its program', async (t) => {
  const service = await testService(t, { undeclared: true, change: machine({ ...CALLER, program: '/usr/bin/ssh' }) });
  const headers = { 'user-agent': 'mlflow-python-client/3.1.0' };
  const reply = await service.call('POST', '/api/2.0/mlflow/runs/create', { json: { experiment_id: '0' }, headers });
  await service.undeclared.settled();
  const run = await service.stores.runs.run(reply.json().run.info.run_id);
  assert.equal(run.tags['modelyard.command'], undefined);
});

test('git is asked once for many runs of a program', async (t) => {
  let asked = 0;
  const head: Git['head'] = async () => {
    asked += 1;
    return { commit: COMMIT, branch: undefined, dirty: false };
  };
  const service = await testService(t, { undeclared: true, change: machine(CALLER, { head }) });
  const runs = await Promise.all(Array.from({ length: 20 }, () => newRun(service)));
  assert.equal(asked, 1);
  assert.ok(runs.every(({ tags }) => tags['mlflow.source.git.commit'] === COMMIT));
});

test('a run that is deleted at once, a git that fails and a system that fails disturb nobody', async (t) => {
  const broken = async (): Promise<never> => {
    throw new Error('broken');
  };
  const warned: string[] = [];
  const change = (host: Host): Host => ({
    ...machine(undefined, { head: broken })(host),
    callers: { processOf: broken },
    log: { debug: () => {}, warn: (text) => void warned.push(text) },
  });
  const service = await testService(t, { undeclared: true, change });
  const { run } = await service.post('runs/create', { experiment_id: '0' });
  await service.post('runs/delete', { run_id: run.info.run_id });
  await service.undeclared.settled();
  assert.deepEqual(service.reported, []);
  assert.deepEqual(warned, ['what git says is not kept: broken']);
  assert.ok((await newRun(service)).tags['modelyard.environment']);
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
