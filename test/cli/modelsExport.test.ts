import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { onnxModel } from '../kit/onnxModel.ts';
import { testProject } from '../kit/project.ts';

test('a model of ours becomes a folder that MLflow loads', async (t) => {
  const project = testProject(t, '#- readme.md\n');
  project.write('model.onnx', onnxModel(1));
  await project.modelyard(['models', 'register', 'model.onnx', '--name', 'sigmoid', '--format', 'json']);
  const out = await project.modelyard(['models', 'export', 'sigmoid', 'aus gabe', '--format', 'json']);
  assert.deepEqual(out.json(), {
    model: 'sigmoid:1',
    format: 'onnx',
    folder: 'aus gabe',
    files: ['MLmodel', 'model.onnx'],
  });
  const folder = join(project.folder, 'aus gabe');
  assert.deepEqual(readdirSync(folder), ['MLmodel', 'model.onnx']);
  assert.deepEqual(readFileSync(join(folder, 'model.onnx')), Buffer.from(onnxModel(1)));
  assert.match(project.read('aus gabe/MLmodel'), /inputs: '\[\{"type":"double","name":"x","required":true\}\]'/);
  const again = await project.modelyard(['models', 'export', 'sigmoid', 'aus gabe']);
  assert.equal(again.code, 2);
  assert.match(again.err, /not an empty folder/);
  const missing = await project.modelyard(['models', 'export', 'sigmoid:9', 'x']);
  assert.equal(missing.code, 2);
});
