import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testService } from '../kit/service.ts';
import { deviations, playTracking } from './tracking.ts';

test("the service on SQLite answers MLflow's protocol as MLflow does", async (t) => {
  const { server, token, reported } = await testService(t);
  assert.deepEqual(deviations(await playTracking({ port: server.port, token })), []);
  assert.deepEqual(reported, []);
});
