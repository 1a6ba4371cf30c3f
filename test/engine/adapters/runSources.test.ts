import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, globSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { openRunSource, openRunSources } from '../../../engine/src/adapters/mlflow/openRunSource.ts';
import type { RunSource, SourceRun } from '../../../engine/src/ports/runSource.ts';
import { copyMlruns, makeMlflowDatabase } from '../../kit/mlflowSources.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const SOURCES: Readonly<Record<string, (folder: string) => string>> = {
  'a folder of MLflow 3': copyMlruns,
  'a database of MLflow 2': (folder) => makeMlflowDatabase(folder, '2.9.2'),
  'a database of MLflow 3': (folder) => makeMlflowDatabase(folder, '3.17.2'),
};

for (const [name, make] of Object.entries(SOURCES)) {
  const open = async (t: TestContext): Promise<RunSource> => {
    const source = await openRunSource(make(temporaryFolder(t)));
    t.after(() => source.close());
    return source;
  };

  test(`${name} gives experiments and runs in our shapes, marked with where they are`, async (t) => {
    const source = await open(t);
    const [experiment] = (await source.experiments()).filter((one) => one.name === 'flights/delay');
    assert.deepEqual(experiment?.tags, { team: 'ops' });
    assert.equal(experiment?.source, source.origin);
    const { runs } = await source.search({ limit: 10, orderBy: ['attributes.run_name ASC'] });
    assert.deepEqual(
      runs.map((run) => [run.name, run.status, run.user, run.experiment]),
      [
        ['sweep', 'finished', 'ana', 'flights/delay'],
        ['try-0', 'failed', 'ben', 'flights/delay'],
        ['try-1', 'finished', 'ben', 'flights/delay'],
      ],
    );
    const [sweep, first] = runs as readonly [SourceRun, SourceRun];
    assert.equal(first.parent, sweep.id);
    assert.deepEqual(first.params, { lr: '0.1', 'model/depth': '3', text: 'two\nlines: yes' });
    assert.deepEqual(first.metrics['loss'], { value: 0.2, step: 4, timestamp: 1700000001004 });
    assert.ok(Number.isNaN(first.metrics['bad']?.value));
    assert.equal(first.metrics['worse']?.value, Number.POSITIVE_INFINITY);
    assert.equal(first.tags['mlflow.note.content'], 'note ü');
    assert.deepEqual(
      first.datasets.map((one) => [one.name, one.version, one.context, one.origin?.sourceType]),
      [['flights', 'abc123', 'train', 'local']],
    );
    assert.deepEqual(await source.run(first.id), first);
  });

  test(`${name} is searched, ordered and paged by the rules of the store`, async (t) => {
    const source = await open(t);
    const names = async (query: Parameters<RunSource['search']>[0]) =>
      (await source.search(query)).runs.map((run) => run.name);
    assert.deepEqual(await names({ limit: 5, filter: "params.`model/depth` = '3' AND metrics.loss < 0.18" }), [
      'try-1',
    ]);
    assert.deepEqual(await names({ limit: 5, filter: "datasets.name = 'flights'", topLevel: true }), []);
    assert.deepEqual(await names({ limit: 5, view: 'deleted' }), ['gone']);
    assert.deepEqual(await names({ limit: 5, words: ['note'] }), ['try-1', 'try-0']);
    assert.deepEqual(await names({ limit: 5, tag: { key: 'stage.one', value: null } }), ['sweep']);
    const page = await source.search({ limit: 2, orderBy: ['metrics.`val/auc.top` DESC'], withTotal: true });
    assert.deepEqual([page.total, page.runs.map((run) => run.name)], [3, ['try-1', 'try-0']]);
    const rest = { limit: 2, orderBy: ['metrics.`val/auc.top` DESC'], pageToken: page.nextPageToken! };
    assert.deepEqual(await names(rest), ['sweep']);
    await assert.rejects(source.search({ limit: 1, filter: 'metrics.x >' }), { reason: 'filter-syntax' });
    await assert.rejects(source.run('f'.repeat(32)), { reason: 'run-not-found' });
  });

  test(`${name} gives whole histories and the registry`, async (t) => {
    const source = await open(t);
    const [run] = (await source.search({ limit: 1, filter: "run_name = 'try-0'" })).runs;
    const points = await source.history(run!.id, 'loss');
    assert.deepEqual(
      points.map(({ step, value }) => [step, value]),
      [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5].map((value, step) => [step, value]),
    );
    assert.deepEqual(await source.history(run!.id, 'no/such'), []);
    assert.deepEqual(await source.history(run!.id, '../meta.yaml'), []);
    const [model, ...more] = await source.registeredModels();
    assert.deepEqual(
      [model?.name, model?.description, model?.tags, more],
      ['delay', 'How late flights are', { owner: 'ana' }, []],
    );
    assert.deepEqual(model?.aliases, [{ alias: 'best', version: 1 }]);
    assert.deepEqual(
      model?.versions.map((one) => [one.version, one.description, one.tags['try']]),
      [
        [1, 'of try-0', 'try-0'],
        [2, 'of try-1', 'try-1'],
      ],
    );
  });
}

test('artifacts of a folder that was moved are found, with the files of a version and a logged model', async (t) => {
  const source = await openRunSource(copyMlruns(temporaryFolder(t)));
  const [run] = (await source.search({ limit: 1, filter: "run_name = 'try-0'" })).runs;
  const of = { kind: 'run', id: run!.id } as const;
  assert.deepEqual(
    (await source.artifacts(of)).map(({ path }) => path),
    ['empty.txt', 'model/MLmodel', 'model/model.onnx', 'reports/page one.html'],
  );
  assert.equal(await text(source.artifact(of, 'reports/page one.html')), '<p>0</p>');
  assert.equal(
    await text(source.artifact({ kind: 'version', id: 'delay', version: 1 }, 'model.onnx')),
    'not a real model',
  );
  const [model] = await source.loggedModels(run!.experimentId);
  assert.deepEqual([model?.name, model?.type, model?.status, model?.params], ['net', 'agent', 'ready', { k: 'v' }]);
  assert.deepEqual(await source.artifacts({ kind: 'model', id: model!.id }), []);
});

test('no path leads out of a source', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const source = await openRunSource(copyMlruns(folder));
  const [run] = (await source.search({ limit: 1, filter: "run_name = 'try-0'" })).runs;
  const artifacts = join(folder, 'mlruns', run!.experimentId, run!.id, 'artifacts');
  symlinkSync(folder, join(artifacts, 'out'));
  symlinkSync(join(folder, 'secret.txt'), join(artifacts, 'link.txt'));
  const of = { kind: 'run', id: run!.id } as const;
  const listed = (await source.artifacts(of)).map(({ path }) => path);
  assert.ok(!listed.some((path) => /out|link/.test(path)), listed.join());
  const part = fc.constantFrom(
    '..',
    '.',
    '',
    'out',
    'link.txt',
    'secret.txt',
    'model',
    'MLmodel',
    '%2e%2e',
    '\0',
    'C:',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 8 }), fc.boolean(), async (parts, isAbsolute) => {
      const path = `${isAbsolute ? `${folder}/` : ''}${parts.join('/')}`;
      const got = await text(source.artifact(of, path)).catch((error: { reason?: string }) => error.reason);
      assert.ok(got === 'artifact-not-found' || got?.startsWith('artifact_path: model'), `${path}: ${got}`);
      assert.deepEqual(await source.history(run!.id, path), []);
    }),
    { numRuns: 300 },
  );
});

test('artifacts elsewhere are refused by name, also where the source says a path of this machine', async (t) => {
  const folder = temporaryFolder(t);
  const root = copyMlruns(folder);
  const outside = join(folder, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'a.txt'), 'a');
  for (const [index, uri] of [
    's3://bucket/run/artifacts',
    `file://${outside}`,
    outside,
    'file:///etc',
    '../outside',
  ].entries()) {
    const id = `${index}`.repeat(32);
    mkdirSync(join(root, '0', id));
    writeFileSync(
      join(root, '0', id, 'meta.yaml'),
      `artifact_uri: ${uri}\nexperiment_id: '0'\nrun_id: '${id}'\nstatus: 3\nstart_time: 1\nend_time: 2\n`,
    );
    const source = await openRunSource(root);
    await assert.rejects(source.artifacts({ kind: 'run', id }), { reason: 'artifacts-elsewhere' }, uri);
    await assert.rejects(text(source.artifact({ kind: 'run', id }, 'a.txt')), { reason: 'artifacts-elsewhere' });
  }
});

test('half-written and strange files cost their own run only', async (t) => {
  const root = copyMlruns(temporaryFolder(t));
  const run = (id: string, files: Readonly<Record<string, string>>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(root, '0', id, path, '..'), { recursive: true });
      writeFileSync(join(root, '0', id, path), content);
    }
  };
  const meta = (id: string) => `experiment_id: '0'\nrun_id: '${id}'\nstart_time: 5\n`;
  run('a'.repeat(32), { 'params/x': '1' });
  run('b'.repeat(32), { 'meta.yaml': 'run_id: "' });
  run('c'.repeat(32), { 'meta.yaml': '!!python/object/apply:os.system ["touch /tmp/pwned"]' });
  run('d'.repeat(32), {
    'meta.yaml': 'a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n',
  });
  run('e'.repeat(32), { 'meta.yaml': meta('f'.repeat(32)) });
  const good = '9'.repeat(32);
  run(good, {
    'meta.yaml': meta(good),
    'metrics/loss': '1 0.5 0\n2 0.25 1\n3 0.1',
    'metrics/odd': 'x y z\n\n4 1e400 0\n5 nan 1\n',
    'metrics/a.b/c d': '1 2 3 flights abc\n',
    'params/__proto__': 'p',
    'params/big': 'x'.repeat(100_000),
  });
  const linked = '8'.repeat(32);
  run(linked, { 'params/x': '1' });
  symlinkSync(join(root, '0', good, 'meta.yaml'), join(root, '0', linked, 'meta.yaml'));
  if (process.platform !== 'win32') {
    run('7'.repeat(32), { 'params/x': '1' });
    execFileSync('mkfifo', [join(root, '0', '7'.repeat(32), 'meta.yaml')]);
  }
  const source = await openRunSource(root);
  const { runs } = await source.search({ limit: 10, experiments: ['0'] });
  assert.deepEqual(
    runs.map(({ id }) => id),
    [good],
  );
  const [{ status, metrics, params }] = runs as readonly [SourceRun];
  assert.equal(status, 'running');
  assert.deepEqual(metrics['loss'], { value: 0.25, step: 1, timestamp: 2 });
  assert.deepEqual(metrics['a.b/c d'], { value: 2, step: 3, timestamp: 1 });
  assert.deepEqual(Object.keys(params), ['__proto__', 'big']);
  assert.equal((await source.search({ limit: 10 })).runs.length, 4);
});

test('what changed since it was last listed is seen, the rest comes from the memo', async (t) => {
  const root = copyMlruns(temporaryFolder(t));
  const kept = new Map<string, unknown>();
  const memo = {
    get: async (_: string, key: string) => structuredClone(kept.get(key)),
    set: async (_: string, key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  };
  const list = async () =>
    (await (await openRunSource(root, { memo })).search({ limit: 10, orderBy: ['run_name ASC'] })).runs;
  const settled = new Date(Date.now() - 60_000);
  for (const path of globSync('**', { cwd: root })) utimesSync(join(root, path), settled, settled);
  const first = await list();
  assert.ok(kept.size > 0);
  assert.deepEqual(await list(), first);
  const { experimentId, id } = first[1]!;
  appendFileSync(join(root, experimentId, id, 'metrics/loss'), '1700000009999 0.01 9\n');
  writeFileSync(join(root, experimentId, id, 'params/new'), 'n');
  rmSync(join(root, experimentId, first[2]!.id), { recursive: true });
  const after = await list();
  assert.deepEqual(
    after.map((run) => [run.name, run.metrics['loss']?.value, run.params['new']]),
    [
      ['sweep', undefined, undefined],
      ['try-0', 0.01, 'n'],
    ],
  );
  assert.deepEqual(await (await openRunSource(root)).search({ limit: 10, orderBy: ['run_name ASC'] }), { runs: after });
});

test('a database is never written to, and one of another schema or program is refused readably', async (t) => {
  const folder = temporaryFolder(t);
  const file = makeMlflowDatabase(folder, '3.17.2');
  const writer = new Database(file);
  t.after(() => writer.close());
  writer.pragma('journal_mode = WAL');
  const source = await openRunSource(file);
  writer.exec(`UPDATE runs SET name = 'renamed' WHERE name = 'sweep'`);
  assert.equal((await source.search({ limit: 5, filter: "run_name = 'renamed'" })).runs.length, 1);
  await source.close();
  writer.exec('ALTER TABLE runs RENAME COLUMN artifact_uri TO somewhere');
  await assert.rejects(openRunSource(file), /alembic version dc11669786a5.*runs\.artifact_uri/);
  writeFileSync(join(folder, 'other.db'), 'no database at all, but a text that is long enough');
  await assert.rejects(openRunSource(join(folder, 'other.db')), { reason: 'run-source' });
  new Database(join(folder, 'empty.db')).exec('CREATE TABLE t (x)').close();
  await assert.rejects(openRunSource(join(folder, 'empty.db')), /no database of MLflow/);
  const { sources, unreadable } = await openRunSources(folder);
  assert.deepEqual([sources.length, unreadable.length], [0, 1]);
});

test('a folder says what it holds; one without anything is refused', async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(openRunSource(folder), { reason: 'run-source' });
  await assert.rejects(openRunSource(join(folder, 'none')), { reason: 'run-source' });
  await assert.rejects(openRunSource('https://'), { reason: 'run-source' });
  copyMlruns(folder);
  makeMlflowDatabase(folder, '2.9.2');
  mkdirSync(join(folder, 'dvclive'));
  const { sources } = await openRunSources(folder);
  for (const source of sources) await source.close();
  assert.deepEqual(
    sources.map(({ origin }) => origin.kind),
    ['mlruns', 'mlflow-database', 'dvc'],
  );
});

test('what DVCLive and dvc.yaml left in the working tree are runs', async (t) => {
  const folder = temporaryFolder(t);
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  write('dvclive/metrics.json', '{"loss": 0.1, "val": {"auc": 0.9, "bad": NaN}, "step": 2}');
  write('dvclive/params.yaml', 'lr: 0.1\nmodel:\n  depth: 3\n');
  write('dvclive/plots/metrics/loss.tsv', 'step\tloss\n0\t0.5\n1\t0.2\n2\t0.1\n');
  write('dvclive/plots/metrics/val/auc.tsv', 'timestamp\tstep\tauc\n1700\t0\t0.8\n1701\t2\t0.9\n');
  write('eval.json', '{"f1": 0.7}');
  write('params.yaml', 'split: 0.2\n');
  write(
    'dvc.yaml',
    'stages:\n  train:\n    cmd: x\n    metrics:\n      - eval.json: {cache: false}\n      - ../../etc/passwd.json\n',
  );
  const source = await openRunSource(folder);
  const { runs } = await source.search({ limit: 5, orderBy: ['metrics.loss ASC'] });
  const [live, declared] = runs as readonly [SourceRun, SourceRun];
  assert.deepEqual([live.name, live.params], ['dvclive', { lr: '0.1', 'model.depth': '3' }]);
  assert.deepEqual(
    (await source.history(live.id, 'loss')).map(({ step, value }) => [step, value]),
    [
      [0, 0.5],
      [1, 0.2],
      [2, 0.1],
    ],
  );
  assert.equal(live.metrics['val/auc']?.value, 0.9);
  assert.deepEqual([declared.params, declared.metrics['f1']?.value], [{ split: '0.2' }, 0.7]);
});

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
