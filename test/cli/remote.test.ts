import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Collected } from '../../engine/src/operations/remote/gc.ts';
import type { PullResult } from '../../engine/src/operations/remote/pull.ts';
import type { PushResult } from '../../engine/src/operations/remote/push.ts';
import type { Run } from '../../engine/src/ports/runStore.ts';
import { gitProject } from '../kit/gitProject.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { commandLine, type Said } from '../kit/project.ts';
import { type Clone, storeRun, team } from '../kit/team.ts';

const DAY = 86_400_000;

async function json<T>(clone: Pick<Clone, 'modelyard'>, line: string, code = 0): Promise<T> {
  const said = await clone.modelyard(`${line} --format json`);
  assert.equal(said.code, code, said.err + said.out);
  const result = said.json<T>();
  outputSchemas()(line.split(' ')[0]!, result);
  return result;
}

const push = (clone: Pick<Clone, 'modelyard'>, words = '') => json<PushResult>(clone, `push ${words}`.trim());
const pull = (clone: Pick<Clone, 'modelyard'>, words = '') => json<PullResult>(clone, `pull ${words}`.trim());
const gc = (clone: Pick<Clone, 'modelyard'>, words = '') => json<Collected>(clone, `gc ${words}`.trim());

/** Without what is each clone's own. */
function shared({ experimentId: _, tags: { 'modelyard.origin': __, ...tags }, ...run }: Run) {
  return { ...run, tags };
}

function whole(clone: Clone, id: string) {
  return clone.withStores(async ({ runs }) => {
    const children = await runs.children(id);
    const histories = await Promise.all(
      [...children, await runs.run(id)].map(({ id: of, metrics }) =>
        Promise.all(Object.keys(metrics).map((key) => runs.history(of, key))),
      ),
    );
    return { run: shared(await runs.run(id)), children: children.map(shared), histories };
  });
}

test('a fresh clone sees the runs, and fetches bytes when something asks for them', async (t) => {
  const { first, clone } = await team(t, { versions: 2 });
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  const pushed = await push(first);
  // Each registration is a run too.
  assert.deepEqual([pushed.objects, pushed.runs, pushed.changes, pushed.missing], [3, 3, 0, []]);
  const again = await push(first);
  assert.deepEqual([again.objects, again.runs, again.changes, again.bytes], [0, 0, 0, 0]);

  const other = clone();
  const pulled = await pull(other);
  assert.deepEqual([pulled.objects, pulled.runs, pulled.failed], [0, 3, []]);
  assert.equal((await pull(other)).runs, 0);
  assert.deepEqual(await whole(other, id), await whole(first, id));
  const tags = await other.withStores(async ({ runs }) => (await runs.run(id)).tags);
  assert.equal(tags['modelyard.origin'], 'Ada');
  assert.match((await other.modelyard('runs list')).out, /tidal.* Ada$/m);
  assert.match((await other.modelyard(`runs show ${id}`)).out, /pushed by +Ada/);
  assert.doesNotMatch((await first.modelyard('runs list')).out, /pushed by/);
  assert.equal((await push(other)).runs, 0);

  writeFileSync(join(other.folder, 'rows.csv'), 'x\n1\n2\n');
  const predicted = await other.modelyard('predict --model sigmoid:2 --input rows.csv --output out.csv');
  assert.equal(predicted.code, 0, predicted.err);
  assert.equal(readFileSync(join(other.folder, 'out.csv'), 'utf8').trim().split('\n').length, 3);
  const here = await other.withStores(async ({ objects }) => Array.fromAsync(objects.list()));
  assert.equal(here.length, 1, 'only the model that was asked for');
});

test('models that clients saved travel with their run: words, figures and, when asked for, bytes', async (t) => {
  const { first, clone, share } = await team(t);
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  const other = 'm-0123456789abcdef0123456789abcdef';
  await first.withStores(async ({ runs, artifacts }) => {
    const { experimentId } = await runs.run(id);
    const params = { depth: '3' };
    await runs.createLoggedModel({
      id: other,
      experiment: experimentId,
      name: 'forest',
      type: 'sklearn',
      run: id,
      params,
    });
    const file = await artifacts.putBytes('flavors: {}\n');
    const deep = await artifacts.putBytes('pickled');
    await runs.putArtifact({ kind: 'model', id: other }, { path: 'MLmodel', ...file });
    await runs.putArtifact({ kind: 'model', id: other }, { path: 'data/model.pkl', ...deep });
    const dataset = { name: 'flights', digest: 'a1' };
    const metrics = [{ key: 'auc', value: 0.7, step: 3, timestamp: 1_200, model: other, dataset }];
    await runs.log(id, { metrics, modelOutputs: [{ model: other, step: 3 }] });
    await runs.logModel(other, { tags: { stage: 'first' } });
    await runs.finishLoggedModel(other, 'ready');
    await runs.createLoggedModel({ experiment: experimentId, name: 'half', run: id });
  });
  assert.equal((await push(first)).objects, 3);
  const there = clone();
  await pull(there);
  const look = (one: Clone) =>
    one.withStores(async ({ runs }) => {
      const { experiment: _, ...model } = await runs.loggedModel(other);
      const files = await runs.artifactsIn({ kind: 'model', id: other }, 'data');
      const { modelOutputs, experimentId } = await runs.run(id);
      const all = await runs.searchLoggedModels({ experiments: [experimentId], limit: 10 });
      return { model, files, modelOutputs, names: all.items.map(({ name }) => name) };
    });
  const [here, copied] = [await look(first), await look(there)];
  assert.deepEqual(copied, { ...here, names: ['forest'] }, 'what is not finished is nobody else’s yet');
  const bytes = await there.withStores(async ({ runs, artifacts }) => {
    const entry = await runs.artifact({ kind: 'model', id: other }, 'data/model.pkl');
    return readFileSync(await artifacts.path(entry!.sha256, 'model.pkl'), 'utf8');
  });
  assert.equal(bytes, 'pickled');
  assert.equal((await pull(there, `run:${id.slice(0, 8)}`)).objects, 2);

  const old = Date.now() / 1000 - 30 * 86_400;
  for (const path of globSync('objects/*/*', { cwd: share })) utimesSync(join(share, path), old, old);
  await first.withStores(({ runs }) => runs.deleteLoggedModel(other));
  assert.equal((await gc(first, '--remote')).objects, 0, 'the run there still names its model');
});

test('tables that data steps made stay where they are', async (t) => {
  const { first, share } = await team(t);
  await first.withStores((stores) => storeRun(stores, 'tidal'));
  assert.equal((await push(first)).objects, 1);
  const texts = globSync('objects/*/*', { cwd: share }).map((path) => readFileSync(join(share, path), 'utf8'));
  assert.deepEqual(texts, ['train of tidal']);
});

test('pull brings the bytes that are named, or all', async (t) => {
  const { first, clone } = await team(t, { versions: 2 });
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  await push(first);
  const other = clone();
  assert.equal((await pull(other, 'sigmoid:1')).objects, 1);
  assert.equal((await pull(other, `run:${id.slice(0, 8)}`)).objects, 1);
  assert.equal((await pull(other, '--all')).objects, 1);
  assert.equal((await pull(other, '--all')).objects, 0);
  assert.match((await other.modelyard('pull nobody')).err, /nobody/);
});

test('tags, names and deletions travel; of each key the last word counts', async (t) => {
  const { first, clone } = await team(t);
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  await push(first);
  const [other, third] = [clone(), clone()];
  await pull(other);
  await pull(third);

  await first.modelyard(`runs tag ${id} colour=red size=big`);
  await other.modelyard(['runs', 'tag', id, 'colour=blue', 'mlflow.note.content=calm']);
  assert.equal((await push(first)).changes, 1);
  assert.equal((await push(other)).changes, 1);
  assert.equal((await push(other)).changes, 0);
  for (const each of [first, other, third]) assert.equal((await pull(each)).changes, 1);
  for (const each of [first, other, third]) {
    const { tags } = await each.withStores(({ runs }) => runs.run(id));
    assert.deepEqual([tags['colour'], tags['size'], tags['mlflow.note.content']], ['blue', 'big', 'calm']);
    const nothing = await pull(each);
    assert.deepEqual([nothing.changes, (await push(each)).changes], [0, 0]);
  }

  await third.modelyard(`runs tag ${id} --remove size`);
  await third.modelyard(`runs delete ${id}`);
  await push(third);
  await pull(first);
  assert.equal(await first.withStores(async ({ runs }) => (await runs.run(id)).lifecycle), 'deleted');
  const late = clone();
  assert.equal((await pull(late)).runs, 0);
  assert.equal((await pull(late)).runs, 0);
  await first.modelyard(`runs delete ${id} --restore`);
  await push(first);
  assert.equal((await pull(late)).runs, 1);
  const { tags } = await late.withStores(({ runs }) => runs.run(id));
  assert.deepEqual([tags['colour'], tags['size']], ['blue', undefined]);
});

test('a change that was not pushed yet is not lost by a pull', async (t) => {
  const { first, clone } = await team(t);
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  await push(first);
  const other = clone();
  await pull(other);
  await other.modelyard(`runs tag ${id} mine=yes`);
  await first.modelyard(`runs tag ${id} theirs=yes`);
  await push(first);
  await pull(other);
  const { tags } = await other.withStores(({ runs }) => runs.run(id));
  assert.deepEqual([tags['mine'], tags['theirs']], ['yes', 'yes']);
  assert.equal((await push(other)).changes, 1);
  await pull(first);
  assert.equal((await first.withStores(({ runs }) => runs.run(id))).tags['mine'], 'yes');
});

test('a day offline: push says what waits, and goes on afterwards', async (t) => {
  const { first, share } = await team(t, { versions: 1 });
  await first.withStores((stores) => storeRun(stores, 'before'));
  await push(first);
  await first.register(7);
  await first.withStores((stores) => storeRun(stores, 'offline'));
  renameSync(share, `${share}-gone`);
  const said = await first.modelyard('push');
  assert.equal(said.code, 2);
  assert.match(said.err, /cannot be reached/);
  assert.match(said.err, /Waiting here: 2 runs and 2 objects \(\d+ B\)/);
  assert.equal(existsSync(share), false);
  assert.equal((await first.modelyard('runs list')).code, 0);
  renameSync(`${share}-gone`, share);
  const pushed = await push(first);
  assert.deepEqual([pushed.objects, pushed.runs], [2, 2]);
});

test('other bytes than asked are refused, named and not kept; push --verify mends them', async (t) => {
  const { first, clone, share } = await team(t, { versions: 1 });
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  await push(first);
  const objects = globSync('objects/*/*', { cwd: share }).map((path) => join(share, path));
  for (const path of objects) spoil(path);
  const other = clone();
  const pulled = await json<PullResult>(other, 'pull --all', 1);
  assert.deepEqual(
    pulled.failed.map(({ reason }) => reason),
    ['remote-other-bytes', 'remote-other-bytes'],
  );
  assert.match(pulled.failed[0]!.message, /model sigmoid:1|train/);
  assert.equal((await other.withStores(async ({ objects: kept }) => Array.fromAsync(kept.list()))).length, 0);
  const said = await other.modelyard('models verify');
  assert.match(said.out + said.err, /other bytes/);

  assert.equal((await push(first)).objects, 0);
  assert.equal((await push(first, '--verify')).objects, 2);
  assert.equal((await push(first, '--verify')).objects, 0);
  assert.equal((await pull(other, '--all')).objects, 2);

  const bundle = join(share, globSync(`runs/*/${id.slice(2)}*`, { cwd: share })[0]!);
  spoil(bundle);
  const late = clone();
  const refused = await json<PullResult>(late, 'pull', 1);
  assert.equal(refused.failed[0]?.reason, 'remote-other-bytes');
  await assert.rejects(
    late.withStores(({ runs }) => runs.run(id)),
    { reason: 'run-not-found' },
  );
});

function spoil(path: string): void {
  const bytes = readFileSync(path);
  bytes[0] = bytes[0]! ^ 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
}

test('what is on no machine of the team is said when it is asked for', async (t) => {
  const { first, clone, share } = await team(t, { versions: 1 });
  const other = clone();
  writeFileSync(join(other.folder, 'rows.csv'), 'x\n1\n');
  const line = 'predict --model sigmoid:1 --input rows.csv --output out.csv';
  const nowhere = await other.modelyard(line);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.err, /neither here nor in file:/);
  assert.match(nowhere.err, /modelyard push/);
  rmSync(share, { recursive: true });
  assert.match((await other.modelyard(line)).err, /is not on this machine\. The remote .* cannot be reached/);
  assert.equal((await first.modelyard(line)).code, 2, 'its rows are not there');
});

test('a project without a remote, or with a wrong one, says what to write', async (t) => {
  const project = await gitProject(t);
  for (const command of ['push', 'pull', 'gc --remote']) {
    const said = await project.modelyard(command);
    assert.equal(said.code, 2);
    assert.match(said.err, /has no remote[\s\S]*remote: file:\/\/\//);
  }
  project.write('modelyard.yaml', 'project: small\nremote: s3://KEY:SECRETSECRET@bucket/x\n');
  const said = await project.modelyard('push');
  assert.match(said.err, /Credentials stand in the address/);
  assert.doesNotMatch(said.err, /SECRETSECRET/);
});

test('doctor says whether the remote can be read and written', async (t) => {
  const { first, share } = await team(t);
  const remote = async () => {
    const said = await first.modelyard('doctor --format json');
    return said
      .json<{ checks: readonly { name: string; ok: boolean }[] }>()
      .checks.find(({ name }) => name === 'remote');
  };
  assert.equal((await remote())?.ok, true);
  rmSync(share, { recursive: true });
  assert.equal((await remote())?.ok, false);
});

test('work that is cancelled ends with 130, and the next one goes on', async (t) => {
  const { first } = await team(t, { versions: 1 });
  await first.withStores((stores) => storeRun(stores, 'tidal'));
  const stopped = await first.modelyard('push', { signal: AbortSignal.abort() });
  assert.equal(stopped.code, 130);
  assert.equal((await push(first)).runs, 2);
});

test('progress and the result are events', async (t) => {
  const { first } = await team(t, { versions: 1 });
  await first.withStores((stores) => storeRun(stores, 'tidal'));
  const check = outputSchemas();
  for (const line of ['push', 'pull', 'gc']) {
    const said: Said = await first.modelyard(`${line} --format ndjson`);
    const events = said.events() as readonly { readonly type: string }[];
    for (const event of events) check('events', event);
    assert.equal(events.at(-1)?.type, `${line}.finished`);
  }
});

test('gc frees what no version, run, alias or dataset names, after its grace', async (t) => {
  const { first } = await team(t, { versions: 2 });
  const kept = await first.withStores((stores) => storeRun(stores, 'kept'));
  const gone = await first.withStores((stores) => storeRun(stores, 'gone'));
  await first.withStores(({ artifacts }) => artifacts.putBytes('nobody names it'));
  await first.modelyard(`runs delete ${gone}`);
  first.git('checkout', '-q', '-b', 'side');
  await first.register(9);
  first.commitAll('A version on a branch');
  first.git('checkout', '-q', 'main');
  assert.equal((await gc(first)).objects, 0, 'all is younger than 14 days');
  age(join(first.folder, '.modelyard/objects'), 15);
  const dry = await gc(first, '--dry-run');
  assert.deepEqual([dry.objects, dry.dryRun], [3, true]);
  assert.equal((await gc(first)).objects, 3);
  assert.equal((await gc(first)).objects, 0);
  assert.equal((await first.modelyard('models verify')).code, 0);
  first.git('checkout', '-q', 'side');
  assert.equal((await first.modelyard('models verify')).code, 0);
  await first.withStores(async ({ runs, objects }) => {
    for (const { sha256 } of (await runs.run(kept)).artifacts) assert.equal(await objects.has(sha256), true);
  });
});

test('an object that is put again counts as new', async (t) => {
  const { first } = await team(t);
  await first.withStores(({ artifacts }) => artifacts.putBytes('used again'));
  age(join(first.folder, '.modelyard/objects'), 15);
  await first.withStores(({ artifacts }) => artifacts.putBytes('used again'));
  assert.equal((await gc(first)).objects, 0);
});

test('gc of the remote keeps what any branch or any run there needs', async (t) => {
  const { first, clone, share } = await team(t, { versions: 1 });
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  const dropped = await first.withStores((stores) => storeRun(stores, 'dropped'));
  await push(first);
  await first.modelyard(`runs delete ${dropped}`);
  await push(first);
  age(join(share, 'objects'), 15);
  const other = clone();
  assert.equal((await gc(other, '--remote --dry-run')).objects, 1);
  assert.equal((await gc(other, '--remote')).objects, 1);
  const late = clone();
  await pull(late, '--all');
  assert.equal((await late.modelyard('models verify')).code, 0);
  await late.withStores(async ({ runs, objects }) => {
    const train = (await runs.children(id)).find(({ name }) => name === 'train');
    assert.equal(await objects.has(train!.artifacts[0]!.sha256), true);
  });
});

test('gc of the remote is refused where history is cut off', async (t) => {
  const { first, clone } = await team(t, { versions: 1 });
  await push(first);
  const other = clone();
  const shallow = join(other.folder, '..', 'shallow');
  first.commitAll('more');
  first.git('push', '-q');
  other.git('clone', '-q', '--depth', '1', `file://${first.git('remote', 'get-url', 'origin')}`, shallow);
  const said = await commandLine(shallow, 'gc --remote');
  assert.equal(said.code, 2);
  assert.match(said.err, /--unshallow/);
});

/** Makes files look so many days old. */
function age(folder: string, days: number): void {
  const then = new Date(Date.now() - days * DAY);
  for (const sub of readdirSync(folder))
    for (const name of readdirSync(join(folder, sub))) utimesSync(join(folder, sub, name), then, then);
}
