import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ConvertedModel } from '../../engine/src/operations/models/convert.ts';
import type { GateResult } from '../../engine/src/operations/promotion/gateResult.ts';
import { registerFolder } from '../kit/mlflowFolder.ts';
import { type TestProject, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const PYTHON =
  process.env['MODELYARD_PYFUNC_PYTHON'] ??
  fileURLToPath(new URL('../../.cache/pyfunc-venv/bin/python', import.meta.url));
const options = {
  skip: existsSync(PYTHON) ? false : 'there is no Python with mlflow and converters in .cache/pyfunc-venv',
};
const variables = { MODELYARD_PYTHON: PYTHON };

let saved = '';
let answers: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {};

before((t) => {
  if (options.skip) return;
  saved = temporaryFolder(t as TestContext);
  const script = fileURLToPath(new URL('../fixtures/mlflow/saveModels.py', import.meta.url));
  execFileSync(PYTHON, [script, saved], { stdio: 'ignore' });
  answers = JSON.parse(readFileSync(join(saved, 'answers.json'), 'utf8'));
});

const GATES = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: quick and small, latency_p95: 10s, size: 50MB}
      - {name: not worse, better_than: production, metric: roc_auc, margin: 0.01}
`;

const GATED = `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
#- whole.pipeline.yaml
pipeline: whole
params: {seed: 1}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {distance: distance, hour: hour, origin: origin}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 60%, seed: "\${{ params.seed }}"}
  train:
    run: cp -r made \${{ outputs.model }}
    inputs: {made: made}
    outputs: {model: model/}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [roc_auc], intervals: {resamples: 20}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: guess}
`;

async function projectWith(t: TestContext, model: string): Promise<TestProject> {
  const project = testProject(t, '#- readme.md\n');
  copyFileSync(join(saved, 'rows.parquet'), join(project.folder, 'rows.parquet'));
  await registerFolder(project.folder, join(saved, model), model);
  return project;
}

for (const model of ['pipeline', 'many', 'labels', 'forest', 'trees', 'booster', 'own'])
  test(`predict gives what ${model} answers in its own Python, to the last digit`, options, async (t) => {
    const project = await projectWith(t, model);
    const line = `predict --model ${model} --input rows.parquet --output said.ndjson`;
    const said = await project.modelyard(line, { variables });
    assert.equal(said.code, 0, said.err);
    const rows = project
      .read('said.ndjson')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    assert.equal(rows.length, 400);
    for (const [name, values] of Object.entries(answers[model]!))
      assert.deepEqual(
        rows.map((row) => row[name]),
        values,
        name,
      );
  });

test('a pipeline measures such a model, and its packages are part of the key', options, async (t) => {
  const project = await projectWith(t, 'pipeline');
  project.write('rows.dataset.yaml', 'dataset: rows\nsource: rows.parquet\n');
  project.write(
    'measure.pipeline.yaml',
    `
pipeline: measure
steps:
  examples: {uses: data/examples, with: {from: rows, label: {late: late}, columns: {distance: distance, hour: hour, origin: origin}}}
  measure: {uses: model/evaluate, with: {model: "pipeline:1", data: "\${{ steps.examples.data }}", metrics: [accuracy, roc_auc]}}
`,
  );
  const said = await project.modelyard('run measure --format ndjson', { variables });
  assert.equal(said.code, 0, said.out + said.err);
  const [finished] = said.events().filter((event) => event.type === 'step.finished' && event.step === 'measure');
  assert.equal(finished?.type === 'step.finished' && finished.status, 'done', said.out);
  const rows = await project.modelyard(
    'evaluate --model pipeline --data rows.parquet --target late --resamples 0 --format json',
    { variables },
  );
  assert.ok(rows.json<{ metrics: { accuracy: { value: number } } }>().metrics.accuracy.value > 0.7);
  const again = await project.modelyard('run measure --format ndjson', { variables });
  const statuses = again.events().flatMap((event) => (event.type === 'step.finished' ? [event.status] : []));
  assert.deepEqual(new Set(statuses), new Set(['cached']));
});

test('gates ask such a model one row at a time, weigh its folder and score it as champion', options, async (t) => {
  const project = testProject(t, GATED);
  copyFileSync(join(saved, 'rows.parquet'), join(project.folder, 'rows.parquet'));
  cpSync(join(saved, 'pipeline'), join(project.folder, 'made'), { recursive: true });
  for (const seed of [1, 2]) {
    project.write('made/note.txt', `version ${seed}`);
    const said = await project.modelyard(`run whole --param seed=${seed}`, { variables });
    assert.equal(said.code, 0, said.err + said.out);
  }
  await project.modelyard('models alias guess:1 production');
  project.write('default.policy.yaml', GATES);
  const said = await project.modelyard('gate guess:2 --alias production --format json', { variables });
  assert.equal(said.code, 0, said.err + said.out);
  const { gates } = said.json<GateResult>();
  assert.deepEqual(
    gates.map(({ name, status }) => `${name}: ${status}`),
    ['quick and small: passed', 'not worse: passed'],
  );
  const [quick, worse] = gates;
  assert.deepEqual(
    quick?.figures.map(({ name }) => name),
    ['latency_p95', 'size'],
  );
  assert.ok(quick!.figures[0]!.rows! >= 40 && quick!.figures[0]!.value > 0);
  assert.ok(quick!.figures[1]!.value > 1000, 'all files of the folder together');
  assert.deepEqual([worse?.figures[0]?.value, worse?.figures[0]?.rows], [0, worse?.figures[1]?.rows]);
});

for (const [model, converter] of [
  ['pipeline', 'skl2onnx'],
  ['many', 'skl2onnx'],
  ['forest', 'skl2onnx'],
  ['trees', 'onnxmltools'],
  ['booster', 'onnxmltools'],
] as const)
  test(`${model} becomes ONNX that answers alike`, options, async (t) => {
    const project = await projectWith(t, model);
    const line = `models convert ${model} --output ${model}.onnx --data rows.parquet --register --format json`;
    const said = await project.modelyard(line, { variables });
    assert.equal(said.code, 0, said.err + said.out);
    const made = said.json<ConvertedModel & Readonly<Record<string, unknown>>>();
    assert.match(made.converter, new RegExp(`^${converter} \\d`));
    assert.deepEqual([made.rows, made.differing, made.passed, made.registered], [400, 0, true, `${model}:2`]);
    assert.ok(made.maxDifference !== null && made.maxDifference < 1e-5, String(made.maxDifference));
    assert.match(
      project.read(`registry/${model}/v2.version.yaml`),
      /^format: onnx$.*^evidence: \{parity: [0-9a-f]{64}\}$/ms,
    );
    const predicted = await project.modelyard(`predict --model ${model}:2 --input rows.parquet --output said.ndjson`);
    assert.equal(predicted.code, 0, predicted.err);
    const rows = project
      .read('said.ndjson')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    const label = answers[model]!['prediction']!;
    for (const [at, row] of rows.entries())
      if (typeof label[at] === 'number')
        assert.ok(Math.abs(row.prediction - Number(label[at])) < 1e-4 * Math.max(1, Math.abs(Number(label[at]))));
      else assert.equal(row.prediction, label[at]);
  });

test('what differs more than is allowed is not written', options, async (t) => {
  const project = await projectWith(t, 'forest');
  const line = 'models convert forest --output forest.onnx --data rows.parquet --tolerance 0 --register';
  const said = await project.modelyard(line, { variables });
  assert.equal(said.code, 1, said.out);
  assert.match(said.out, /was not converted: what skl2onnx .* answers otherwise\. Nothing was written\./);
  assert.ok(!existsSync(join(project.folder, 'forest.onnx')));
  assert.ok(!existsSync(join(project.folder, 'registry/forest/v2.version.yaml')));
});

test('a model that no converter knows is refused, and needs rows of its own', options, async (t) => {
  const project = await projectWith(t, 'own');
  const refused = await project.modelyard('models convert own --output own.onnx --data rows.parquet', { variables });
  assert.equal(refused.code, 1);
  assert.match(refused.err, /own:1 cannot become ONNX: There is no converter for the flavor pyfunc/);
  const rows = await project.modelyard('models convert own --output own.onnx', { variables });
  assert.match(rows.err, /no rows to compare own:1/);
});

test('mlflow.pyfunc loads what models export writes of an ONNX model', options, async (t) => {
  const project = await projectWith(t, 'many');
  const converted = await project.modelyard('models convert many --data rows.parquet --register', { variables });
  assert.equal(converted.code, 0, converted.err);
  const exported = await project.modelyard('models export many:2 exported');
  assert.equal(exported.code, 0, exported.err);
  const script = `
import json, mlflow.pyfunc, pandas
model = mlflow.pyfunc.load_model("exported")
said = model.predict(pandas.read_parquet("rows.parquet")[["distance", "hour", "origin"]].astype({"origin": object}))
print(json.dumps([list(said["prediction"]) if hasattr(said, "columns") else [str(one) for one in said["prediction"]]]))
`;
  const out = execFileSync(PYTHON, ['-c', script], {
    cwd: project.folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  assert.deepEqual(JSON.parse(out.trim().split('\n').at(-1)!)[0], answers['many']!['prediction']);
});
