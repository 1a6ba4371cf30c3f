import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TAGS } from '../../../engine/src/pipeline/journal.ts';
import type { ModelValue } from '../../../engine/src/ports/step.ts';
import { MODEL_TAG, resolveModel } from '../../../engine/src/registry/resolveModel.ts';
import { registryKit, sha256 } from '../../kit/registry.ts';

const value = (bytes: string): ModelValue => ({
  kind: 'model',
  format: 'onnx',
  sha256: sha256(bytes),
  size: bytes.length,
  signature: null,
  target: null,
  task: null,
  baseline: sha256('baseline'),
  params: {},
  lineage: {},
});

test('the pipeline writes the tag that is read here', () => assert.equal(TAGS.model, MODEL_TAG));

test('the model of a run is the one that it or a step of it made', async (t) => {
  const { registry, runs } = registryKit(t);
  const base = { experiment: 'e', startTime: 0, user: 'ada' };
  const run = await runs.createRun({ ...base, name: 'run' });
  const step = async (name: string, model?: ModelValue) => {
    const made = await runs.createRun({ ...base, name, parent: run.id });
    if (model) await runs.log(made.id, { tags: { [MODEL_TAG]: JSON.stringify(model) } });
    await runs.finish(made.id, 'finished', 1);
    return made.id;
  };
  await step('split');
  await assert.rejects(resolveModel(`run:${run.id}`, { registry, runs }), { reason: 'run-without-model' });
  const train = await step('train', value('one'));
  await step('train again', value('one'));
  const expected = {
    reference: `run:${train}`,
    format: 'onnx',
    sha256: sha256('one'),
    size: 3,
    signature: undefined,
    baseline: sha256('baseline'),
    run: train,
    params: {},
    lineage: {},
    folder: undefined,
    registered: undefined,
  };
  assert.deepEqual(await resolveModel(`run:${run.id.slice(0, 12)}`, { registry, runs }), expected);
  assert.deepEqual(await resolveModel(`run:${train}`, { registry, runs }), expected);
  await step('other', value('two'));
  await assert.rejects(resolveModel(`run:${run.id}`, { registry, runs }), { reason: 'run-with-models' });
  await assert.rejects(resolveModel('run:ffff', { registry, runs }), { reason: 'run-not-found' });
});

test('a registered model is named by its version', async (t) => {
  const { registry, runs, model } = registryKit(t);
  await registry.register(await model('one'));
  const found = await resolveModel('flight-delay', { registry, runs });
  assert.deepEqual(
    [found.reference, found.sha256, found.registered?.semver],
    ['flight-delay:1', sha256('one'), '1.0.0'],
  );
});
