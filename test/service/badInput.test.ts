import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testService } from '../kit/service.ts';

test('100,000 params of a run are kept, told of and found', async (t) => {
  const service = await testService(t);
  const { run } = await service.post('runs/create', { experiment_id: '0', run_name: 'wide' });
  const { run_id } = run.info;
  const params = Array.from({ length: 100_000 }, (_, at) => [`p${at}`, String(at)] as const);
  await service.stores.runs.log(run_id, { params: Object.fromEntries(params) });
  await service.post('runs/log-batch', { run_id, params: [{ key: 'p99999', value: '99999' }] });
  const told = (await service.get('runs/get', { run_id })).run.data.params as { key: string; value: string }[];
  assert.equal(told.length, 100_000);
  assert.ok(told.every(({ key, value }) => key === `p${value}`));
  const found = await service.post('runs/search', { experiment_ids: ['0'], filter: "params.p50000 = '50000'" });
  assert.equal(found.runs.length, 1);
  assert.deepEqual(service.reported, []);
});

test('a clock that goes backwards disturbs neither runs nor histories', async (t) => {
  const { post, get, reported } = await testService(t);
  const { run } = await post('runs/create', { experiment_id: '0', run_name: 'back', start_time: 5000 });
  const { run_id } = run.info;
  for (const [step, timestamp] of [9000, 4000, 0].entries())
    await post('runs/log-metric', { run_id, key: 'loss', value: step, timestamp, step });
  const { metrics } = await get('metrics/get-history', { run_id, metric_key: 'loss' });
  assert.deepEqual(
    metrics.map(({ timestamp, value }: { timestamp: number; value: number }) => [timestamp, value]),
    [
      [0, 2],
      [4000, 1],
      [9000, 0],
    ],
  );
  await post('runs/update', { run_id, status: 'FINISHED', end_time: 1000 });
  const { info, data } = (await get('runs/get', { run_id })).run;
  assert.deepEqual([info.start_time, info.end_time, info.status], [5000, 1000, 'FINISHED']);
  assert.equal(data.metrics[0].value, 2);
  assert.deepEqual(reported, []);
});

test('a number that no experiment has is not found, as MLflow has it', async (t) => {
  const { call } = await testService(t);
  for (const experiment_id of ['-1', '99', '007']) {
    const reply = await call('GET', '/api/2.0/mlflow/experiments/get', { query: { experiment_id } });
    assert.deepEqual([reply.status, reply.json().error_code], [404, 'RESOURCE_DOES_NOT_EXIST'], experiment_id);
  }
});
