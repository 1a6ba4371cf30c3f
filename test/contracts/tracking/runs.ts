import { newExperiment, newRun, refused, type Scenario } from './ask.ts';

/** Runs begin, are written to, end, go and come back. */
export const runs: Scenario = async (ask) => {
  const { post, get } = ask;
  const experiment_id = await newExperiment(ask, 'runs');
  const run_id = await newRun(ask, experiment_id, 'first');
  await post('runs/create', { experiment_id: '99', run_name: 'a' });
  await post('runs/create', {
    ...{ experiment_id, run_name: 'a', start_time: 1 },
    tags: [{ key: 'mlflow.runName', value: 'b' }],
  });
  await post('runs/log-metric', { run_id, key: 'loss', value: 0.5, timestamp: 2, step: 1 });
  await post('runs/log-metric', { run_id, key: 'loss', value: 0.25, timestamp: 1, step: 2 });
  await post('runs/log-metric', { run_id, key: 'loss', value: 0.25, timestamp: 1, step: 2 });
  await post('runs/log-metric', { run_id, key: 'late', value: 1, timestamp: 10, step: 5 });
  await post('runs/log-metric', { run_id, key: 'late', value: 2, timestamp: 5, step: 5 });
  for (const value of ['NaN', 'Infinity', '-Infinity', '1.5', 1e-320])
    await post('runs/log-metric', { run_id, key: `of ${value}`, value, timestamp: '3', step: '0' });
  await post('runs/log-parameter', { run_id, key: 'lr', value: '0.1' });
  await post('runs/log-parameter', { run_id, key: 'lr', value: '0.1' });
  await post('runs/log-parameter', { run_id, key: 'lr', value: '0.2' });
  await post('runs/log-parameter', { run_id, key: 'empty', value: '' });
  await post('runs/log-parameter', { run_id, key: 'model/depth.max', value: 'x'.repeat(6000) });
  await post('runs/set-tag', { run_id, key: 'team', value: 'air' });
  await post('runs/set-tag', { run_id, key: 'team', value: 'sea' });
  await post('runs/delete-tag', { run_id, key: 'team' });
  await post('runs/delete-tag', { run_id, key: 'team' });
  await post('runs/log-batch', {
    run_id,
    metrics: [
      { key: 'loss', value: 0.125, timestamp: 3, step: 3 },
      { key: 'auc', value: 0.7, timestamp: 3 },
    ],
    params: [{ key: 'depth', value: '3' }],
    tags: [{ key: 'a b/c', value: 'ü' }],
  });
  await get('metrics/get-history', { run_id, metric_key: 'loss' });
  await get('metrics/get-history', { run_id, metric_key: 'late' });
  await get('metrics/get-history', { run_id, metric_key: 'none' });
  const { next_page_token } = await get('metrics/get-history', { run_id, metric_key: 'loss', max_results: '2' });
  await get('metrics/get-history', { run_id, metric_key: 'loss', max_results: '2', page_token: next_page_token });
  await get('runs/get', { run_id });
  await post('runs/update', { run_id, status: 'FINISHED', end_time: 5, run_name: 'renamed' });
  await get('runs/get', { run_id });
  await post('runs/update', { run_id, status: 'NOPE' }, refused('MLflow passes over it'));
  await post('runs/delete', { run_id });
  await get('runs/get', { run_id });
  for (const path of ['runs/log-metric', 'runs/log-parameter', 'runs/set-tag', 'runs/log-batch'])
    await post(path, { run_id, key: 'k', value: '1', timestamp: 1 });
  await post('runs/restore', { run_id });
  await post('runs/log-metric', { run_id, key: 'loss', value: 1, timestamp: 9, step: 9 });
  await get('runs/get', { run_id });
};

/** What runs read and made. */
export const inputs: Scenario = async (ask) => {
  const { post, get } = ask;
  const experiment_id = await newExperiment(ask, 'inputs');
  const run_id = await newRun(ask, experiment_id, 'reads');
  const dataset = { name: 'flights', digest: 'abc', source_type: 'local', source: '{}', schema: '{"a":1}' };
  const context = (value: string) => [{ key: 'mlflow.data.context', value }];
  await post('runs/log-inputs', { run_id, datasets: [{ dataset, tags: context('train') }] });
  await post('runs/log-inputs', { run_id, datasets: [{ dataset, tags: context('train') }] });
  await get('runs/get', { run_id });
  await post('runs/search', { experiment_ids: [experiment_id], filter: "dataset.name = 'flights'", max_results: 5 });
  await post('runs/search', { experiment_ids: [experiment_id], filter: "dataset.context = 'test'", max_results: 5 });
};

/** A run within another. */
export const nested: Scenario = async (ask) => {
  const { post } = ask;
  const experiment_id = await newExperiment(ask, 'nested');
  const parent = await newRun(ask, experiment_id, 'sweep');
  for (const [at, run_name] of ['a', 'b'].entries())
    await post('runs/create', {
      ...{ experiment_id, run_name, user_id: 'ann', start_time: 10 + at },
      tags: [{ key: 'mlflow.parentRunId', value: parent }],
    });
  await post('runs/search', {
    ...{ experiment_ids: [experiment_id], max_results: 5, order_by: ['start_time ASC'] },
    filter: `tags.mlflow.parentRunId = '${parent}'`,
  });
};
