import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
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

test('programs with callbacks, and a notebook, run as steps', options, async (t) => {
  const folder = temporaryFolder(t);
  cpSync(example, folder, { recursive: true, filter: (path) => !/\.(venv|modelyard)$/.test(path) });
  // An address that nothing answers at: the step with `mlflow` is shown against the service in test/service.
  const variables = { MODELYARD_PYTHON: python, MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' };
  for (const step of ['lightgbm', 'notebook']) {
    const until = await commandLine(folder, `run own-python --until ${step} --param rounds=30`, { variables });
    assert.equal(until.code, 0, until.out + until.err);
  }
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs } = await host.stores(folder);
    const [lightgbm] = await runs.tagged('modelyard.step', 'lightgbm', 1);
    const losses = await runs.history(lightgbm!.id, 'test_binary_logloss');
    assert.deepEqual(
      losses.map(({ step }) => step),
      Array.from({ length: 30 }, (_, at) => at),
    );
    assert.ok(losses.at(-1)!.value < losses[0]!.value);
    const [notebook] = await runs.tagged('modelyard.step', 'notebook', 1);
    assert.ok((notebook!.metrics['accuracy']?.value ?? 0) > 0.9);
    assert.deepEqual(
      notebook!.artifacts.map(({ path }) => path),
      ['environment/python.json', 'environment/requirements.txt', 'notebook/importance.ipynb', 'report.json'],
    );
  } finally {
    await host.close();
  }
});
