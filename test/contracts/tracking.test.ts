import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Host } from '../../engine/src/ports/host.ts';
import { memoryStore } from '../kit/memoryStore.ts';
import { testService } from '../kit/service.ts';
import { deviations, playTracking } from './tracking.ts';

for (const [name, change] of [
  ['SQLite', (host: Host) => host],
  ['maps in memory', onMemory],
] as const)
  test(`the service on ${name} answers MLflow's protocol as MLflow does`, async (t) => {
    const { server, token, reported } = await testService(t, { change });
    const answered = await playTracking({ port: server.port, token });
    assert.deepEqual(reported, []);
    assert.deepEqual(deviations(answered), []);
  });

function onMemory(host: Host): Host {
  const runs = memoryStore();
  return { ...host, stores: async (root) => ({ ...(await host.stores(root)), runs }) };
}
