import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lazyMonitorStore } from '../../engine/src/adapters/sqlite/lazyMonitorStore.ts';
import { openMonitorStore } from '../../engine/src/adapters/sqlite/openMonitorStore.ts';
import { localMachine } from '../../engine/src/adapters/system/localMachine.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import { Failure } from '../../engine/src/failure.ts';
import { memoryMonitors } from '../kit/memoryMonitors.ts';
import { quiet } from '../kit/quiet.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';
import { monitorStoreContract } from './monitorStoreContract.ts';

const around = { clock: systemClock(), ids: randomIds(), log: quiet };

monitorStoreContract('SQLite', (t) => {
  const file = join(temporaryFolder(t), 'monitors.db');
  const gone = new Set<string>();
  return {
    open(holder) {
      const self = { host: 'here', boot: '1', pid: 1, started: holder };
      const machine = { ...localMachine(), self, lives: ({ started }: { started: string }) => !gone.has(started) };
      const store = openMonitorStore(file, { ...around, machine });
      t.after(() => store.close());
      return store;
    },
    die: (holder) => void gone.add(holder),
  };
});

monitorStoreContract('plain maps', () => {
  const gone = new Set<string>();
  const store = memoryMonitors(() => 0, gone);
  return { open: () => store, die: (holder) => void gone.add(holder) };
});

test('a monitor store that is broken says so, and is asked again once it is mended', async (t) => {
  const file = join(temporaryFolder(t), 'monitors.db');
  const store = lazyMonitorStore(async () => openMonitorStore(file, around));
  t.after(() => store.close());
  writeFileSync(file, 'no database, but long enough to look like one '.repeat(40));
  await assert.rejects(store.ticks(), (error) => error instanceof Failure && error.reason === 'store-corrupt');
  writeFileSync(file, '');
  assert.deepEqual(await store.ticks(), []);
});

test('a tick of another machine counts as left after a day', async (t) => {
  const file = join(temporaryFolder(t), 'monitors.db');
  let now = 0;
  const clock = { ...systemClock(), now: () => now };
  const machine = { ...localMachine(), lives: () => undefined };
  const store = openMonitorStore(file, { ...around, clock, machine });
  t.after(() => store.close());
  assert.equal(await store.claim('monitor m', 0, 'a'), true);
  now = 23 * 3600 * 1000;
  assert.equal(await store.claim('monitor m', 0, 'b'), false);
  now = 25 * 3600 * 1000;
  assert.equal(await store.claim('monitor m', 0, 'b'), true);
});
