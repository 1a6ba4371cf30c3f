import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine, readTask, taskName } from '../../client/src/tasks/commandLine.ts';
import { stepNames } from '../../client/src/tasks/stepNames.ts';

const type = 'modelyard';
const starting = { jobs: 1 };
const outliving = ' --outlive --jobs 1';

test('a task runs what its definition says', () => {
  const lines: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ command: 'run', pipeline: 'flight-delay' }, `run flight-delay${outliving}`],
    [{ command: 'run', pipeline: 'a', until: 'evaluate' }, `run a --until evaluate${outliving}`],
    [{ command: 'run', pipeline: 'a', from: 'train', environment: 'ci' }, `run a --from train --env ci${outliving}`],
    [
      { command: 'run', pipeline: 'a', params: { rounds: 50, fast: true } },
      `run a --param rounds=50 --param fast=true${outliving}`,
    ],
    [{ command: 'validate' }, 'validate'],
    [{ command: 'validate', environment: 'ci', project: 'flights' }, 'validate --env ci'],
    [{ command: 'lock', dataset: 'flights' }, 'data lock flights'],
    [{ command: 'monitor', monitor: 'flight-delay' }, 'monitor run flight-delay --all-tests'],
    [{ command: 'resume', run: '9b1f' }, `resume 9b1f${outliving}`],
    [{ command: 'attach', run: '9b1f' }, 'attach 9b1f'],
    [
      { command: 'predict', model: 'm:3', input: 'data/a b.csv', output: 'out.parquet' },
      'predict --model m:3 --input data/a b.csv --output out.parquet',
    ],
  ];
  for (const [given, line] of lines) {
    const task = readTask({ type, ...given });
    assert.ok(task, line);
    assert.equal(commandLine(task, starting).join(' '), line);
  }
});

test('a value with spaces stays one argument', () => {
  const task = readTask({ type, command: 'run', pipeline: 'a', params: { text: 'b c' } });
  assert.deepEqual(task && commandLine(task, starting).slice(0, 4), ['run', 'a', '--param', 'text=b c']);
});

test('a definition that lacks what its command needs is no task', () => {
  const broken: readonly Readonly<Record<string, unknown>>[] = [
    {},
    { command: 'run' },
    { command: 'run', pipeline: '' },
    { command: 'run', pipeline: 3 },
    { command: 'lock' },
    { command: 'monitor' },
    { command: 'attach' },
    { command: 'predict', model: 'm', input: 'a.csv' },
    { command: 'remove' },
  ];
  for (const given of broken) assert.equal(readTask({ type, ...given }), undefined, JSON.stringify(given));
});

test('values of other types than a flag takes are left out', () => {
  const task = readTask({ type, command: 'run', pipeline: 'a', until: 3, params: { b: null, c: [1], d: 1 } });
  assert.deepEqual(task && commandLine(task, starting).slice(0, 4), ['run', 'a', '--param', 'd=1']);
});

test('tasks are named after what they do', () => {
  assert.equal(taskName({ type, command: 'run', pipeline: 'a', until: 'train' }), 'run a to train');
  assert.equal(taskName({ type, command: 'run', pipeline: 'a', again: 2 }), 'run a (2)');
  assert.equal(taskName({ type, command: 'lock', dataset: 'flights' }), 'lock flights');
  assert.equal(taskName({ type, command: 'monitor', monitor: 'flight-delay' }), 'monitor flight-delay');
  assert.equal(taskName({ type, command: 'resume', run: '9b1f0c2a77' }), 'resume 9b1f0c2a');
  const files = { input: 'C:\\data\\a.csv', output: 'b.parquet' };
  assert.equal(taskName({ type, command: 'predict', model: 'm:3', ...files }), 'predict a.csv with m:3');
});

test('a run has the id that the editor asks for when it starts, and as many beside it as the setting says', () => {
  const line = commandLine({ type, command: 'run', pipeline: 'a' }, { jobs: 3, runId: 'ID' });
  assert.deepEqual(line, ['run', 'a', '--outlive', '--jobs', '3', '--run-id', 'ID']);
});

test('steps are found where they stand in block style', () => {
  const text = `pipeline: a
params: {x: 1}
steps:   # all of them

  validate:
    uses: data/validate
  # not: this
  "examples":
    with:
      from: ships
  train: {run: a}

permissions:
  other: 1
`;
  assert.deepEqual(stepNames(text), ['validate', 'examples', 'train']);
  assert.deepEqual(stepNames(text.replaceAll('\n', '\r\n')), ['validate', 'examples', 'train']);
  for (const none of ['', 'steps:', 'steps:\nother:\n  a: 1', 'steps: {a: {run: b}}', 'steps:\n  - a'])
    assert.deepEqual(stepNames(none), [], none);
});
