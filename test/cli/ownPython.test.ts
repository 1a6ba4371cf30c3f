import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openHost } from '../../engine/src/adapters/host.ts';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const example = fileURLToPath(new URL('../../examples/own-python/', import.meta.url));
const python = fileURLToPath(new URL('../../.cache/own-python-venv/bin/python', import.meta.url));
const options = { skip: existsSync(python) ? false : 'there is no .cache/own-python-venv with its requirements' };

test('the example of own Python has no problems, and its requirements are pinned', async () => {
  const said = await commandLine(example, 'validate');
  assert.equal(said.code, 0, said.out);
  for (const line of readFileSync(join(example, 'requirements.txt'), 'utf8').trim().split('\n'))
    assert.match(line, /^[a-z-]+==\d+(\.\d+)+$/);
});

/** What scikit-learn says of a table of predictions. */
const SKLEARN = `
import json, sys
import pandas as pd
from sklearn import metrics as m
rows = pd.read_parquet(sys.argv[1])
y, p = rows["malignant"], rows["probability"]
print(json.dumps({"roc_auc": m.roc_auc_score(y, p), "log_loss": m.log_loss(y, p),
  "brier": m.brier_score_loss(y, p), "accuracy": m.accuracy_score(y, p >= 0.5)}))
`;

test('programs and a notebook run as steps, and what they predicted is measured and registered', options, async (t) => {
  const folder = temporaryFolder(t);
  cpSync(example, folder, { recursive: true, filter: (path) => !/\.(venv|modelyard)$/.test(path) });
  // A folder of MLflow's own: with the project's service the client is shown in test/python.
  const uri = pathToFileURL(join(folder, 'mlruns')).href;
  const pipeline = readFileSync(join(folder, 'own-python.pipeline.yaml'), 'utf8');
  writeFileSync(
    join(folder, 'own-python.pipeline.yaml'),
    pipeline.replace(
      '  scikit_learn:\n',
      `  scikit_learn:\n    env: {MLFLOW_TRACKING_URI: "${uri}", MLFLOW_ALLOW_FILE_STORE: "true"}\n`,
    ),
  );
  const variables = { MODELYARD_PYTHON: python, MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' };
  const said = await commandLine(folder, 'run own-python --param rounds=30', { variables });
  assert.equal(said.code, 0, said.out + said.err);
  assert.equal((await commandLine(folder, 'models verify')).code, 0);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs, registry, artifacts } = await host.stores(folder);
    const step = async (name: string) => (await runs.tagged('modelyard.step', name, 1))[0]!;
    const losses = await runs.history((await step('lightgbm')).id, 'test_binary_logloss');
    assert.deepEqual(
      losses.map(({ step: at }) => at),
      Array.from({ length: 30 }, (_, at) => at),
    );
    assert.ok(losses.at(-1)!.value < losses[0]!.value);
    const notebook = await step('notebook');
    assert.ok((notebook.metrics['accuracy']?.value ?? 0) > 0.9);
    assert.deepEqual(notebook.artifacts.map(({ path }) => path).sort(), [
      'environment/python.json',
      'environment/requirements.txt',
      'notebook/importance.ipynb',
      'predictions.parquet',
      'report.json',
      'tree.joblib',
    ]);
    for (const [name, format, maker] of [
      ['tumour-forest', 'mlflow', 'scikit_learn'],
      ['tumour-booster', 'files', 'lightgbm'],
    ] as const) {
      const version = await registry.resolve(name);
      assert.equal(version.format, format);
      assert.ok(version.evidence.scores !== undefined && (await artifacts.has(version.evidence.scores)));
      const { sha256 } = (await step(maker)).artifacts.find(({ path }) => path === 'predictions.parquet')!;
      const table = await artifacts.path(sha256, 'predictions');
      const sklearn = JSON.parse(execFileSync(python, ['-W', 'ignore', '-c', SKLEARN, table], { encoding: 'utf8' }));
      for (const [metric, value] of Object.entries(sklearn as Record<string, number>)) {
        const { value: ours, low, high } = version.metrics[metric]!;
        assert.ok(Math.abs(ours - value) < 1e-9, `${name} ${metric}: ${ours} and ${value}`);
        assert.ok(low! <= ours && ours <= high!);
      }
    }
    const forest = await registry.resolve('tumour-forest');
    assert.deepEqual([forest.environment['mlflow'], forest.signature.inputs['mean_radius']], ['3.17.2', 'float']);
    const tree = await registry.resolve('tumour-tree');
    assert.deepEqual([tree.format, tree.metrics['accuracy']?.value], ['files', notebook.metrics['accuracy']?.value]);
  } finally {
    await host.close();
  }
});
