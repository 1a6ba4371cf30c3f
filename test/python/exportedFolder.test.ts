import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
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
