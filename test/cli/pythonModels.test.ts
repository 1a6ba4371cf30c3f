import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { registerFolder } from '../kit/mlflowFolder.ts';
import { type TestProject, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const options = { skip: process.platform === 'win32' ? 'the stand-in for Python is started by its first line' : false };
const FAKE = fileURLToPath(new URL('../fixtures/pyfunc/fakePython.mjs', import.meta.url));

/** An MLflow model that a stand-in for Python doubles `x` for. */
async function projectWithModel(
  t: TestContext,
  signature?: string,
): Promise<TestProject & { readonly variables: Record<string, string> }> {
  const project = testProject(t, '#- rows.csv\nx,y\n1,2\n0.1,0.3\n,4\n');
  const saved = temporaryFolder(t);
  const flavors = 'flavors:\n  python_function: {loader_module: mine, python_version: 3.11.7}\n';
  writeFileSync(join(saved, 'MLmodel'), signature === undefined ? flavors : `${flavors}signature:\n${signature}`);
  writeFileSync(join(saved, 'model.pkl'), 'a pickle');
  await registerFolder(project.folder, saved, 'double');
  // Variables of a test reach the interpreter's choice and not its child.
  const python = join(project.folder, 'python');
  writeFileSync(python, `#!/bin/sh\nFAKE_SEEN='${project.folder}/seen.txt' exec '${FAKE}' "$@"\n`);
  chmodSync(python, 0o755);
  return { ...project, variables: { MODELYARD_PYTHON: python } };
}

test('predict and evaluate run an MLflow model in the Python that was found', options, async (t) => {
  const { variables, ...project } = await projectWithModel(t);
  const said = await project.modelyard('predict --model double --input rows.csv --output said.csv', { variables });
  assert.equal(said.code, 0, said.err);
  assert.equal(project.read('said.csv'), 'x,y,prediction\n1.0,2.0,2.0\n0.1,0.3,0.2\n,4.0,\n');
  assert.equal(project.read('seen.txt'), 'MLmodel\nmodel.pkl\n');
  project.write('rows.csv', 'x,y\n1,2\n0.1,0.3\n');
  const line = 'evaluate --model double@1 --data rows.csv --target y --resamples 0 --format json';
  const measured = await project.modelyard(line.replace('double@1', 'double:1'), { variables });
  assert.equal(measured.code, 0, measured.err);
  const { task, metrics } = measured.json<{ task: string; metrics: { mae: { value: number } } }>();
  assert.deepEqual([task, metrics.mae.value.toFixed(6)], ['regression', '0.050000']);
});

test('rows of JSON lines are answered too, with null where a value is missing', options, async (t) => {
  const { variables, ...project } = await projectWithModel(t);
  project.write('rows.ndjson', '{"x": 3}\n{"x": null}\n');
  const said = await project.modelyard('predict --model double --input rows.ndjson --output said.ndjson', {
    variables,
  });
  assert.equal(said.code, 0, said.err);
  assert.deepEqual(
    project
      .read('said.ndjson')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).prediction),
    [6, null],
  );
});

test('a file that is not what was registered is named, and Python never sees it', options, async (t) => {
  const { variables, ...project } = await projectWithModel(t);
  const objects = join(project.folder, '.modelyard/objects');
  const [pickle] = readdirSync(objects, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name), 'utf8') === 'a pickle',
  );
  const file = join(pickle!.parentPath, pickle!.name);
  chmodSync(file, 0o644);
  writeFileSync(file, 'evil one');
  const said = await project.modelyard('predict --model double --input rows.csv', { variables });
  assert.equal(said.code, 2);
  assert.match(said.err, /model\.pkl of model double:1/);
  assert.ok(!existsSync(join(project.folder, 'seen.txt')));
});

test('a column that is missing or holds texts is refused before the model is asked', options, async (t) => {
  const { variables, ...project } = await projectWithModel(t);
  project.write('other.csv', 'z\n1\n');
  const missing = await project.modelyard('predict --model double --input other.csv', { variables });
  assert.match(missing.err, /other\.csv has no column `x`, which the model reads/);
  project.write('texts.csv', 'x\n1\nmany\n');
  const texts = await project.modelyard('predict --model double --input texts.csv', { variables });
  assert.match(texts.err, /column `x` should hold numbers for the model but row 2 holds `many`/);
});

test('looking at such a model starts no Python', options, async (t) => {
  const { variables, ...project } = await projectWithModel(t);
  for (const line of ['validate', 'models list', 'models show double', 'models verify', 'models export double out'])
    assert.equal((await project.modelyard(line, { variables })).code, 0, line);
  assert.ok(!existsSync(join(project.folder, 'seen.txt')));
});

test('files that are no model of MLflow are refused', options, async (t) => {
  const { variables, ...project } = await projectWithModel(t);
  const saved = temporaryFolder(t);
  writeFileSync(join(saved, 'weights.bin'), 'weights');
  await registerFolder(project.folder, saved, 'weights');
  const said = await project.modelyard('predict --model weights --input rows.csv', { variables });
  assert.match(said.err, /weights:1 is a folder of files; what runs here is ONNX, and MLflow models/);
  const converted = await project.modelyard('models convert weights --register', { variables });
  assert.match(converted.err, /which nothing converts/);
});

test('a monitor watches such a model by its signature, and says what to do where it has none', options, async (t) => {
  const signature = `  inputs: '[{"name": "x", "type": "double", "required": true}]'\n`;
  const { variables, ...project } = await projectWithModel(t, signature);
  const rows = (shift: number) =>
    `x,y\n${Array.from({ length: 300 }, (_, i) => `${((i * 7919) % 1013) / 100 + shift},${i}`).join('\n')}\n`;
  project.write('before.csv', rows(0));
  project.write('now.csv', rows(6));
  for (const name of ['before', 'now'])
    project.write(`${name}.dataset.yaml`, `dataset: ${name}\nsource: ${name}.csv\n`);
  const asks = 'current: {dataset: now}\ndrift: {}\nprediction_drift: {}\n';
  project.write('held.monitor.yaml', `monitor: held\nmodel: double\nreference: {dataset: before}\n${asks}`);
  project.write('stored.monitor.yaml', `monitor: stored\nmodel: double\n${asks}`);
  const run = async (name: string) => {
    const said = await project.modelyard(`monitor run ${name} --format json`, { variables });
    assert.equal(said.code, 0, said.err);
    return said.json<MonitorReport>();
  };
  const held = await run('held');
  assert.deepEqual(
    held.columns.map(({ column, role, verdict }) => [column, role, verdict]),
    [
      ['x', 'input', 'drift'],
      ['prediction', 'output', 'drift'],
    ],
  );
  const stored = await run('stored');
  assert.equal(stored.verdict, 'unknown');
  assert.match(stored.headline, /double:1 was registered without a baseline .* Name rows under `reference`/);

  const bare = await projectWithModel(t);
  for (const name of ['before', 'now']) {
    bare.write(`${name}.csv`, rows(0));
    bare.write(`${name}.dataset.yaml`, `dataset: ${name}\nsource: ${name}.csv\n`);
  }
  bare.write('held.monitor.yaml', `monitor: held\nmodel: double\nreference: {dataset: before}\n${asks}`);
  const said = await bare.modelyard('monitor run held --format json', { variables: bare.variables });
  const { verdict, headline } = said.json<MonitorReport>();
  assert.equal(verdict, 'unknown');
  assert.match(headline, /double:1 does not say what it reads.* Log the model with a signature/);
});
