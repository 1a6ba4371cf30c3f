import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyMlruns, makeMlflowDatabase } from '../../kit/mlflowSources.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { viewedSources } from '../../kit/viewedSources.ts';

test('what lies in the folder is a source each, and no store is made by looking', async (t) => {
  const root = temporaryFolder(t);
  copyMlruns(root);
  makeMlflowDatabase(root, '2.9.2');
  const { ask, viewed } = viewedSources(t, root);
  assert.deepEqual(await ask('sources', {}), {
    sources: [
      { id: 'mlruns', kind: 'mlruns', place: 'mlruns', name: 'mlruns' },
      { id: 'mlflow-db', kind: 'mlflow-database', place: 'mlflow.db', name: 'mlflow.db' },
    ],
    unreadable: [],
  });
  assert.equal(await viewed.host.files.stat(`${viewed.root}/.modelyard`), undefined);
  assert.deepEqual(await ask('experiments', {}), []);
});

const SOURCES = {
  mlruns: copyMlruns,
  'mlflow-db': (folder: string) => makeMlflowDatabase(folder, '3.17.2'),
};

for (const [source, make] of Object.entries(SOURCES))
  test(`experiments, runs, nested runs and models of ${source} are rows like ours`, async (t) => {
    const root = temporaryFolder(t);
    make(root);
    const { ask } = viewedSources(t, root);
    const [experiment, ...more] = await ask('experiments', { source });
    assert.deepEqual(experiment, {
      source,
      name: 'flights/delay',
      runs: 1,
      live: 0,
      place: null,
      branches: [],
    });
    assert.deepEqual(more, []);
    const { total, runs } = await ask('runs', { source, experiment: 'flights/delay', offset: 0, limit: 10 });
    assert.deepEqual(
      [total, runs.map(({ name, status, seconds }) => [name, status, seconds])],
      [1, [['sweep', 'finished', 10]]],
    );
    assert.equal(runs[0]?.source, source);
    const sweep = runs[0]!.id;
    assert.match(sweep, new RegExp(`^[0-9a-f]{32}@${source}$`));
    const { steps } = await ask('runParts', { run: sweep });
    assert.deepEqual(
      steps.map(({ step, status, metrics }) => [step, status, metrics[0]?.name]),
      [
        ['try-0', 'failed', 'loss'],
        ['try-1', 'done', 'loss'],
      ],
    );
    const page = await ask('runPage', { run: steps[0]!.run! });
    assert.deepEqual(
      [page.id, page.source?.kind, page.name, page.status, page.notes, page.failure?.canResume],
      [steps[0]!.run, source === 'mlruns' ? 'mlruns' : 'mlflow-database', 'try-0', 'failed', 'note ü', false],
    );
    assert.deepEqual(
      page.params.map(({ name, value }) => [name, value]),
      [
        ['lr', '0.1'],
        ['model/depth', '3'],
        ['text', 'two\nlines: yes'],
      ],
    );
    assert.deepEqual(
      page.metrics.map(({ name, value }) => [name, value]),
      [
        ['loss', 0.2],
        ['val/auc.top', 0.7],
        ['bad', 'NaN'],
        ['worse', 'Infinity'],
      ],
    );
    assert.deepEqual(page.training?.series, ['loss']);
    assert.deepEqual(
      page.data.map(({ dataset, version, context }) => [dataset, version, context]),
      [['flights', 'abc123', 'train']],
    );
    assert.deepEqual(page.models, [{ name: 'delay', version: 1, aliases: ['best'] }]);
    const [loss] = await ask('series', { run: page.training!.run, names: page.training!.series });
    assert.deepEqual([loss?.steps, loss?.values[1], loss?.total], [[0, 1, 2, 3, 4], 0.5, 5]);
    const [model] = await ask('models', { source });
    assert.deepEqual(
      [model?.source, model?.name, model?.versions.map(({ version, aliases, run }) => [version, aliases, run])],
      [
        source,
        'delay',
        [
          [2, [], steps[1]!.run],
          [1, ['best'], steps[0]!.run],
        ],
      ],
    );
    await assert.rejects(ask('log', { run: sweep, from: 0, lines: 10 }), { reason: 'no-log' });
    await assert.rejects(ask('runPage', { run: `${'f'.repeat(32)}@${source}` }), { reason: 'run-not-found' });
  });

test('runs of a source are filtered as ours are', async (t) => {
  const root = temporaryFolder(t);
  copyMlruns(root);
  const { ask } = viewedSources(t, root);
  const named = async (filter: string) =>
    (await ask('runs', { source: 'mlruns', experiment: 'flights/delay', filter, offset: 0, limit: 5 })).runs.map(
      ({ name }) => name,
    );
  assert.deepEqual(await named('swee'), ['sweep']);
  assert.deepEqual(await named('nothing'), []);
  assert.deepEqual(await named("attributes.status = 'FINISHED'"), ['sweep']);
  assert.deepEqual(await named('metrics.loss < 1'), []);
  await assert.rejects(named('metrics.loss <'), { reason: 'filter-syntax' });
  assert.deepEqual(await ask('experiments', { source: 'mlruns', filter: 'nothing' }), []);
});

test('files of a model that a run logged stand with the run', async (t) => {
  const root = temporaryFolder(t);
  const mlruns = copyMlruns(root);
  const { ask } = viewedSources(t, root);
  const { runs } = await ask('runs', { source: 'mlruns', experiment: 'flights/delay', offset: 0, limit: 1 });
  const { steps } = await ask('runParts', { run: runs[0]!.id });
  const run = steps[0]!.run!;
  const model = `m-${'a'.repeat(32)}`;
  const folder = join(mlruns, '698418591328841864', 'models', model);
  mkdirSync(join(folder, 'artifacts'), { recursive: true });
  writeFileSync(
    join(folder, 'meta.yaml'),
    `model_id: ${model}\nname: net\nsource_run_id: ${run.split('@')[0]}\nstatus: 2\nlifecycle_stage: active\n`,
  );
  writeFileSync(join(folder, 'artifacts', 'MLmodel'), 'flavors: {}\n');
  const path = `logged-models/${model}/MLmodel`;
  const page = await ask('runPage', { run });
  assert.equal(page.artifacts.at(-1)?.path, path);
  assert.deepEqual(await ask('artifactPreview', { run, path }), { kind: 'text', text: 'flavors: {}\n', isCut: false });
  for (const inner of ['../meta.yaml', '../../../meta.yaml'])
    await assert.rejects(ask('artifact', { run, path: `logged-models/${model}/${inner}` }), {
      reason: 'artifact-not-found',
    });
});

test('artifacts are opened as copies that cannot be changed, and previewed', async (t) => {
  const root = temporaryFolder(t);
  copyMlruns(root);
  const { ask } = viewedSources(t, root);
  const { runs } = await ask('runs', { source: 'mlruns', experiment: 'flights/delay', offset: 0, limit: 1 });
  const { steps } = await ask('runParts', { run: runs[0]!.id });
  const run = steps[0]!.run!;
  const { artifacts } = await ask('runParts', { run });
  assert.deepEqual(
    artifacts.map(({ path, size, isHere }) => [path, size, isHere]),
    [
      ['empty.txt', 0, true],
      ['model/MLmodel', 80, true],
      ['model/model.onnx', 16, true],
      ['reports/page one.html', 8, true],
    ],
  );
  const { file } = await ask('artifact', { run, path: 'reports/page one.html' });
  assert.equal(readFileSync(file, 'utf8'), '<p>0</p>');
  assert.ok(!file.startsWith(root) && file.endsWith('/page one.html'), file);
  assert.equal(statSync(file).mode & 0o222, 0);
  const preview = await ask('artifactPreview', { run, path: 'model/MLmodel' });
  assert.ok(preview.kind === 'text' && preview.text.startsWith('artifact_path: model') && !preview.isCut);
  for (const path of ['../../meta.yaml', '/etc/passwd', 'model', 'no.txt', '..\\..\\meta.yaml'])
    await assert.rejects(ask('artifact', { run, path }), { reason: 'artifact-not-found' });
});
