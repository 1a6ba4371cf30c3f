import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GitMemory } from '../../../engine/src/adapters/git/gitMemory.ts';

const BLOB = 'a'.repeat(40);

function memory() {
  const known = new GitMemory();
  const asked: string[] = [];
  const ask = async (args: readonly string[], { input, output = 'said' }: { input?: string; output?: string } = {}) =>
    known.answer({ folder: '/p', args, input }, async () => {
      asked.push(args.join(' '));
      return { code: 0, output, errors: '' };
    });
  return { ask, asked };
}

test('what is named by its content is asked once', async () => {
  const { ask, asked } = memory();
  for (let time = 0; time < 2; time += 1) {
    await ask(['cat-file', '--batch'], { input: `${BLOB}\n` });
    await ask(['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', BLOB, '--', 'registry']);
  }
  assert.equal(asked.length, 2);
  await ask(['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', BLOB]);
  assert.equal(asked.length, 3);
});

test('refs, names and what is not there yet are asked each time', async () => {
  const { ask, asked } = memory();
  for (let time = 0; time < 2; time += 1) {
    await ask(['rev-parse', '--verify', 'HEAD^{commit}']);
    await ask(['cat-file', '--batch'], { input: 'HEAD:modelyard.yaml\n' });
    await ask(['cat-file', '--batch'], { input: `${BLOB}\n`, output: `${BLOB} missing\n` });
    await ask(['log', BLOB]);
  }
  assert.equal(asked.length, 8);
});

test('only so much is remembered, the newest first', async () => {
  const { ask, asked } = memory();
  const id = (at: number) => at.toString(16).padStart(40, '0');
  const output = 'x'.repeat(3_900_000);
  for (let at = 0; at < 6; at += 1) await ask(['cat-file', '--batch'], { input: id(at), output });
  await ask(['cat-file', '--batch'], { input: id(5), output });
  assert.equal(asked.length, 6);
  await ask(['cat-file', '--batch'], { input: id(0), output });
  assert.equal(asked.length, 7);
  for (let time = 0; time < 2; time += 1) await ask(['cat-file', '--batch'], { input: id(9), output: output + output });
  assert.equal(asked.length, 9);
});
