import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testService } from '../kit/service.ts';

test('an experiment is made, found, renamed, tagged, deleted and brought back', async (t) => {
  const { post, get, call } = await testService(t);
  const { experiment_id } = await post('experiments/create', { name: 'größe/1', tags: [{ key: 'team', value: 'a' }] });
  assert.equal(experiment_id, '1');
  const { experiment } = await get('experiments/get', { experiment_id });
  assert.deepEqual(
    [experiment.name, experiment.artifact_location, experiment.lifecycle_stage, experiment.tags],
    ['größe/1', 'mlflow-artifacts:/1', 'active', [{ key: 'team', value: 'a' }]],
  );
  assert.deepEqual((await get('experiments/get-by-name', { experiment_name: 'größe/1' })).experiment, experiment);
  assert.deepEqual(await post('experiments/update', { experiment_id, new_name: 'size' }), {});
  assert.deepEqual(await post('experiments/set-experiment-tag', { experiment_id, key: 'team', value: 'b' }), {});
  await post('experiments/delete', { experiment_id });
  const deleted = await get('experiments/get-by-name', { experiment_name: 'size' });
  assert.equal(deleted.experiment.lifecycle_stage, 'deleted');
  const renamed = await call('POST', '/api/2.0/mlflow/experiments/update', { json: { experiment_id, new_name: 'x' } });
  assert.equal(renamed.status, 400);
  await post('experiments/restore', { experiment_id });
  assert.deepEqual(await post('experiments/delete-experiment-tag', { experiment_id, key: 'team' }), {});
  assert.equal((await get('experiments/get', { experiment_id })).experiment.tags, undefined);
});

test('what no experiment can be is refused as MLflow does', async (t) => {
  const { post, call } = await testService(t);
  await post('experiments/create', { name: 'a' });
  const refused = async (path: string, json: unknown, status: number, code: string): Promise<void> => {
    const reply = await call('POST', `/ajax-api/2.0/mlflow/experiments/${path}`, { json });
    assert.deepEqual([reply.status, reply.json().error_code], [status, code], `${path} ${JSON.stringify(json)}`);
  };
  const INVALID = 'INVALID_PARAMETER_VALUE';
  await refused('create', { name: 'a' }, 400, 'RESOURCE_ALREADY_EXISTS');
  await refused('create', { name: 'Default' }, 400, 'RESOURCE_ALREADY_EXISTS');
  await refused('create', { name: 'x'.repeat(501) }, 400, INVALID);
  await refused('create', { name: ['a'] }, 400, INVALID);
  await refused('create', { name: 'b', tags: 'x' }, 400, INVALID);
  await refused('create', { name: 'b', tags: [5] }, 400, INVALID);
  await refused('create', { name: 'b', tags: [{ key: '../x', value: '1' }] }, 400, INVALID);
  await refused('create', { name: 'b', artifact_location: 's3://bucket/%252e%252e/x' }, 400, INVALID);
  await refused('delete', { experiment_id: 'one' }, 400, INVALID);
  await refused('delete', { experiment_id: '99' }, 404, 'RESOURCE_DOES_NOT_EXIST');
  await refused('delete', {}, 400, INVALID);
  await refused('set-experiment-tag', { experiment_id: '1', key: 'a$', value: '' }, 400, INVALID);
  await refused('delete-experiment-tag', { experiment_id: '1', key: 'none' }, 404, 'RESOURCE_DOES_NOT_EXIST');
  await refused('search', {}, 400, INVALID);
  await refused('search', { max_results: 50_001 }, 400, INVALID);
  await refused('search', { max_results: 5, filter: 'name' }, 400, INVALID);
  await refused('search', { max_results: 5, order_by: ['size'] }, 400, INVALID);
  await refused('search', { max_results: 5, view_type: 'SOME' }, 400, INVALID);
  await refused('search', { max_results: 5, page_token: 'zzz' }, 400, INVALID);
  await refused('search-datasets', {}, 400, INVALID);
});

test('experiments are searched in pages, by filter, order and view', async (t) => {
  const { post, get } = await testService(t);
  for (const name of ['b', 'a', 'c']) await post('experiments/create', { name });
  await post('experiments/delete', { experiment_id: '3' });
  const names = (page: { experiments?: { name: string }[] }): readonly string[] =>
    (page.experiments ?? []).map(({ name }) => name);
  const first = await post('experiments/search', { max_results: '2', order_by: ['name'] });
  assert.deepEqual(names(first), ['Default', 'a']);
  const rest = await get('experiments/search', {
    ...{ max_results: '2', order_by: 'name', page_token: first.next_page_token },
  });
  assert.deepEqual([names(rest), rest.next_page_token], [['b'], undefined]);
  assert.deepEqual(names(await post('experiments/search', { max_results: 9, view_type: 'DELETED_ONLY' })), ['c']);
  assert.deepEqual(
    names(await post('experiments/search', { max_results: 9, view_type: 3, filter: `name != 'a'` })).length,
    3,
  );
});

test('an artifact location that a client chose is given to its runs', async (t) => {
  const { post, get } = await testService(t);
  const { experiment_id } = await post('experiments/create', { name: 'a', artifact_location: 's3://bucket/base/' });
  const { run } = await post('runs/create', { experiment_id });
  assert.equal(run.info.artifact_uri, `s3://bucket/base/${run.info.run_id}/artifacts`);
  assert.equal((await get('experiments/get', { experiment_id })).experiment.artifact_location, 's3://bucket/base/');
});
