import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headingOf, isSpec } from '../../client/src/heading.ts';

test('a file with our ending is a spec when it is empty or begins with the key of its kind', () => {
  const specs: readonly (readonly [string, string])[] = [
    ['/p/flights.dataset.yaml', ''],
    ['/p/flights.dataset.yaml', '\uFEFF# Every flight\r\n\r\n---\r\ndataset: flights\r\n'],
    ['/p/flights.dataset.yaml', '"dataset":\n'],
    ['/p/flights.dataset.lock.yaml', 'dataset_lock: flights'],
    ['/p/modelyard.yaml', '%YAML 1.2\n---\nproject: flights'],
    ['/p/registry/flight-delay/v1.version.yaml', 'model_version: flight-delay:1'],
  ];
  for (const [path, text] of specs)
    assert.ok(
      isSpec(path, () => text),
      `${path}: ${text}`,
    );
});

test('files of other tools are left to them', () => {
  const foreign: readonly (readonly [string, string])[] = [
    ['/p/ci.pipeline.yaml', 'stages:\n  - build'],
    ['/p/ci.pipeline.yaml', '- pipeline: a'],
    ['/p/ci.pipeline.yaml', 'pipelines: [a]'],
    ['/p/ci.pipeline.yaml', '  # a comment\ntrigger:\npipeline: a'],
    ['/p/ci.pipeline.yaml', 'pipeline'],
    ['/p/flights.yaml', 'dataset: flights'],
    ['/p/x.monitor.yaml', '<<<<<<< HEAD\nmonitor: a'],
  ];
  for (const [path, text] of foreign) assert.ok(!isSpec(path, () => text), `${path}: ${text}`);
});

test('the name stands beside the first key, without quotes and comments', () => {
  const name = (text: string) => headingOf(text)?.name;
  assert.equal(name('pipeline: flight-delay # daily'), 'flight-delay');
  assert.equal(name('pipeline: "flight-delay"   # daily'), 'flight-delay');
  assert.equal(name("pipeline: 'flight-delay'"), 'flight-delay');
  assert.equal(name('pipeline: a#b'), 'a#b');
  assert.equal(name('pipeline: # none yet'), undefined);
  assert.equal(name('pipeline:'), undefined);
  assert.equal(headingOf('# nothing'), undefined);
});

test('the text of a file with another ending is not asked for', () => {
  assert.ok(!isSpec('/p/large.yaml', () => assert.fail('asked')));
});
