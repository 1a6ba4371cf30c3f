import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GateResult } from '../../engine/src/operations/promotion/gateResult.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { type TestProject, testProject } from '../kit/project.ts';

async function judged(project: TestProject, reference: string) {
  const said = await project.modelyard(`gate ${reference} --alias production --format json`);
  return said.json<GateResult>().gates.map(({ status, code, next }) => ({ status, code, next }));
}

async function registered(project: TestProject): Promise<readonly { version: number; sha256: string }[]> {
  const shown = await project.modelyard('models show sigmoid --format json');
  const { versions } = shown.json<{ versions: { version: number; sha256: string }[] }>();
  return [...versions].sort((a, b) => a.version - b.version);
}

test('a version without test rows is unknown to gates, and doing what they say makes one that they can judge', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('model.onnx', onnxModel(1));
  await project.parquet(
    'rows.parquet',
    'select i as id, sin(i * 1.7) * 3 as x, sin(i * 1.7) + sin(i * 5.3) > 0 as late from range(600) as r(i)',
  );
  await project.modelyard('models register model.onnx --name sigmoid');
  const [fromFile] = await judged(project, 'sigmoid:1');
  assert.deepEqual([fromFile?.status, fromFile?.code], ['unknown', 'test-rows-missing']);
  assert.match(fromFile?.next ?? '', /in a pipeline, by model\/evaluate with `data` before model\/register/);

  assert.equal((await project.modelyard('run whole')).code, 0);
  assert.deepEqual(
    (await judged(project, 'sigmoid:2')).map(({ status }) => status),
    ['passed'],
  );
  const [one, two, ...more] = await registered(project);
  assert.deepEqual([one?.version, two?.version, two?.sha256, more.length], [1, 2, one?.sha256, 0]);

  // As an older Modelyard wrote it.
  const file = 'registry/sigmoid/v2.version.yaml';
  project.write(file, project.read(file).replace(/, test: \w+/, ''));
  const [older] = await judged(project, 'sigmoid:2');
  assert.equal(older?.code, 'test-rows-missing');
  assert.match(older?.next ?? '', /`modelyard run whole` again/);
  assert.equal((await project.modelyard('run whole')).code, 0);
  assert.deepEqual(
    (await judged(project, 'sigmoid:3')).map(({ status }) => status),
    ['passed'],
  );
  assert.equal((await project.modelyard('run whole')).code, 0);
  assert.equal((await registered(project)).length, 3, 'and then the same model is registered no more');
});

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
key: [id]
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: quick, latency_p95: 1s}
#- whole.pipeline.yaml
pipeline: whole
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%}
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx, data: "\${{ steps.split.train }}"}
    outputs: {model: model.onnx}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", intervals: {resamples: 10}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
`;
