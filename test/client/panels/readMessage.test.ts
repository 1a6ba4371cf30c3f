import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessage } from '../../../client/src/panels/readMessage.ts';

const ALLOWED = { questions: ['runPage', 'log'], commands: ['modelyard.openRun'] } as const;

const read = (message: unknown) => readMessage(message, ALLOWED);

test('a page may ask what its panel allows', () => {
  const asked = { kind: 'ask', id: 3, question: 'log', params: { run: 'a', from: 0, lines: 9 } } as const;
  assert.deepEqual(read({ ...asked, more: 1 }), asked);
  assert.deepEqual(read({ kind: 'ready' }), { kind: 'ready' });
  const command = { kind: 'command', command: 'modelyard.openRun', argument: { run: 'a' } } as const;
  assert.deepEqual(read(command), command);
  assert.deepEqual(read({ kind: 'command', command: 'showOutput' }), {
    kind: 'page',
    command: 'showOutput',
    argument: {},
  });
  const bytes = new Uint8Array([1, 2]);
  assert.deepEqual(read({ kind: 'save', name: 'a.csv', bytes }), { kind: 'save', name: 'a.csv', bytes });
  assert.deepEqual(read({ kind: 'copy', text: 'a' }), { kind: 'copy', text: 'a' });
  assert.deepEqual(read({ kind: 'failed', message: 'a' }), { kind: 'failed', text: 'a' });
});

test('whatever else a page sends is no message', () => {
  const wrong: readonly unknown[] = [
    undefined,
    null,
    7,
    'ready',
    [],
    {},
    { kind: 'unknown' },
    { kind: 'ask', id: 1, question: 'models', params: {} },
    { kind: 'ask', id: '1', question: 'log', params: {} },
    { kind: 'ask', id: 1, question: 'log', params: [] },
    { kind: 'ask', id: 1, question: 'log' },
    { kind: 'ask', id: Number.NaN, question: 'log', params: {} },
    { kind: 'command', command: 'workbench.action.quit' },
    { kind: 'command', command: 'toString' },
    { kind: 'command', command: 'modelyard.openRun', argument: 'a' },
    { kind: 'save', name: 'a', bytes: [1] },
    { kind: 'save', bytes: new Uint8Array() },
    { kind: 'copy', text: 7 },
    { kind: 'failed' },
  ];
  for (const message of wrong) assert.equal(read(message), undefined, JSON.stringify(message));
});
