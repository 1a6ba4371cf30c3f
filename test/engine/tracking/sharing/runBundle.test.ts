import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EndedModel } from '../../../../engine/src/ports/loggedModelStore.ts';
import type { EndedRun } from '../../../../engine/src/ports/runStore.ts';
import { packPoints, unpackPoints } from '../../../../engine/src/tracking/sharing/packedPoints.ts';
import { readBundle, writeBundle } from '../../../../engine/src/tracking/sharing/runBundle.ts';
import { isTextOf, parseRunKey, runKey } from '../../../../engine/src/tracking/sharing/runKeys.ts';

const ID = '0123456789abcdef0123456789abcdef';
const KEY = 'runs/01/x';

function run(change: Partial<EndedRun> = {}): EndedRun {
  return {
    id: ID,
    experiment: 'flight',
    name: 'tidal',
    status: 'finished',
    startTime: 1,
    endTime: 2,
    user: 'ada',
    params: { rounds: '20' },
    tags: { note: 'ä "quoted"' },
    datasets: [{ name: 'flights', version: 'a', rows: 3, context: 'train' }],
    artifacts: [{ path: 'train/model.onnx', size: 5, sha256: 'a'.repeat(64) }],
    metrics: new Map([['loss', [{ value: 0.5, step: 0, timestamp: 1 }]]]),
    ...change,
  };
}

test('points come back as they were, whatever they are', () => {
  const point = fc.record(
    {
      value: fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
      step: fc.integer(),
      timestamp: fc.integer({ min: 0, max: 4e12 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(point), (points) => {
      assert.deepEqual(unpackPoints(JSON.parse(JSON.stringify(packPoints(points)))), points);
    }),
  );
});

test('a long curve is small', () => {
  const points = Array.from({ length: 10_000 }, (_, step) => ({ value: 1, step, timestamp: 1e12 + step * 1000 }));
  assert.ok(JSON.stringify(packPoints(points)).length < 21_000);
});

test('a run comes back as it was, and gives the same text in whatever order its keys came', () => {
  const bundle = { origin: 'Ada', runs: [run(), run({ id: 'f'.repeat(32), parent: ID })] };
  const text = writeBundle(bundle);
  assert.deepEqual(readBundle(text, KEY), bundle);
  const other = { ...run(), tags: { z: '1', a: '2' } };
  const turned = { ...run(), tags: { a: '2', z: '1' } };
  assert.equal(writeBundle({ origin: 'Ada', runs: [other] }), writeBundle({ runs: [turned], origin: 'Ada' }));
});

const MODEL: EndedModel = {
  id: `m-${'b'.repeat(32)}`,
  name: 'forest',
  type: 'sklearn',
  status: 'ready',
  createdAt: 5,
  updatedAt: 6,
  params: { depth: '3' },
  tags: { stage: 'first' },
  artifacts: [{ path: 'MLmodel', size: 5, sha256: 'c'.repeat(64) }],
  metrics: [
    { key: 'auc', value: 0.7, step: 0, timestamp: 9, run: ID, dataset: { name: 'flights', digest: 'a1' } },
    { key: 'auc', value: Number.NaN, step: 1, timestamp: 9, run: ID, dataset: { name: 'flights', digest: 'a1' } },
    { key: 'auc', value: 0.6, step: 0, timestamp: 9, run: ID },
  ],
};

test('models that clients saved come back with their run, and a run without any is written as ever', () => {
  const models = { modelInputs: ['m-0'], modelOutputs: [{ model: MODEL.id, step: 4 }], models: [MODEL] };
  const bundle = { origin: 'Ada', runs: [run(models)] };
  assert.deepEqual(readBundle(writeBundle(bundle), KEY), bundle);
  assert.doesNotMatch(writeBundle({ origin: 'Ada', runs: [run()] }), /model[IOs]/);
});

test('a model of a bundle that is none, or leads out of its folder, refuses the bundle', () => {
  const good = JSON.parse(writeBundle({ origin: 'Ada', runs: [run({ models: [MODEL] })] }));
  const wrong = [
    { id: '../m' },
    { status: 'pending' },
    { createdAt: 'now' },
    { type: 7 },
    { tags: { stage: 1 } },
    { artifacts: [{ path: '../MLmodel', size: 5, sha256: 'c'.repeat(64) }] },
    { metrics: [{ key: 'auc', run: 'x', points: {} }] },
    { metrics: [{ key: 'auc', run: ID, points: { values: [1], steps: [0, 2], times: [0, 1] } }] },
  ];
  for (const change of wrong) {
    const [first] = good.runs;
    const models = [{ ...first.models[0], ...change }];
    const text = JSON.stringify({ ...good, runs: [{ ...first, models }] });
    assert.throws(() => readBundle(text, KEY), { reason: 'remote-bundle' }, JSON.stringify(change));
  }
  const odd = JSON.stringify({ ...good, runs: [{ ...good.runs[0], modelOutputs: [{ model: 1 }] }] });
  assert.throws(() => readBundle(odd, KEY), { reason: 'remote-bundle' });
});

test('its key tells the run, when it ended and its bytes', () => {
  const text = writeBundle({ origin: 'Ada', runs: [run()] });
  const key = runKey('bundle', ID, 1_700_000_000_000, text);
  assert.deepEqual(parseRunKey(key.key), key);
  assert.equal(isTextOf(key, text), true);
  assert.equal(isTextOf(key, `${text} `), false);
  assert.equal(parseRunKey('runs/01/other'), undefined);
});

test('what is no bundle is refused by its key, and never taken in part', () => {
  const good = JSON.parse(writeBundle({ origin: 'Ada', runs: [run()] }));
  const [first] = good.runs;
  const bad: readonly unknown[] = [
    'no json',
    null,
    [],
    {},
    { ...good, runs: [] },
    { ...good, origin: 7 },
    ...[
      { id: '../x' },
      { status: 'running' },
      { endTime: null },
      { tags: { a: 1 } },
      { artifacts: [{ path: '../../etc/passwd', size: 1, sha256: 'a'.repeat(64) }] },
      { artifacts: [{ path: 'a', size: 1, sha256: 'x' }] },
      { metrics: { loss: { steps: [0, 1e9], times: [0, 1], values: [1] } } },
      { metrics: { loss: { steps: [0, 1], times: [0, 1], values: ['many'] } } },
      { metrics: [] },
    ].map((change) => ({ ...good, runs: [{ ...first, ...change }] })),
  ];
  for (const value of bad)
    assert.throws(() => readBundle(typeof value === 'string' ? value : JSON.stringify(value), KEY), {
      reason: 'remote-bundle',
    });
  assert.throws(() => readBundle(JSON.stringify({ ...good, run_bundle: 2 }), KEY), { message: /newer Modelyard/ });
});
