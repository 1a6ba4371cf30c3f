import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';
import { problemsWithData } from '../../kit/problemsWithData.ts';
import { versionFile } from '../../kit/registryFiles.ts';

const FLIGHTS = `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
columns:
  date: {type: date, description: when it left}
  delay: {type: integer, description: minutes}
  distance: {type: integer, description: miles}
  origin: {type: string, description: airport it left}
#- flights.csv
date,delay,distance,origin
2001-01-01,12,120,ORD
#- flight-delay.pipeline.yaml
pipeline: flight-delay
steps:
  examples:
    uses: data/examples
    with: {from: flights, label: {late: delay > 15}, columns: {distance: distance, origin: origin}}
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: late, learner: gradient-boosting, params: {seed: 7}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: flight-delay}
${versionFile('flight-delay', 1)}`;

const monitor = (rest: string, current = 'current: {dataset: flights, window: 28d}') => `
#- flight-delay.monitor.yaml
monitor: flight-delay
model: flight-delay
${current}
${rest}`;

test('health, metrics and slices of the documentation have no problem', () => {
  const found = problems(
    FLIGHTS +
      monitor(`
reference: {offset: 365d}
health:
  missing: {max: 1%}
  schema: same
  range: {max: 0.1%}
  freshness: 24h
  duplicates: {max: 0%}
  cardinality: {change: 50%}
  units: same
  anomalies: {max: 5%}
metrics:
  - {name: long flights, sql: avg(CASE WHEN distance > 1000 THEN 1 ELSE 0 END), min: 0.1, max: 0.4}
  - {name: flights, sql: count(*)}
slices: [origin]
performance: {metric: roc_auc, min: 0.65, slices: [origin], labels: {dataset: flights}}`),
  );
  assert.deepEqual(found, []);
});

test('a limit that every value meets is no limit', () => {
  problems(
    FLIGHTS +
      monitor(`
health:
  missing: {max: 100%} #~ limit-never-met
  range: {max: 1} #~ limit-never-met
  duplicates: {max: 110%} #~ bad-format
  cardinality: {change: 50} #~ bad-format
metrics:
  - {name: flights, sql: count(*), min: 10, max: 1} #~ limit-never-met`),
  );
});

test('a figure has a name of its own, and SQL', () => {
  problems(
    FLIGHTS +
      monitor(`
metrics:
  - {name: flights, sql: count(*)}
  - {name: flights, sql: count(delay)} #~ duplicate-metric
  - {name: miles} #~ missing-key`),
  );
});

test('slices are inputs of the model that are not sensitive', () => {
  const sensitive = FLIGHTS.replace('timestamp: date', 'timestamp: date\ndatasheet: {sensitive: [origin]}');
  const found = problems(
    sensitive +
      monitor(`
slices: [origin, distanse] #~ sensitive-slice unknown-column
performance:
  metric: roc_auc
  slices: [delay] #~ unknown-column
  labels: {dataset: flights}`),
  );
  const unknown = found.find(({ code }) => code === 'unknown-column');
  assert.equal(unknown?.data?.replacement, 'distance');
});

test('a reference that moves along lies before the window', () => {
  const [found] = problems(FLIGHTS + monitor('reference: {offset: 7d} #~ reference-overlaps'));
  assert.equal(found?.message, 'The window is 28d long: its oldest 21d are in the reference too');
  problems(FLIGHTS + monitor('reference: {offset: 28d}'));
  problems(FLIGHTS + monitor('reference: {offset: 28d} #~ reference-overlaps', 'current: {dataset: flights}'));
  problems(
    FLIGHTS.replace('timestamp: date', 'description: x') +
      monitor('reference: {offset: 28d} #~ reference-overlaps window-without-timestamp', 'current: {dataset: flights}'),
  );
});

test('the SQL of a figure is bound to the current rows', async (t) => {
  const found = await problemsWithData(
    t,
    FLIGHTS +
      monitor(`
metrics:
  - {name: miles, sql: avg(distanse)} #~ unknown-column
  - {name: each, sql: distance} #~ sql-not-allowed
  - {name: last, sql: max(origin)} #~ sql-type
  - {name: file, sql: "(SELECT count(*) FROM 'x.csv')"} #~ sql-not-allowed
  - {name: now, sql: count(now())} #~ sql-not-allowed
  - {name: cut, sql: avg(} #~ sql-syntax
  - {name: right, sql: avg(delay) FILTER (origin = 'ORD')}`),
  );
  assert.equal(found.find(({ code }) => code === 'unknown-column')?.data?.replacement, 'distance');
});
