import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monitorTests } from '../../server/src/features/monitorTests.ts';
import { editor } from '../kit/editor.ts';

const MONITOR = `
#- modelyard.yaml
project: harbour
language: 1
#- berths.monitor.yaml
monitor: berths
model: berths@production
current: {dataset: ships}
drift:
  share: 30%
  columns: {hour: {test: psi, max: 0.2}}
performance:
  metric: roc_auc
  min: 0.6
  slices: [quay]
  labels: {dataset: ships}
health: {missing: {max: 1%}, schema: same}
metrics:
  - {name: long ships, sql: avg(length), max: 100}
schedule: "@daily"
`;
const VERSION = `
#- ships.dataset.yaml
dataset: ships
source: ships.csv
#- train.pipeline.yaml
pipeline: train
steps:
  train: {uses: model/train}
  register: {uses: model/register, with: {model: "\${{ steps.train.model }}", name: berths}}
#- registry/berths/v3.version.yaml
model_version: berths
version: 3
pipeline: train
signature: {inputs: {hour: float, quay: string}, outputs: {late: {task: binary}}}
#- registry/berths/production.alias.yaml
model_alias: berths
alias: production
version: 3
`;

function testsOf(text: string) {
  return monitorTests(editor(text).snapshot);
}

test('each thing that a monitor asks has a test at its line', () => {
  const [berths] = testsOf(MONITOR);
  assert.equal(berths?.uri, 'file:///project/berths.monitor.yaml');
  assert.equal(berths.version, null);
  assert.deepEqual(
    berths.checks.map(({ id, label, range }) => `${range.start.line} ${id}: ${label}`),
    [
      '3 drift: drift',
      '6 performance: roc_auc',
      '9 performance[quay=: roc_auc by quay',
      '11 missing: missing',
      '11 schema: schema',
      '13 sql: long ships: long ships',
    ],
  );
});

test('below drift lie the inputs of the version that is watched, those with a rule of their own at it', () => {
  const [berths] = testsOf(MONITOR + VERSION);
  assert.equal(berths?.version, 3);
  assert.deepEqual(
    berths.checks[0]?.inputs.map(({ name, range }) => `${range.start.line} ${name}`),
    ['5 hour', '3 quay'],
  );
});

test('what decides nothing of a check asks the same, a limit does not', () => {
  const asked = (text: string) => testsOf(text)[0]?.asked;
  assert.equal(asked(MONITOR.replace('@daily', '@weekly')), asked(MONITOR));
  assert.notEqual(asked(MONITOR.replace('1%', '2%')), asked(MONITOR));
});

test('a monitor that asks nothing, or whose name another has before it, has no tests', () => {
  const nothing = MONITOR.replace(/drift:[\s\S]*schedule/, 'schedule');
  assert.deepEqual(testsOf(nothing), []);
  const twin = MONITOR.slice(MONITOR.indexOf('#- berths')).replace('#- berths', '#- z');
  assert.equal(testsOf(MONITOR + twin).length, 1);
});
