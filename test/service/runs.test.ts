import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestService, testService } from '../kit/service.ts';

const INVALID = 'INVALID_PARAMETER_VALUE';

async function newRun({ post }: TestService, json: Record<string, never> | object = {}): Promise<string> {
  return (await post('runs/create', { experiment_id: '0', ...json })).run.info.run_id as string;
}

function refusing({ call }: TestService) {
  return async (path: string, json: object, status: number, code: string): Promise<void> => {
    const reply = await call('POST', `/api/2.0/mlflow/runs/${path}`, { json });
    const name = `${path} ${JSON.stringify(json).slice(0, 200)}`;
    assert.deepEqual([reply.status, reply.json().error_code], [status, code], name);
  };
}

test('a run begins, is told of, and ends', async (t) => {
  const service = await testService(t);
  const { post, get } = service;
  const { run } = await post('runs/create', {
    ...{ experiment_id: '0', user_id: 'ann', start_time: '1700000000000', run_name: 'first' },
    tags: [
      { key: 'mlflow.runName', value: 'first' },
      { key: 'mlflow.source.name', value: 'train.py' },
    ],
  });
  const run_id = run.info.run_id as string;
  assert.match(run_id, /^[0-9a-f]{32}$/);
  assert.deepEqual(run.info, {
    ...{ run_id, run_uuid: run_id, run_name: 'first', experiment_id: '0', user_id: 'ann', status: 'RUNNING' },
    ...{
      start_time: 1_700_000_000_000,
      artifact_uri: `mlflow-artifacts:/0/${run_id}/artifacts`,
      lifecycle_stage: 'active',
    },
  });
  const ended = await post('runs/update', { run_uuid: run_id, status: 'FINISHED', end_time: 1_700_000_001_000 });
  assert.deepEqual([ended.run_info.status, ended.run_info.end_time], ['FINISHED', 1_700_000_001_000]);
  await post('runs/update', { run_id, status: 'RUNNING', run_name: 'again' });
  const again = (await get('runs/get', { run_id })).run;
  assert.deepEqual([again.info.status, again.info.run_name], ['RUNNING', 'again']);
  assert.deepEqual(
    again.data.tags.find((tag: { key: string }) => tag.key === 'mlflow.runName'),
    { key: 'mlflow.runName', value: 'again' },
  );
});

test('a run without a name gets one, and a tag renames it', async (t) => {
  const service = await testService(t);
  const { post, get } = service;
  const nameOf = async (run_id: string): Promise<string> => (await get('runs/get', { run_id })).run.info.run_name;
  assert.match(await nameOf(await newRun(service)), /^[a-z]+-[a-z]+-\d+$/);
  const run_id = await newRun(service, { tags: [{ key: 'mlflow.runName', value: 'tagged' }] });
  assert.equal(await nameOf(run_id), 'tagged');
  await post('runs/set-tag', { run_id, key: 'mlflow.runName', value: 'other' });
  assert.equal(await nameOf(run_id), 'other');
  const differ = { experiment_id: '0', run_name: 'a', tags: [{ key: 'mlflow.runName', value: 'b' }] };
  await refusing(service)('create', differ, 400, INVALID);
});

test('a nested run knows the run around it, and keeps the name of one that is not here', async (t) => {
  const service = await testService(t);
  const parent = await newRun(service);
  const tagsOf = async (run_id: string) => (await service.get('runs/get', { run_id })).run.data.tags;
  const child = await newRun(service, { tags: [{ key: 'mlflow.parentRunId', value: parent }] });
  assert.ok((await tagsOf(child)).some((tag: { value: string }) => tag.value === parent));
  assert.equal((await service.stores.runs.run(child)).parent, parent);
  for (const elsewhere of ['f'.repeat(32), 'not an id']) {
    const orphan = await newRun(service, { tags: [{ key: 'mlflow.parentRunId', value: elsewhere }] });
    assert.ok((await tagsOf(orphan)).some((tag: { value: string }) => tag.value === elsewhere));
  }
  const found = await service.post('runs/search', {
    experiment_ids: ['0'],
    filter: `tags.mlflow.parentRunId = '${parent}'`,
  });
  assert.deepEqual(
    found.runs.map((run: { info: { run_id: string } }) => run.info.run_id),
    [child],
  );
});

test('all that is logged comes back', async (t) => {
  const service = await testService(t);
  const { post, get } = service;
  const run_id = await newRun(service);
  for (const [key, value] of [
    ['nan', 'NaN'],
    ['inf', 'Infinity'],
    ['low', '-Infinity'],
    ['text', '1.5'],
    ['int', 3],
  ] as const)
    await post('runs/log-metric', { run_id, key, value, timestamp: '1', step: '2' });
  await post('runs/log-parameter', { run_id, key: 'lr', value: '' });
  await post('runs/log-batch', {
    run_id,
    metrics: [
      { key: 'loss', value: 2, timestamp: 1, step: 1 },
      { key: 'loss', value: 1, timestamp: 2, step: 2 },
      { key: 'loss', value: 1, timestamp: 2, step: 2 },
    ],
    params: [
      { key: '__proto__', value: 'p' },
      { key: '7', value: 'x' },
    ],
    tags: [{ key: 'a b/c', value: 'ü' }],
  });
  await post('runs/log-inputs', {
    run_id,
    datasets: [
      {
        tags: [
          { key: 'mlflow.data.context', value: 'train' },
          { key: 'more', value: '1' },
        ],
        dataset: { name: 'd', digest: 'abc', source_type: 'local', source: '{}', schema: '{"a":1}', profile: '{}' },
      },
    ],
    models: [{ model_id: `m-${'0'.repeat(32)}` }],
  });
  await post('runs/outputs', { run_id, models: [{ model_id: `m-${'1'.repeat(32)}`, step: '4' }] });
  const { data, inputs, outputs } = (await get('runs/get', { run_id })).run;
  const metrics = Object.fromEntries(data.metrics.map((one: { key: string; value: unknown }) => [one.key, one.value]));
  assert.deepEqual(metrics, {
    ...{ nan: 'NaN', inf: Number.MAX_VALUE, low: -Number.MAX_VALUE, text: 1.5, int: 3, loss: 1 },
  });
  assert.deepEqual(data.params, [
    { key: '7', value: 'x' },
    { key: '__proto__', value: 'p' },
    { key: 'lr', value: '' },
  ]);
  assert.ok(data.tags.some((tag: { key: string; value: string }) => tag.key === 'a b/c' && tag.value === 'ü'));
  assert.deepEqual(inputs.dataset_inputs, [
    {
      tags: [
        { key: 'mlflow.data.context', value: 'train' },
        { key: 'more', value: '1' },
      ],
      dataset: { name: 'd', digest: 'abc', source_type: 'local', source: '{}', schema: '{"a":1}', profile: '{}' },
    },
  ]);
  assert.deepEqual(inputs.model_inputs, [{ model_id: `m-${'0'.repeat(32)}` }]);
  assert.deepEqual(outputs.model_outputs, [{ model_id: `m-${'1'.repeat(32)}`, step: 4 }]);
  const summary = await post('experiments/search-datasets', { experiment_ids: ['0'] });
  assert.deepEqual(summary.dataset_summaries, [{ experiment_id: '0', name: 'd', digest: 'abc', context: 'train' }]);
});

test('what cannot be logged is refused, and nothing of its batch is written', async (t) => {
  const service = await testService(t);
  const run_id = await newRun(service);
  const refused = refusing(service);
  await service.post('runs/log-parameter', { run_id, key: 'p', value: '1' });
  await service.post('runs/log-parameter', { run_id, key: 'p', value: '1' });
  await refused('log-parameter', { run_id, key: 'p', value: '2' }, 400, INVALID);
  const metric = { key: 'm', value: 1, timestamp: 1 };
  await refused('log-batch', { run_id, metrics: [metric], params: [{ key: 'p', value: '2' }] }, 400, INVALID);
  await refused(
    'log-batch',
    {
      run_id,
      params: [
        { key: 'd', value: '1' },
        { key: 'd', value: '1' },
      ],
    },
    400,
    INVALID,
  );
  await refused('log-batch', { run_id, metrics: [metric, { key: 'n' }] }, 400, INVALID);
  await refused('log-batch', { run_id, metrics: { key: 'n' } }, 400, INVALID);
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...metric, key: `k${at}`, value: 1 }));
  const texts = (count: number) => many(count).map(({ key }) => ({ key, value: '1' }));
  await refused('log-batch', { run_id, metrics: many(1001) }, 400, INVALID);
  await refused('log-batch', { run_id, metrics: many(901), params: texts(100) }, 400, INVALID);
  await refused('log-batch', { run_id, params: texts(101) }, 400, INVALID);
  await refused('log-batch', { run_id, tags: texts(101) }, 400, INVALID);
  for (const wrong of [
    { key: '' },
    { key: '../m' },
    { key: 'a//b' },
    { key: '/m' },
    { key: 'm/' },
    { key: 'a$' },
    { key: 'k'.repeat(251) },
    { value: 'abc' },
    { value: true },
    { value: null },
    { value: [1] },
    { timestamp: -1 },
    { timestamp: 1.5 },
    { timestamp: null },
    { step: 'x' },
    { step: 1e300 },
  ])
    await refused('log-metric', { run_id, ...metric, ...wrong }, 400, INVALID);
  await refused('log-inputs', { run_id, datasets: [{}] }, 400, INVALID);
  await refused(
    'log-inputs',
    { run_id, datasets: [{ dataset: { name: 'x'.repeat(501), digest: 'd' } }] },
    400,
    INVALID,
  );
  for (const unknown of ['nope', 'f'.repeat(32), run_id.slice(0, 8), `${run_id}0`, '../..'])
    await refused('log-metric', { run_id: unknown, ...metric }, 404, 'RESOURCE_DOES_NOT_EXIST');
  await refused('set-tag', { run_id }, 400, INVALID);
  await refused('delete-tag', { run_id, key: 'none' }, 404, 'RESOURCE_DOES_NOT_EXIST');
  const { data } = (await service.get('runs/get', { run_id })).run;
  assert.deepEqual([data.metrics, data.params], [undefined, [{ key: 'p', value: '1' }]]);
});

test('what is too long for a value is cut, as MLflow does', async (t) => {
  const service = await testService(t);
  const run_id = await newRun(service);
  await service.post('runs/log-parameter', { run_id, key: 'p', value: 'x'.repeat(7000) });
  await service.post('runs/set-tag', { run_id, key: 't', value: 'y'.repeat(9000) });
  const run = await service.stores.runs.run(run_id);
  assert.deepEqual([run.params['p']?.length, run.tags['t']?.length], [6000, 8000]);
});

test('a deleted run takes nothing until it is brought back', async (t) => {
  const service = await testService(t);
  const run_id = await newRun(service);
  const refused = refusing(service);
  await service.post('runs/delete', { run_id });
  await refused('log-metric', { run_id, key: 'm', value: 1, timestamp: 1 }, 400, INVALID);
  await refused('log-batch', { run_id, params: [{ key: 'p', value: '1' }] }, 400, INVALID);
  await refused('set-tag', { run_id, key: 't', value: '1' }, 400, INVALID);
  await refused('update', { run_id, status: 'FINISHED' }, 400, INVALID);
  const view = async (run_view_type: string): Promise<number> =>
    ((await service.post('runs/search', { experiment_ids: ['0'], run_view_type })).runs ?? []).length;
  assert.deepEqual([await view('ACTIVE_ONLY'), await view('DELETED_ONLY'), await view('ALL')], [0, 1, 1]);
  assert.equal((await service.get('runs/get', { run_id })).run.info.lifecycle_stage, 'deleted');
  await service.post('runs/restore', { run_id });
  await service.post('runs/log-metric', { run_id, key: 'm', value: 1, timestamp: 1 });
  assert.equal(await view('ACTIVE_ONLY'), 1);
});

test('runs are searched in pages, in order, in the experiments named', async (t) => {
  const service = await testService(t);
  const ids: string[] = [];
  for (let at = 0; at < 5; at++) {
    const run_id = await newRun(service, { start_time: at + 1 });
    await service.post('runs/log-metric', { run_id, key: 'm', value: at % 2 === 0 ? 'NaN' : at, timestamp: 1 });
    ids.push(run_id);
  }
  const search = (json: object) => service.post('runs/search', { experiment_ids: ['0'], ...json });
  const found = (page: { runs?: { info: { run_id: string } }[] }) =>
    (page.runs ?? []).map(({ info }) => ids.indexOf(info.run_id));
  assert.deepEqual(found(await search({})), [4, 3, 2, 1, 0]);
  const first = await search({ max_results: 2, order_by: ['start_time ASC'] });
  const second = await search({ max_results: 2, order_by: ['start_time ASC'], page_token: first.next_page_token });
  assert.deepEqual(
    [found(first), found(second)],
    [
      [0, 1],
      [2, 3],
    ],
  );
  assert.deepEqual(found(await search({ filter: 'metrics.m > 0', order_by: ['metrics.m DESC'] })), [3, 1]);
  assert.deepEqual(found(await service.post('runs/search', { experiment_ids: [] })), []);
  assert.deepEqual(found(await service.post('runs/search', { experiment_ids: ['77', 'x'] })), []);
  const refused = refusing(service);
  for (const wrong of [
    { filter: 'm > 1 OR m < 2' },
    { filter: `'` },
    { order_by: ['size'] },
    { max_results: 0 },
    { max_results: -1 },
    { max_results: 50_001 },
    { page_token: '!' },
    { run_view_type: 'X' },
    { experiment_ids: '0' },
    { experiment_ids: [0] },
  ])
    await refused('search', { experiment_ids: ['0'], ...wrong }, 400, INVALID);
});

test('clients before MLflow 3 list the models of a run in a tag', async (t) => {
  const service = await testService(t);
  const run_id = await newRun(service);
  const model = (artifact_path: string) =>
    JSON.stringify({ artifact_path, run_id, flavors: {}, utc_time_created: '2026-01-01 00:00:00.000000' });
  await Promise.all(['a', 'b', 'c'].map((path) => service.post('runs/log-model', { run_id, model_json: model(path) })));
  const { tags } = await service.stores.runs.run(run_id);
  const list = JSON.parse(tags['mlflow.log-model.history'] ?? '[]') as { artifact_path: string }[];
  assert.deepEqual(list.map(({ artifact_path }) => artifact_path).sort(), ['a', 'b', 'c']);
  for (const model_json of ['{}', 'no json', '[]', '5'])
    await refusing(service)('log-model', { run_id, model_json }, 400, INVALID);
});

test('the history of a metric is told in pages, of many runs at once, and thinned out', async (t) => {
  const service = await testService(t);
  const { post, get, call } = service;
  const ids = [await newRun(service), await newRun(service)].sort();
  for (const run_id of ids)
    await post('runs/log-batch', {
      run_id,
      metrics: Array.from({ length: 100 }, (_, at) => ({
        key: 'm',
        value: at === 0 ? 'NaN' : at,
        timestamp: at,
        step: at,
      })),
    });
  const [run_id = ''] = ids;
  const first = await get('metrics/get-history', { run_id, metric_key: 'm', max_results: '60' });
  const rest = await get('metrics/get-history', {
    run_id,
    metric_key: 'm',
    max_results: '60',
    page_token: first.next_page_token,
  });
  assert.deepEqual([first.metrics.length, rest.metrics.length, rest.next_page_token], [60, 40, undefined]);
  assert.deepEqual(first.metrics[0], { key: 'm', value: 'NaN', timestamp: 0, step: 0 });
  assert.equal((await get('metrics/get-history', { run_id, metric_key: 'm' })).metrics.length, 100);
  for (const other of ['f'.repeat(32), 'nope'])
    assert.deepEqual(await get('metrics/get-history', { run_id: other, metric_key: 'm' }), {});
  const bulk = await get('metrics/get-history-bulk', { run_id: ids, metric_key: 'm', max_results: '150' });
  assert.deepEqual([bulk.metrics.length, bulk.metrics[0].run_id, bulk.metrics[149].run_id], [150, ids[0], ids[1]]);
  const thin = await get('metrics/get-history-bulk-interval', {
    ...{ run_ids: ids, metric_key: 'm', start_step: '10', end_step: '90', max_results: '5' },
  });
  assert.deepEqual(
    thin.metrics.slice(0, 5).map((point: { step: number }) => point.step),
    [10, 30, 50, 70, 90],
  );
  assert.equal(thin.metrics.length, 10);
  const refused = async (path: string, query: Record<string, string | string[]>): Promise<void> =>
    assert.equal(
      (await call('GET', `/api/2.0/mlflow/metrics/${path}`, { query })).status,
      400,
      JSON.stringify(query).slice(0, 99),
    );
  await refused('get-history', { run_id });
  await refused('get-history', { run_id, metric_key: 'm', max_results: '0' });
  await refused('get-history-bulk', { metric_key: 'm' });
  await refused('get-history-bulk', { run_id: Array.from({ length: 101 }, () => run_id), metric_key: 'm' });
  await refused('get-history-bulk-interval', { run_ids: run_id, metric_key: 'm', start_step: '1' });
  await refused('get-history-bulk-interval', { run_ids: run_id, metric_key: 'm', start_step: '2', end_step: '1' });
  await refused('get-history-bulk-interval', { run_ids: run_id, metric_key: 'm', max_results: '2501' });
});
