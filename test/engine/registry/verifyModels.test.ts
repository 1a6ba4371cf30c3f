import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { openObjectStore } from '../../../engine/src/adapters/files/objectStore.ts';
import { compareVersions } from '../../../engine/src/registry/compareVersions.ts';
import { folderHash, keepFolder, readFolder } from '../../../engine/src/registry/modelFolder.ts';
import { verifyModels } from '../../../engine/src/registry/verifyModels.ts';
import { registryKit, sha256 } from '../../kit/registry.ts';

test('verify names every file whose promise is not kept', async (t) => {
  const kit = registryKit(t);
  const { sha256: baseline } = await kit.artifacts.putBytes('baseline');
  await kit.registry.register(await kit.model('good', { evidence: { baseline } }));
  await kit.registry.register(await kit.model('tampered', { evidence: { baseline } }));
  await kit.registry.register(await kit.model('gone'));
  await kit.registry.register(await kit.model('short', { size: 99 }));
  await kit.registry.setAlias('flight-delay', 'candidate', 3);
  assert.deepEqual(
    (await verifyModels(kit.options)).map((file) => file.problems.map((problem) => problem.reason)),
    [[], [], [], ['object-size'], []],
  );

  const object = await kit.artifacts.path(sha256('tampered'), 'it');
  chmodSync(object, 0o644);
  writeFileSync(object, 'TAMPERED');
  await kit.files.remove(await kit.artifacts.path(sha256('gone'), 'it'));
  await kit.files.remove(`${kit.projectRoot}/registry/flight-delay/v4.version.yaml`);
  kit.write('registry/flight-delay/v5.version.yaml', 'rubbish');
  const artifacts = openObjectStore(`${kit.projectRoot}/.modelyard/objects`);
  const verified = await verifyModels({ ...kit.options, artifacts }, 'flight-delay');
  assert.deepEqual(
    verified.map((one) => [one.file.split('/').at(-1), one.problems.map((problem) => problem.reason)]),
    [
      ['v1.version.yaml', []],
      ['v2.version.yaml', ['object-damaged']],
      ['v3.version.yaml', ['object-missing']],
      ['v5.version.yaml', ['registry-file']],
      ['candidate.alias.yaml', []],
    ],
  );
  assert.match(verified[1]!.problems[0]!.message, /model flight-delay:2 is damaged/);
  await assert.rejects(verifyModels(kit.options, 'flight'), { reason: 'model-not-found' });
});

test('of a model that is a folder every file is looked at', async (t) => {
  const kit = registryKit(t);
  const files = [];
  for (const path of ['model.pkl', 'MLmodel', 'sub/x.txt'])
    files.push({ path, ...(await kit.artifacts.putBytes(`bytes of ${path}`)) });
  const kept = await keepFolder(kit.artifacts, files);
  assert.equal(folderHash(files), kept.sha256);
  const format = 'mlflow';
  await kit.registry.register(await kit.model('', { ...kept, folder: kept.sha256, format }));
  await kit.registry.register(await kit.model('x', { folder: kept.sha256, format }));
  const reasons = async () => (await verifyModels(kit.options)).map((one) => one.problems.map(({ reason }) => reason));
  assert.deepEqual(await reasons(), [[], ['object-size']]);
  await kit.files.remove(await kit.artifacts.path(files[0]!.sha256, 'it'));
  assert.deepEqual(await reasons(), [['object-missing'], ['object-missing']]);
  const { sha256: no } = await kit.artifacts.putBytes('no list');
  await assert.rejects(readFolder(kit.artifacts, no, 'it'), { reason: 'not-a-folder' });
});

test('compare shows what differs, and all metrics with their intervals', async (t) => {
  const { registry, model } = registryKit(t);
  const { version: a } = await registry.register(await model('a'));
  const { version: b } = await registry.register(
    await model('b', {
      params: { rounds: 400, max_leaves: 63, lr: 0.1 },
      metrics: { roc_auc: { value: 0.75, low: 0.72, high: 0.78 }, brier: { value: 0.2 } },
    }),
  );
  const comparison = compareVersions(a, b);
  assert.deepEqual(comparison.params, [
    { name: 'rounds', a: 300, b: 400 },
    { name: 'seed', a: 7, b: undefined },
    { name: 'lr', a: undefined, b: 0.1 },
  ]);
  assert.deepEqual([comparison.inputs, comparison.outputs, comparison.data, comparison.sameModel], [[], [], [], false]);
  assert.deepEqual(
    comparison.metrics.map(({ name, difference, overlap }) => [name, difference?.toFixed(3), overlap]),
    [
      ['roc_auc', '0.037', false],
      ['brier', undefined, undefined],
    ],
  );
});
