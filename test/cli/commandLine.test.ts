import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '../../cli/src/commandLine.ts';
import { operation } from '../../engine/src/operations/operation.ts';

const list = operation({
  name: 'runs list',
  title: '',
  examples: [],
  arguments: { limit: { type: 'integer', description: '', default: 20 } },
  result: '',
  run: async () => undefined,
});

const read = (...argv: string[]) => {
  const line = readCommandLine(argv, [list]);
  return line.kind === 'command' ? [line.args, line.shared.project, line.shared.quiet] : line;
};

test('flags of every command may stand before it or behind it', () => {
  const expected = [{ limit: 3 }, 'a', true];
  assert.deepEqual(read('runs', 'list', '--limit', '3', '--project', 'a', '--quiet'), expected);
  assert.deepEqual(read('--project', 'a', '--quiet', 'runs', 'list', '--limit=3'), expected);
  assert.deepEqual(read('--quiet', '--project=a', 'runs', 'list', '--limit', '3'), expected);
});

test('nothing, or a question for help, is answered with help', () => {
  assert.deepEqual(read(), { kind: 'help', topic: '' });
  assert.deepEqual(read('--help'), { kind: 'help', topic: '' });
  assert.deepEqual(read('help', 'runs', 'list'), { kind: 'help', topic: 'runs list' });
  assert.deepEqual(read('runs', 'list', '--help'), { kind: 'help', topic: 'runs list' });
});
