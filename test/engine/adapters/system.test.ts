import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { localMachine } from '../../../engine/src/adapters/system/localMachine.ts';
import { residentMemory, watchMemory } from '../../../engine/src/adapters/system/memoryWatch.ts';
import { randomIds } from '../../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../../engine/src/adapters/system/systemClock.ts';

test('a process is told from a later one with the same number', () => {
  const machine = localMachine();
  assert.equal(machine.lives(machine.self), true);
  assert.equal(machine.lives({ ...machine.self, boot: 'yesterday' }), false);
  assert.equal(machine.lives({ ...machine.self, host: 'elsewhere' }), undefined);
  assert.equal(machine.isNetworkFolder(tmpdir()), false);
  assert.ok(machine.cpus >= 1 && machine.memory > 1 << 26);
});

test('a process that has ended no longer lives', async () => {
  const machine = localMachine();
  const child = spawn(process.execPath, ['-e', '']);
  const name = { ...machine.self, pid: child.pid!, started: '' };
  await once(child, 'exit');
  assert.equal(machine.lives(name), false);
});

test('memory is that of the process with its children', async (t) => {
  const child = spawn(process.execPath, [
    '-e',
    'globalThis.held = Buffer.alloc(1e8, 1); console.log(1); setInterval(() => {}, 1000)',
  ]);
  t.after(() => child.kill('SIGKILL'));
  const watch = watchMemory();
  t.after(() => watch.stop());
  await once(child.stdout, 'data');
  const own = process.memoryUsage.rss();
  assert.ok(watch.peak() > own * 0.9);
  if (residentMemory(process.pid) !== undefined)
    assert.ok(watch.peak() > own * 0.9 + 1e8, `${watch.peak()} and ${own}`);
});

test('ids are 32 hex digits, and sleep ends when it is cancelled', async () => {
  assert.match(randomIds().runId(), /^[0-9a-f]{32}$/);
  await systemClock().sleep(0);
  await assert.rejects(systemClock().sleep(60_000, AbortSignal.timeout(5)), { name: 'Cancelled' });
});
