import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testProject } from '../../kit/project.ts';

const ROWS = `select i as id, 'ab'[1 + i % 2] as port, ((i * 37) % 101)::double / 100 as p, (i * 53) % 97 < 60 as late from range(200) as r(i)`;

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
#- vendor.dataset.yaml
dataset: vendor
source: vendor.parquet
key: [id]
#- train.mjs
import { copyFileSync, writeFileSync } from 'node:fs';
const [rows, model, said] = process.argv.slice(2);
writeFileSync(model, 'a forest');
copyFileSync(rows, said);
#- predict.mjs
import { copyFileSync, readFileSync } from 'node:fs';
const [model, rows, said] = process.argv.slice(2);
if (readFileSync(model, 'utf8') === 'a forest') copyFileSync(rows, said);
#- make.pipeline.yaml
pipeline: make
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {p: p, port: port}}
  train:
    run: node train.mjs \${{ inputs.rows }} \${{ outputs.model }} \${{ outputs.said }}
    inputs: {code: train.mjs, rows: "\${{ steps.examples.data }}"}
    outputs: {model: model.joblib, said: said.parquet}
  predict:
    run: node predict.mjs \${{ inputs.model }} \${{ inputs.rows }} \${{ outputs.said }}
    inputs: {code: predict.mjs, model: "\${{ steps.train.model }}", rows: "\${{ steps.examples.data }}"}
    outputs: {said: said.parquet}
  evaluate:
    uses: model/evaluate
    with: {predictions: "\${{ steps.WHERE.said }}", target: late, score: p, slices: [port], metrics: [roc_auc, brier], intervals: {resamples: 50}}
  vendor:
    uses: model/evaluate
    with: {predictions: vendor, target: late, score: p, metrics: [accuracy], intervals: {resamples: 0}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: forest}
  register_vendor:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: vendor, evaluation: vendor}
`;

for (const where of ['train', 'predict'])
  test(`a version carries the figures of predictions that the step ${where} made of its model`, async (t) => {
    const project = await made(t, where);
    assert.equal((await project.modelyard('validate')).code, 0);
    await ran(project);
    const file = project.read('registry/forest/v1.version.yaml');
    assert.match(file, /^format: files$/m);
    assert.match(file, /roc_auc: \{value: 0\.\d+, low: 0\.\d+, high: 0\.\d+\}/);
    assert.match(file, /brier: \{value: 0\.\d+, low: 0\.\d+, high: 0\.\d+\}/);
    assert.match(file, /^data: \{rows: \{version: \w{64}, rows: 200\}\}$/m);
    const [, scores] = /^evidence: \{scores: (\w{64})\}$/m.exec(file) ?? [];
    assert.ok(scores, file);
    assert.equal((await project.modelyard('models verify')).code, 0);
  });

test('a version carries the evaluation that its step names, also of a dataset', async (t) => {
  const project = await made(t, 'train');
  await ran(project);
  const file = project.read('registry/vendor/v1.version.yaml');
  assert.match(file, /^metrics: \{accuracy: \{value: 0\.\d+\}\}$/m);
  assert.match(file, /^evidence: \{scores: \w{64}\}$/m);
});

test('a version that was to show a skipped evaluation is not made', async (t) => {
  const project = await made(t, 'train');
  const pipeline = project.read('make.pipeline.yaml');
  project.write('make.pipeline.yaml', pipeline.replace('  vendor:\n', '  vendor:\n    if: ${{ 1 > 2 }}\n'));
  const said = await project.modelyard('run make --format json');
  const { steps } = said.json<{ steps: { step: string; status: string }[] }>();
  assert.deepEqual(
    steps.filter(({ step }) => step.startsWith('register')).map(({ status }) => status),
    ['done', 'skipped'],
  );
});

async function made(t: Parameters<typeof testProject>[0], where: string): Promise<TestProject> {
  const project = testProject(t, PROJECT.replace('WHERE', where));
  await project.parquet('rows.parquet', ROWS);
  await project.parquet('vendor.parquet', ROWS);
  return project;
}

async function ran(project: TestProject): Promise<void> {
  const said = await project.modelyard('run make');
  assert.equal(said.code, 0, said.out + said.err);
}
