import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onnxModel } from '../../kit/onnxModel.ts';
import { type Said, type TestProject, testProject } from '../../kit/project.ts';

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
#- make.pipeline.yaml
pipeline: make
steps:
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx}
    outputs: {model: model.onnx}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
#- use.pipeline.yaml
pipeline: use
params: {model: sigmoid}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ params.model }}", data: "\${{ steps.examples.data }}", metrics: [brier], intervals: {resamples: 0}}
  predict:
    uses: model/predict
    with: {model: "\${{ params.model }}", data: "\${{ steps.examples.data }}", output: predicted.csv}
`;

test('a step takes a model by name, number, alias and run', async (t) => {
  const project = await projectWithVersions(t);
  const [second, first] = (await project.modelyard('runs list --format json')).json<{ runs: { id: string }[] }>().runs;
  await project.modelyard('models alias sigmoid:1 stable');
  const scores = new Map<string, number>();
  const runs = [`run:${first?.id}`, `run:${second?.id.slice(0, 8)}`];
  for (const model of ['sigmoid', 'sigmoid:2', 'sigmoid:1', 'sigmoid@stable', ...runs])
    scores.set(model, await brier(project, await project.modelyard(`run use --param model=${model} --format json`)));
  const [newest, ...others] = [...scores.values()];
  assert.deepEqual(others, [newest, scores.get('sigmoid:1'), scores.get('sigmoid:1'), scores.get('sigmoid:1'), newest]);
  assert.notEqual(newest, scores.get('sigmoid:1'));
});

test('what was measured of a reference holds until it stands for another model', async (t) => {
  const project = await projectWithVersions(t);
  const statuses = async () => {
    const { steps } = (await project.modelyard('run use --param model=sigmoid@stable --format json')).json<{
      steps: { status: string }[];
    }>();
    return steps.map((step) => step.status);
  };
  await project.modelyard('models alias sigmoid:1 stable');
  assert.deepEqual(await statuses(), ['done', 'done', 'done']);
  assert.deepEqual(await statuses(), ['cached', 'cached', 'cached']);
  await project.modelyard('models alias sigmoid:2 stable');
  assert.deepEqual(await statuses(), ['cached', 'done', 'done']);
});

test('a run that made no model is named', async (t) => {
  const project = await projectWithVersions(t);
  const { run } = (await project.modelyard('run use --until examples --format json')).json<{ run: string }>();
  const said = await project.modelyard(`run use --param model=run:${run}`);
  assert.equal(said.code, 1);
  assert.match(said.err, new RegExp(`Run ${run} has made no model`));
});

async function projectWithVersions(t: Parameters<typeof testProject>[0]): Promise<TestProject> {
  const project = testProject(t, PROJECT);
  await project.parquet('rows.parquet', 'select x::double as x, x > 3 as late from range(40) as r(x)');
  for (const weight of [1, -1]) {
    project.write('model.onnx', onnxModel(weight));
    assert.equal((await project.modelyard('run make')).code, 0);
  }
  return project;
}

async function brier(project: TestProject, said: Said): Promise<number> {
  assert.equal(said.code, 0, said.err);
  const shown = await project.modelyard(`runs show ${said.json()['run']} --format json`);
  return shown.json<{ metrics: { brier: { value: number } } }>().metrics.brier.value;
}
