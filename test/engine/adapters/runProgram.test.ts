import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../../../engine/src/adapters/process/runProgram.ts';

const NODE = [process.execPath, '-e'] as const;
const NEVER = new AbortController().signal;

test('a program runs to its end, and all it said is there', async () => {
  const script = `console.log('out'.repeat(50_000), process.argv[1]); console.error('err'); process.exitCode = 3`;
  const { code, out, err } = await runProgram([NODE[0], NODE[1], script], ['word'], NEVER);
  assert.deepEqual([code, out.length, out.slice(-5), err], [3, 150_006, 'word\n', 'err\n']);
});

test('a signal ends it, before and while it runs', async () => {
  const stop = new AbortController();
  const endless = runProgram([NODE[0], NODE[1], 'setInterval(() => 0, 1000)'], [], stop.signal);
  stop.abort();
  assert.notEqual((await endless).code, 0);
  assert.notEqual((await runProgram([NODE[0], NODE[1], 'setInterval(() => 0, 1000)'], [], stop.signal)).code, 0);
});

test('one that is not there rejects', async () => {
  await assert.rejects(runProgram(['/nowhere/program'], [], NEVER), /ENOENT/);
});
