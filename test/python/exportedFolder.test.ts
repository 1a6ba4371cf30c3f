import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startMlflow } from '../../bench/service/servers.ts';
import { copyMlruns } from '../kit/mlflowSources.ts';
import { testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const python =
  process.env['MODELYARD_MLFLOW_PYTHON'] ??
  fileURLToPath(new URL('../../.cache/mlflow-venv/bin/python', import.meta.url));
const skip = existsSync(python) ? false : 'there is no Python with mlflow';

interface Seen {
  readonly experiments: readonly string[];
  readonly runs: Readonly<Record<string, SeenRun>>;
  readonly models: Readonly<
    Record<string, { readonly aliases: object; readonly versions: object; readonly uris: readonly string[] }>
  >;
}

interface SeenRun {
  readonly name: string;
  readonly status: string;
  readonly params: Readonly<Record<string, string>>;
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly string[];
  readonly datasets: readonly string[];
}

test('MLflow opens what was exported', { skip }, async (t) => {
  const project = testProject(t, '#- readme.md\n');
  const source = copyMlruns(temporaryFolder(t));
  assert.equal((await project.modelyard(['import', 'mlflow', source])).code, 0);
  assert.equal((await project.modelyard('export mlflow out')).code, 0);
  const script = fileURLToPath(new URL('../fixtures/mlflow/openExport.py', import.meta.url));
  const seen = JSON.parse(execFileSync(python, [script, join(project.folder, 'out')], { encoding: 'utf8' })) as Seen;
  assert.deepEqual([...seen.experiments].sort(), ['Default', 'flights/delay']);
  const runs = Object.values(seen.runs);
  assert.deepEqual(runs.map(({ name, status }) => `${name} ${status}`).sort(), [
    'sweep FINISHED',
    'try-0 FAILED',
    'try-1 FINISHED',
  ]);
  const tried = runs.find(({ name }) => name === 'try-0')!;
  assert.deepEqual(tried.params, { lr: '0.1', 'model/depth': '3', text: 'two\nlines: yes' });
  assert.deepEqual(tried.history, {
    bad: ['nan'],
    loss: ['1.0', '0.5', '0.3333333333333333', '0.25', '0.2'],
    'val/auc.top': ['0.7'],
    worse: ['inf'],
  });
  assert.deepEqual([tried.files, tried.datasets], [['empty.txt', 'model', 'reports'], ['flights']]);
  assert.deepEqual(seen.models['delay']?.versions, { '1': 'of try-0' });
  assert.ok(existsSync(join(fileURLToPath(seen.models['delay']!.uris[0]!), 'MLmodel')));
});

test("MLflow's own pages are served of what was exported, and find the run of a step", { skip }, async (t) => {
  const project = testProject(t, PIPELINE);
  assert.equal((await project.modelyard('run measure')).code, 0);
  assert.equal((await project.modelyard('export mlflow out')).code, 0);
  const backend = pathToFileURL(join(project.folder, 'out')).href;
  const server = await startMlflow(python, temporaryFolder(t), backend);
  t.after(() => server.stop());
  const at = `http://127.0.0.1:${server.port}`;
  assert.match(await (await fetch(at)).text(), /<title>MLflow<\/title>.*<div id="root"/);
  const ask = async (path: string, json: object) => {
    const body = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
    return (await (await fetch(`${at}/ajax-api/2.0/mlflow/${path}`, body)).json()) as Answer;
  };
  const { experiments = [] } = await ask('experiments/search', { max_results: 10 });
  const { runs = [] } = await ask('runs/search', {
    experiment_ids: experiments.map(({ experiment_id }) => experiment_id),
    filter: 'metrics.auc > 0.5',
    max_results: 10,
  });
  assert.deepEqual(
    runs.map(({ info, data }) => [info.status, data.metrics.map(({ key, value }) => [key, value])]),
    [['FINISHED', [['auc', 0.75]]]],
  );
});

/** Of a search in MLflow's protocol. */
interface Answer {
  readonly experiments?: readonly { readonly experiment_id: string }[];
  readonly runs?: readonly {
    readonly info: { readonly status: string };
    readonly data: { readonly metrics: readonly { readonly key: string; readonly value: number }[] };
  }[];
}

const PIPELINE = `
#- measure.sh
printf '{"auc": 0.75}' > "$MODELYARD_OUTPUTS/metrics.json"
#- measure.pipeline.yaml
pipeline: measure
steps:
  measure: {run: sh measure.sh, inputs: {code: measure.sh}}
`;
