import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { copyMlruns, makeMlflowDatabase } from '../../kit/mlflowSources.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { type ViewedSources, viewedSources } from '../../kit/viewedSources.ts';

test('a database of an unknown schema is said, and holds up no other source', async (t) => {
  const root = temporaryFolder(t);
  copyMlruns(root);
  const db = new Database(join(root, 'mlflow.db'));
  db.exec('CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES (1)');
  db.close();
  const { ask } = viewedSources(t, root);
  const { sources, unreadable } = await ask('sources', {});
  assert.deepEqual(
    sources.map(({ id }) => id),
    ['mlruns'],
  );
  assert.equal(unreadable.length, 1);
  assert.equal(unreadable[0]?.place, 'mlflow.db');
  assert.match(unreadable[0]?.message ?? '', /its schema \(alembic version 1\) lacks/);
  assert.match(unreadable[0]?.next ?? '', /mlflow db upgrade/);
  assert.equal((await ask('experiments', { source: 'mlruns' })).length, 1);
});

test('a database with more than is known is read all the same', async (t) => {
  const root = temporaryFolder(t);
  const db = new Database(makeMlflowDatabase(root, '3.17.2'));
  db.exec(
    "ALTER TABLE runs ADD COLUMN mood TEXT; CREATE TABLE moods (name TEXT); UPDATE alembic_version SET version_num = 'zz'",
  );
  db.close();
  const { ask } = viewedSources(t, root);
  assert.equal((await ask('experiments', { source: 'mlflow-db' }))[0]?.runs, 1);
});

test('a file that is no database is unreadable until it is one', async (t) => {
  const root = temporaryFolder(t);
  writeFileSync(join(root, 'mlflow.db'), 'no database at all, though it is called so');
  const { ask, add } = viewedSources(t, root);
  assert.equal((await ask('sources', {})).unreadable[0]?.place, 'mlflow.db');
  rmSync(join(root, 'mlflow.db'));
  makeMlflowDatabase(root, '2.9.2');
  add([]);
  assert.deepEqual((await ask('sources', {})).unreadable, []);
});

test('half-written runs cost themselves only, and times that no calendar has are none', async (t) => {
  const root = temporaryFolder(t);
  const mlruns = copyMlruns(root);
  const write = (id: string, text: string) => {
    mkdirSync(join(mlruns, '0', id), { recursive: true });
    writeFileSync(join(mlruns, '0', id, 'meta.yaml'), text);
  };
  write('a'.repeat(32), 'run_id: "');
  write('b'.repeat(32), `run_id: '${'b'.repeat(32)}'\nstart_time: 99999999999999999999\nend_time: -1e300\nstatus: 9\n`);
  const { ask } = viewedSources(t, root);
  const { runs } = await ask('runs', { source: 'mlruns', experiment: 'Default', offset: 0, limit: 5 });
  assert.deepEqual(
    runs.map(({ id, status, startedAt }) => [id.slice(0, 4), status, startedAt]),
    [['bbbb', 'running', '1970-01-01T00:00:00.000Z']],
  );
  const page = await ask('runPage', { run: runs[0]!.id });
  assert.deepEqual([page.status, page.live, page.endedAt], ['running', null, null]);
});

test('artifacts that lie outside are not read; the page says so and shows the rest', async (t) => {
  const root = temporaryFolder(t);
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  const db = new Database(makeMlflowDatabase(root, '3.17.2'));
  db.prepare('UPDATE runs SET artifact_uri = ?').run(`file://${outside}`);
  db.close();
  const { ask } = viewedSources(t, root);
  const { runs } = await ask('runs', { source: 'mlflow-db', experiment: 'flights/delay', offset: 0, limit: 5 });
  const run = runs[0]!.id;
  const page = await ask('runPage', { run });
  assert.deepEqual([page.name, page.artifacts], ['sweep', []]);
  assert.match(page.artifactsMissing ?? '', /are not in .* Only what lies in the source is read/);
  assert.equal((await ask('runParts', { run })).artifactsMissing, page.artifactsMissing);
  for (const path of ['secret.txt', '../secret.txt', join(outside, 'secret.txt')])
    await assert.rejects(ask('artifactPreview', { run, path }), { reason: /artifact/ });
});

test('a source that vanishes while it is open is refused, and answers when it is back', async (t) => {
  const root = temporaryFolder(t);
  const mlruns = copyMlruns(root);
  const file = makeMlflowDatabase(root, '3.17.2');
  const { ask, add } = viewedSources(t, root);
  for (const [source, path] of [
    ['mlruns', mlruns],
    ['mlflow-db', file],
  ] as const) {
    assert.equal((await ask('experiments', { source })).length, 1);
    renameSync(path, `${path}.away`);
    await assert.rejects(ask('experiments', { source }), { reason: 'run-source' });
    // As after a moment.
    add([]);
    await assert.rejects(ask('experiments', { source }), { reason: 'source-not-found' });
    cpSync(`${path}.away`, path, { recursive: true });
    add([]);
    assert.equal((await ask('experiments', { source })).length, 1);
  }
});

test('another database in place of one that is open is read, not the former', async (t) => {
  const root = temporaryFolder(t);
  const file = makeMlflowDatabase(root, '3.17.2');
  const { ask } = viewedSources(t, root);
  assert.equal((await ask('models', { source: 'mlflow-db' })).length, 1);
  const other = new Database(makeMlflowDatabase(join(root, 'other'), '2.9.2'));
  other.exec("UPDATE experiments SET name = 'another' WHERE name = 'flights/delay'");
  other.close();
  renameSync(join(root, 'other/mlflow.db'), file);
  assert.deepEqual(
    (await ask('experiments', { source: 'mlflow-db' })).map(({ name }) => name),
    ['another'],
  );
});

test('a server that hangs is given up, and holds up nothing that lies here', async (t) => {
  const root = temporaryFolder(t);
  copyMlruns(root);
  const { ask, source } = await withServer(t, root, () => {});
  const late = ask('experiments', { source });
  assert.equal((await ask('experiments', { source: 'mlruns' })).length, 1);
  await assert.rejects(late, {
    reason: 'run-source',
    message: /does not answer \(it takes too long\)/,
    next: /Check the address/,
  });
});

test('a server that refuses the token says what to give, and no secret is told', async (t) => {
  const root = temporaryFolder(t);
  const { ask, source } = await withServer(t, root, (_, response) => response.writeHead(401).end('{}'), 'hush-hush');
  assert.doesNotMatch(JSON.stringify(await ask('sources', {})), /hush/);
  await assert.rejects(
    ask('runs', { source, experiment: 'e', offset: 0, limit: 5 }),
    (error: Error & { next?: string }) => {
      assert.match(error.next ?? '', /token/);
      assert.doesNotMatch(JSON.stringify([error.message, error.next]), /hush/);
      return true;
    },
  );
});

test('a server tells no counts: its runs come as far as they are asked for', async (t) => {
  const asked: string[] = [];
  const { ask, source } = await withServer(t, temporaryFolder(t), async (request, response) => {
    asked.push(request.url ?? '');
    const answer = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url?.endsWith('/experiments/search'))
      return answer({ experiments: [{ experiment_id: '1', name: 'e' }] });
    const text = (await request.toArray()).join('');
    const from = Number((JSON.parse(text) as { page_token?: string }).page_token ?? 0);
    const runs = Array.from({ length: 200 }, (_, at) => ({
      info: {
        run_id: String(from + at).padStart(32, '0'),
        experiment_id: '1',
        run_name: `r${from + at}`,
        status: 'FINISHED',
        start_time: 5,
      },
    }));
    answer({ runs, ...(from < 600 ? { next_page_token: String(from + 200) } : {}) });
  });
  const [experiment] = await ask('experiments', { source });
  assert.deepEqual([experiment?.name, experiment?.runs], ['e', null]);
  const first = await ask('runs', { source, experiment: 'e', offset: 0, limit: 50 });
  assert.deepEqual([first.total, first.isAtLeast, first.runs.length], [200, true, 50]);
  const last = await ask('runs', { source, experiment: 'e', offset: 780, limit: 50 });
  assert.deepEqual([last.total, last.isAtLeast, last.runs.map(({ name }) => name)[0]], [800, undefined, 'r780']);
  assert.equal(last.runs.length, 20);
});

test('what the user adds is a source with an id of its own, once, and none when it is taken away', async (t) => {
  const root = temporaryFolder(t);
  const elsewhere = temporaryFolder(t);
  copyMlruns(root);
  copyMlruns(elsewhere);
  makeMlflowDatabase(elsewhere, '2.9.2');
  const { ask, add } = viewedSources(t, root);
  add([
    { place: elsewhere },
    { place: join(elsewhere, 'mlruns') },
    { place: root },
    { place: join(elsewhere, 'nothing') },
    { place: 'https://ana:hush@mlflow.example.com/team' },
    { place: 'https://ana:hush@not a host' },
  ]);
  const { sources, unreadable } = await ask('sources', {});
  assert.deepEqual(
    sources.map(({ kind, name }) => [kind, name]),
    [
      ['mlruns', 'mlruns'],
      ['mlruns', `${elsewhere.split('/').at(-1)}/mlruns`],
      ['mlflow-database', `${elsewhere.split('/').at(-1)}/mlflow.db`],
      ['mlflow-server', 'mlflow.example.com/team'],
    ],
  );
  assert.ok(sources.every(({ id }) => /^[a-z0-9-]{1,40}$/.test(id)));
  assert.equal(new Set(sources.map(({ id }) => id)).size, 4);
  assert.equal(unreadable.length, 2);
  assert.doesNotMatch(JSON.stringify([sources, unreadable]), /hush/);
  const before = sources[1]!.id;
  assert.equal((await ask('experiments', { source: before })).length, 1);
  add([{ place: elsewhere }]);
  assert.deepEqual((await ask('sources', {})).sources[1]?.id, before);
  add([]);
  await assert.rejects(ask('experiments', { source: before }), { reason: 'source-not-found' });
});

test('a pickle is bytes: opened as a file, and no preview is made of it', async (t) => {
  const root = temporaryFolder(t);
  const mlruns = copyMlruns(root);
  const { ask } = viewedSources(t, root);
  const { runs } = await ask('runs', { source: 'mlruns', experiment: 'flights/delay', offset: 0, limit: 1 });
  const { steps } = await ask('runParts', { run: runs[0]!.id });
  const run = steps[0]!.run!;
  const pickle = Buffer.from("\x80\x04cos\nsystem\n(S'touch pwned'\ntR.\0", 'latin1');
  writeFileSync(join(mlruns, '698418591328841864', run.split('@')[0]!, 'artifacts/model/model.pkl'), pickle);
  assert.deepEqual(await ask('artifactPreview', { run, path: 'model/model.pkl' }), { kind: 'none', why: 'binary' });
  const { file } = await ask('artifact', { run, path: 'model/model.pkl' });
  assert.deepEqual(readFileSync(file), pickle);
});

async function withServer(
  t: TestContext,
  root: string,
  answer: RequestListener,
  token?: string,
): Promise<ViewedSources & { readonly source: string }> {
  const http = createServer(answer);
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const viewed = viewedSources(t, root, 300);
  const place = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  viewed.add([{ place, ...(token === undefined ? {} : { token }) }]);
  const { sources } = await viewed.ask('sources', {});
  return { ...viewed, source: sources.find(({ kind }) => kind === 'mlflow-server')!.id };
}
