import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { checkRecord } from '../kit/checkRecord.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { testProject } from '../kit/project.ts';
import { readXml } from '../kit/readXml.ts';

const PROJECT = `
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: inputs as learned, drift: {max_share: 30%}}
#- sigmoid.monitor.yaml
monitor: sigmoid
model: sigmoid@production
current: {dataset: rows}
drift: {}
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- rows.csv
x
1
`;

test('a gate on drift goes through `gate` in every form, and moves nothing without a check', async (t) => {
  const { modelyard, folder, write } = testProject(t, PROJECT);
  const follows = outputSchemas();
  write('model.onnx', onnxModel(1));
  assert.equal((await modelyard('models register model.onnx --name sigmoid')).code, 0);
  const asked = 'gate sigmoid:1 --alias production --format';
  const dark = await modelyard(`${asked} json`);
  assert.equal(dark.code, 1, dark.err);
  follows('gate', dark.json());
  assert.match(dark.out, /modelyard monitor run sigmoid --model sigmoid:1/);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const { monitors } = await host.stores(folder);
  const check = checkRecord('a'.repeat(32), { monitor: 'sigmoid', model: 'sigmoid:1', made: Date.now() });
  await monitors.add({ ...check, drifted: 2 }, '{}');
  const good = await modelyard(`${asked} json`);
  assert.equal(good.code, 0, good.out);
  follows('gate', good.json());
  assert.match((await modelyard(`${asked} text`)).out, /passed +inputs as learned +25% +<= 30%/);
  await monitors.add({ ...check, id: 'b'.repeat(32), drifted: 3 }, '{}');
  assert.match((await modelyard(`${asked} markdown`)).out, /`inputs as learned` \| 38% \| &#60;= 30%/);
  const junit = readXml((await modelyard(`${asked} junit`)).out);
  assert.equal(JSON.stringify(junit).includes('3 of 8 inputs had drifted'), true);
  const moved = await modelyard('models promote sigmoid:1 --alias production --format json');
  assert.equal(moved.code, 1, moved.err);
});
