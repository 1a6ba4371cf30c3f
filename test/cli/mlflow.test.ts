import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { openRunSource } from '../../engine/src/adapters/mlflow/openRunSource.ts';
import type { ImportResult } from '../../engine/src/operations/mlflow/import.ts';
import type { RunSource } from '../../engine/src/ports/runSource.ts';
import { copyMlruns, makeMlflowDatabase } from '../kit/mlflowSources.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { type TestProject, testProject } from '../kit/project.ts';
import { testService } from '../kit/service.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

function project(t: TestContext): TestProject {
  const made = testProject(t, '#- readme.md\n');
  execFileSync('git', ['init', '-q'], { cwd: made.folder });
  return made;
}

async function bring(to: TestProject, source: string, ...more: readonly string[]): Promise<ImportResult> {
  const said = await to.modelyard(['import', 'mlflow', source, ...more, '--format', 'json']);
  assert.ok(said.code < 2, said.err);
  outputSchemas()('import-mlflow', said.json());
  return said.json<ImportResult & Readonly<Record<string, unknown>>>();
}

test('what another MLflow kept is copied once, and what cannot come is named', async (t) => {
  const to = project(t);
  const source = copyMlruns(temporaryFolder(t));
  const dry = await bring(to, source, '--dry-run');
  assert.deepEqual([dry.runs, dry.skipped, dry.dryRun, dry.models.models], [3, 0, true, 0]);
  const first = await bring(to, source);
  assert.deepEqual([first.runs, first.skipped, first.failed, first.models], [3, 0, [], { models: 1, versions: 1 }]);
  assert.deepEqual(
    first.leftOut.map(({ what }) => what),
    ['delay:2'],
  );
  const again = await bring(to, source);
  assert.deepEqual([again.runs, again.skipped, again.models], [0, 3, { models: 1, versions: 0 }]);
  const { runs } = (await to.modelyard('runs list --steps --format json')).json<{
    runs: { id: string; name: string; artifacts: object[] }[];
  }>();
  const tried = runs.find(({ name }) => name === 'try-0')!;
  const shown = (await to.modelyard(`runs show ${tried.id} --format json`)).json();
  assert.deepEqual(
    (shown['artifacts'] as { path: string }[]).map(({ path }) => path),
    ['empty.txt', 'model/MLmodel', 'model/model.onnx', 'reports/page one.html'],
  );
  assert.equal((await to.modelyard('models show delay@best')).code, 0);
});

test('only the experiments that are named come, and a name that is not there is refused with those that are', async (t) => {
  const to = project(t);
  const source = makeMlflowDatabase(temporaryFolder(t), '2.9.2');
  assert.equal((await bring(to, source, '--experiment', 'Default')).runs, 0);
  const said = await to.modelyard(['import', 'mlflow', source, '--experiment', 'churn']);
  assert.deepEqual([said.code, /flights\/delay/.test(said.err)], [2, true]);
});

test('what is exported is read back as it was', async (t) => {
  const [from, to] = [project(t), project(t)];
  await bring(from, copyMlruns(temporaryFolder(t)));
  const said = await from.modelyard('export mlflow out');
  assert.equal(said.code, 0, said.err);
  const back = await bring(to, join(from.folder, 'out'));
  assert.deepEqual([back.runs, back.failed, back.leftOut, back.models.versions], [3, [], [], 1]);
  assert.deepEqual(await contentOf(to), await contentOf(from));
  const original = await openRunSource(copyMlruns(temporaryFolder(t)));
  const exported = await openRunSource(join(from.folder, 'out'));
  assert.deepEqual(await facts(exported), await facts(original));
});

test('an import that was stopped in the middle goes on', async (t) => {
  const to = project(t);
  const source = copyMlruns(temporaryFolder(t));
  const stop = new AbortController();
  const line = ['import', 'mlflow', source, '--format', 'ndjson'];
  const said = await to.modelyard(line, { signal: stop.signal, onOut: () => stop.abort() });
  assert.notEqual(said.code, 0);
  const rest = await bring(to, source);
  assert.ok(rest.runs >= 1 && rest.runs + rest.skipped === 3, JSON.stringify(rest));
  const whole = project(t);
  await bring(whole, source);
  assert.deepEqual(await contentOf(to), await contentOf(whole));
});

test('a run whose file cannot be read fails alone, and comes when it can', async (t) => {
  const to = project(t);
  const source = copyMlruns(temporaryFolder(t));
  const [file] = globSync('**/page one.html', { cwd: source });
  const path = join(source, file!, '..', 'a\\b.txt');
  writeFileSync(path, 'no plain path');
  const first = await bring(to, source);
  assert.deepEqual([first.runs, first.failed.length], [2, 1]);
  assert.match(first.failed[0]!.reason, /a\\b\.txt/);
  rmSync(path);
  assert.deepEqual([(await bring(to, source)).runs, (await bring(to, source)).skipped], [1, 3]);
});

test('an export writes to its own folder only', async (t) => {
  const from = project(t);
  await bring(from, copyMlruns(temporaryFolder(t)));
  from.write('mine/notes.txt', 'keep');
  const said = await from.modelyard('export mlflow mine');
  assert.deepEqual([said.code, /not empty/.test(said.err), from.read('mine/notes.txt')], [2, true, 'keep']);
  assert.equal((await from.modelyard('export mlflow out')).code, 0);
  assert.equal((await from.modelyard('export mlflow out')).code, 0);
  const [run] = globSync('out/*/*/meta.yaml', { cwd: from.folder }).filter((path) => !/models/.test(path));
  const experiment = join(from.folder, run!, '../..');
  rmSync(experiment, { recursive: true });
  mkdirSync(join(from.folder, 'elsewhere'));
  symlinkSync(join(from.folder, 'elsewhere'), experiment);
  const linked = await from.modelyard('export mlflow out');
  assert.deepEqual([linked.code, /outside/.test(linked.err)], [2, true]);
  assert.ok(!existsSync(join(from.folder, 'elsewhere/meta.yaml')));
});

test('each run is an event, in and out, and the end tells all', async (t) => {
  const both = project(t);
  const follows = outputSchemas();
  const lines = [
    ['import', 'mlflow', copyMlruns(temporaryFolder(t))],
    ['export', 'mlflow', 'out'],
  ];
  for (const line of lines) {
    const events = (await both.modelyard([...line, '--format', 'ndjson'])).events();
    for (const event of events) follows('events', event);
    const kinds = events.map(({ type }) => String(type));
    const [way] = line;
    assert.deepEqual(kinds, [`${way}.run`, `${way}.run`, `${way}.run`, `${way}.finished`]);
  }
  follows('export-mlflow', (await both.modelyard('export mlflow out --format json')).json());
});

test('a run from elsewhere does not answer for a step of ours', async (t) => {
  const to = project(t);
  const source = copyMlruns(temporaryFolder(t));
  const [tag] = globSync('*/*/tags/stage.one', { cwd: source });
  writeFileSync(join(source, tag!, '../modelyard.key'), 'a'.repeat(64));
  writeFileSync(join(source, tag!, '../modelyard.imported.state'), 'whole');
  assert.equal((await bring(to, source)).runs, 3);
  const { runs } = (await to.modelyard('runs list --steps --format json')).json<{
    runs: { tags: Record<string, string> }[];
  }>();
  assert.ok(runs.every(({ tags }) => !('modelyard.key' in tags)));
});

test('a server of MLflow is read as a folder is', async (t) => {
  const service = await testService(t);
  const { experiment_id } = await service.post('experiments/create', {
    name: 'served',
    tags: [{ key: 'a', value: 'b' }],
  });
  const { run } = await service.post('runs/create', {
    experiment_id,
    start_time: 5,
    run_name: 'far',
    tags: [{ key: 'k', value: 'v' }],
  });
  const id: string = run.info.run_id;
  const points = Array.from({ length: 30 }, (_, step) => ({
    key: 'loss',
    value: 1 / (step + 1),
    timestamp: 10 + step,
    step,
  }));
  await service.post('runs/log-batch', {
    run_id: id,
    metrics: [...points, { key: 'bad', value: 'NaN', timestamp: 1, step: 0 }],
    params: [{ key: 'lr', value: '0.1' }],
  });
  await service.call(
    'PUT',
    `/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${id}/artifacts/a b/ü.txt`
      .replaceAll(' ', '%20')
      .replace('ü', '%C3%BC'),
    { body: 'far away' },
  );
  await service.post('runs/update', { run_id: id, status: 'FINISHED', end_time: 99 });
  const address = `http://127.0.0.1:${service.server.port}`;
  const source = await openRunSource(`${address}/`, { token: service.token });
  assert.deepEqual(source.origin, { kind: 'mlflow-server', place: address });
  const { runs } = await source.search({ limit: 5, filter: "tags.k = 'v'", topLevel: true });
  assert.deepEqual(
    runs.map(({ name, experiment, status, endTime, params }) => [name, experiment, status, endTime, params]),
    [['far', 'served', 'finished', 99, { lr: '0.1' }]],
  );
  assert.ok(Number.isNaN(runs[0]?.metrics['bad']?.value));
  assert.equal((await source.history(id, 'loss')).length, 30);
  assert.deepEqual(await source.artifacts({ kind: 'run', id }), [{ path: 'a b/ü.txt', size: 8 }]);
  await assert.rejects(source.run('0'.repeat(32)), { reason: 'run-not-found' });
  const refused = await openRunSource(address, { token: 'wrong' });
  await assert.rejects(refused.experiments(), /refuses/);

  const to = project(t);
  const said = await to.modelyard(['import', 'mlflow', address, '--format', 'json'], {
    variables: { MLFLOW_TRACKING_TOKEN: service.token },
  });
  assert.equal(said.code, 0, said.err);
  assert.equal(said.json()['runs'], 1);
  assert.deepEqual(service.reported, []);
});

/** What a store holds, with ids of experiments left out: they are its own. */
async function contentOf({ folder }: TestProject): Promise<unknown> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  const { runs, registry } = await host.stores(folder);
  const all = (await runs.search({ limit: 100, orderBy: ['run_id ASC'] })).runs;
  const content = {
    runs: await Promise.all(
      all.map(async ({ experimentId: _, tags, ...run }) => ({
        ...run,
        tags: Object.entries(tags).filter(([key]) => key !== 'modelyard.imported.from'),
        points: await Promise.all(Object.keys(run.metrics).map((key) => runs.history(run.id, key))),
      })),
    ),
    models: (await registry.models()).map(({ name, versions, aliases }) => ({
      name,
      versions: versions.map(({ version, sha256, format, run }) => ({ version, sha256, format, run })),
      aliases: aliases.map(({ alias, version }) => [alias, version]),
    })),
  };
  await host.close();
  return JSON.parse(JSON.stringify(content, sorted));
}

async function facts(source: RunSource): Promise<unknown> {
  const { runs } = await source.search({ limit: 100, orderBy: ['run_id ASC'] });
  const all = runs.map(({ experimentId: _, source: __, ...run }) => run);
  return JSON.parse(JSON.stringify(all, sorted));
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
