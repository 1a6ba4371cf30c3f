import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { processExecutor } from '../../../engine/src/adapters/process/executor.ts';
import { readGpu, readPs, readWindowsTable, treeUse } from '../../../engine/src/adapters/process/usage/processTable.ts';
import type { Usage } from '../../../engine/src/ports/executor.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

test('processes are read as ps and Windows list them', () => {
  const listed = readPs(
    '    1     0  13412   0:02.50\n  77     1   2048 01:00:01\n  78    77     10 2-03:00:00\n\nnoise\n',
  );
  assert.deepEqual(
    listed.map(({ pid, parent, seconds, memoryBytes }) => [pid, parent, seconds, memoryBytes]),
    [
      [1, 0, 2.5, 13412 * 1024],
      [77, 1, 3601, 2048 * 1024],
      [78, 77, 183600, 10240],
    ],
  );
  assert.deepEqual(readWindowsTable('4 0 20000000 4096\r\n\r\n'), [
    { pid: 4, parent: 0, seconds: 2, memoryBytes: 4096 },
  ]);
});

test('a tree is a process and all that descend from it, in whatever order they are listed', () => {
  const one = (pid: number, parent: number) => ({ pid, parent, seconds: pid, memoryBytes: 10 * pid });
  assert.deepEqual(treeUse([one(4, 3), one(3, 2), one(2, 1), one(9, 1)], 2), { seconds: 9, memoryBytes: 90 });
  assert.equal(treeUse([one(4, 3)], 5), undefined);
});

test('devices are read as nvidia-smi tells them; what it does not know is left out', () => {
  assert.deepEqual(readGpu('1, 87, 1024'), { index: 1, percent: 87, memoryBytes: 1024 ** 3 });
  assert.equal(readGpu('0, [N/A], 12'), undefined);
});

const options = { skip: process.platform === 'linux' ? false : 'reads /proc' };

test('what a program and its children use is told while they run, devices too', options, async (t) => {
  const folder = temporaryFolder(t);
  const smi = join(folder, 'nvidia-smi');
  writeFileSync(smi, '#!/bin/sh\necho "0, 50, 100"\nexec sleep 60\n');
  chmodSync(smi, 0o755);
  const told: Usage[] = [];
  const stop = new AbortController();
  const busy = 'const all = Buffer.alloc(9e7, 1); for (;;) all.fill(2);';
  await processExecutor.run({
    command: {
      kind: 'arguments',
      arguments: [process.execPath, '-e', `require('node:child_process').spawn(process.execPath, ['-e', '${busy}'])`],
    },
    folder,
    environment: { PATH: `${folder}:${process.env['PATH']}` },
    signal: stop.signal,
    output() {},
    usage(usage) {
      told.push(usage);
      if (usage.gpus !== undefined) stop.abort();
    },
  });
  const last = told.at(-1)!;
  assert.ok((last.memoryBytes ?? 0) > 9e7, `${last.memoryBytes}`);
  assert.ok(told.some(({ cpuPercent = 0 }) => cpuPercent > 0));
  assert.deepEqual(last.gpus, [{ index: 0, percent: 50, memoryBytes: 100 * 1024 * 1024 }]);
});
