import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { processExecutor } from '../../engine/src/adapters/process/executor.ts';
import { Failure } from '../../engine/src/failure.ts';
import type { Job } from '../../engine/src/ports/executor.ts';

async function run(script: string, more: Partial<Job> = {}) {
  const lines: string[] = [];
  const result = await processExecutor.run({
    command: { kind: 'arguments', arguments: [process.execPath, '-e', script] },
    folder: tmpdir(),
    environment: {},
    signal: new AbortController().signal,
    output: (stream, line) => lines.push(`${stream}: ${line}`),
    ...more,
  });
  return { ...result, lines };
}

test('a program gets its arguments and environment, and its output comes by lines', async () => {
  const result = await run('console.log(process.env.WHAT + "\\nb"); process.stderr.write("no end"); process.exit(3)', {
    environment: { WHAT: 'ä' },
  });
  assert.equal(result.end, 'exited');
  assert.equal(result.code, 3);
  assert.deepEqual(result.lines.toSorted(), ['stderr: no end', 'stdout: b', 'stdout: ä']);
});

test('garbage on its output does no harm', async () => {
  const result = await run(
    'process.stdout.write(Buffer.from([0xff, 0xfe, 0, 10])); process.stdout.write("x".repeat(100000))',
  );
  assert.equal(result.lines[0], 'stdout: ��\0');
  assert.deepEqual(
    result.lines.slice(1).map((line) => line.length),
    ['stdout: '.length + 65_536, 'stdout: '.length + 34_464],
  );
});

test('a program that hangs is ended after its time, with all that it started', async () => {
  // The grandchild holds the pipe open: the run only comes back because it has ended too.
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    setInterval(() => {}, 1000)`;
  assert.equal((await run(script, { timeout: 400 })).end, 'timeout');
});

test('a daemon that keeps the pipe does not keep the run', async () => {
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], { stdio: 'inherit', detached: true }).unref();
    console.log('done')`;
  const result = await run(script);
  assert.deepEqual([result.end, result.code, result.lines], ['exited', 0, ['stdout: done']]);
});

test('a program ends when the run is cancelled', async () => {
  const control = new AbortController();
  setTimeout(() => control.abort(), 100);
  assert.equal((await run('setInterval(() => {}, 1000)', { signal: control.signal })).end, 'cancelled');
});

test('a program that is not there is named', async () => {
  const missing = run('', { command: { kind: 'arguments', arguments: ['no-such-program-here'] } });
  await assert.rejects(missing, (error) => error instanceof Failure && error.reason === 'program-not-found');
});
