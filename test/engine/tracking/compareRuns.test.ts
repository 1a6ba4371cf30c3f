import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run } from '../../../engine/src/ports/runStore.ts';
import { compareRuns } from '../../../engine/src/tracking/compareRuns.ts';
import { MLFLOW_STATUS, statusesNamed, statusFromMlflow } from '../../../engine/src/tracking/mlflowStatus.ts';

const run = (facts: Partial<Run>): Run => ({
  id: 'a',
  experiment: 'e',
  experimentId: '1',
  name: 'r',
  parent: undefined,
  status: 'finished',
  lifecycle: 'active',
  startTime: 0,
  endTime: 1,
  user: 'ada',
  params: {},
  metrics: {},
  tags: {},
  datasets: [],
  artifacts: [],
  ...facts,
});
const point = (value: number, step = 0) => ({ value, step, timestamp: step });

test('runs stand side by side, and what differs is marked', () => {
  const a = run({
    params: { rounds: '300', seed: '7' },
    metrics: { auc: point(0.7, 1), loss: point(Number.NaN) },
    datasets: [{ name: 'flights', version: 'v1', rows: 1, context: 'train' }],
  });
  const b = run({
    params: { rounds: '400', seed: '7', toString: 'x' },
    metrics: { auc: point(0.7, 2), loss: point(Number.NaN) },
    datasets: [{ name: 'flights', version: 'v2', rows: 1, context: 'train' }],
  });
  const { params, metrics, data, tags } = compareRuns([a, b]);
  assert.deepEqual(params, [
    { name: 'rounds', values: ['300', '400'], differs: true },
    { name: 'seed', values: ['7', '7'], differs: false },
    { name: 'toString', values: [undefined, 'x'], differs: true },
  ]);
  assert.deepEqual(
    metrics.map((row) => [row.name, row.differs]),
    [
      ['auc', false],
      ['loss', false],
    ],
  );
  assert.deepEqual(data, [{ name: 'flights (train)', values: ['v1', 'v2'], differs: true }]);
  assert.deepEqual(tags, []);
});

test('every status has a word of MLflow, and every word of MLflow a status', () => {
  assert.deepEqual(Object.values(MLFLOW_STATUS), ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'KILLED']);
  assert.deepEqual(statusesNamed('killed'), ['cancelled', 'interrupted']);
  assert.deepEqual(statusesNamed('Interrupted'), ['interrupted']);
  assert.deepEqual(['SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'x'].map(statusFromMlflow), [
    'running',
    'running',
    'finished',
    'failed',
    'cancelled',
    undefined,
  ]);
});
