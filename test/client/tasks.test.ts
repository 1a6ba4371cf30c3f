import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine, readTask, taskName } from '../../client/src/tasks/commandLine.ts';

const type = 'modelyard';

test('a task runs what its definition says', () => {
  const lines: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ command: 'run', pipeline: 'flight-delay' }, 'run flight-delay'],
    [{ command: 'run', pipeline: 'a', until: 'evaluate' }, 'run a --until evaluate'],
    [{ command: 'run', pipeline: 'a', from: 'train', environment: 'ci' }, 'run a --from train --env ci'],
    [
      { command: 'run', pipeline: 'a', params: { rounds: 50, fast: true } },
      'run a --param rounds=50 --param fast=true',
    ],
    [{ command: 'validate' }, 'validate'],
    [{ command: 'validate', environment: 'ci', project: 'flights' }, 'validate --env ci'],
    [{ command: 'lock', dataset: 'flights' }, 'data lock flights'],
  ];
  for (const [given, line] of lines) {
    const task = readTask({ type, ...given });
    assert.ok(task, line);
    assert.equal(commandLine(task).join(' '), line);
  }
});

test('a value with spaces stays one argument', () => {
  const task = readTask({ type, command: 'run', pipeline: 'a', params: { text: 'b c' } });
  assert.deepEqual(task && commandLine(task), ['run', 'a', '--param', 'text=b c']);
});

test('a definition that lacks what its command needs is no task', () => {
  const broken: readonly Readonly<Record<string, unknown>>[] = [
    {},
    { command: 'run' },
    { command: 'run', pipeline: '' },
    { command: 'run', pipeline: 3 },
    { command: 'lock' },
    { command: 'remove' },
  ];
  for (const given of broken) assert.equal(readTask({ type, ...given }), undefined, JSON.stringify(given));
});

test('values of other types than a flag takes are left out', () => {
  const task = readTask({ type, command: 'run', pipeline: 'a', until: 3, params: { b: null, c: [1], d: 1 } });
  assert.deepEqual(task && commandLine(task), ['run', 'a', '--param', 'd=1']);
});

test('tasks are named after what they do', () => {
  assert.equal(taskName({ type, command: 'run', pipeline: 'a', until: 'train' }), 'run a to train');
  assert.equal(taskName({ type, command: 'lock', dataset: 'flights' }), 'lock flights');
});
