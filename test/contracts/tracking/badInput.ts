import { type Ask, type More, newExperiment, newRun, refused, type Scenario } from './ask.ts';

const FAILS = refused('MLflow fails');
const PASSES = refused('MLflow takes it for another');
const NONE = '0'.repeat(32);

/** What is no request, or asks for what is not there. */
export const badInput: Scenario = async (ask) => {
  const { post, get, call } = ask;
  const experiment = await newExperiment(ask, 'bad input');
  const run_id = await newRun(ask, experiment, 'kept');
  const api = '/api/2.0/mlflow/runs/log-metric';
  const headers = { 'content-type': 'application/json' };
  for (const body of ['{', 'null', '', '{"run_id": [1]}', '\u0000']) await call('POST', api, { body, headers });
  for (const body of ['[]', '"text"', '5', '{"a":'.repeat(2000)]) await call('POST', api, { body, headers }, FAILS);
  await call('POST', api, { body: '{}', headers: { 'content-type': 'text/plain' } });
  await get('runs/get', { run_id: NONE });
  await get('runs/get', {});
  await get('metrics/get-history', { run_id: NONE, metric_key: 'a' });
  for (const path of ['runs/log-metric', 'runs/log-parameter', 'runs/set-tag', 'runs/delete', 'runs/update'])
    await post(path, { run_id: NONE, key: 'k', value: '1', timestamp: 1, status: 'FINISHED' });
  await keys(ask, run_id);
  await values(ask, run_id, await newRun(ask, experiment, 'not read again'));
  await tooMany(ask, run_id);
  await get('runs/get', { run_id });
};

async function keys({ post }: Ask, run_id: string): Promise<void> {
  for (const key of ['a/b.c', '../a', 'a//b', '/a', 'a/..', '.', 'a;b', 'a\nb', 'ü', 'x'.repeat(251), '', 5]) {
    await post('runs/log-metric', { run_id, key, value: 1, timestamp: 1 });
    await post('runs/log-parameter', { run_id, key, value: '1' });
    await post('runs/set-tag', { run_id, key, value: '1' });
  }
}

async function values({ post }: Ask, run_id: string, elsewhere: string): Promise<void> {
  const metric = (json: object, more?: More) =>
    post('runs/log-metric', { run_id, key: 'm', value: 1, timestamp: 1, ...json }, more);
  for (const value of ['nope', '', null]) await metric({ value });
  for (const value of [[], {}]) await metric({ value }, FAILS);
  await metric({ run_id: elsewhere, value: true }, PASSES);
  for (const timestamp of [-1, 'x', null]) await metric({ timestamp });
  await metric({ run_id: elsewhere, timestamp: 1.5 }, PASSES);
  for (const step of ['x', -3]) await metric({ step });
  await metric({ run_id: elsewhere, step: 1.5 }, PASSES);
  await post('runs/log-parameter', { run_id, key: 'p', value: 5 });
  await post('runs/set-tag', { run_id, key: 't', value: { a: 1 } });
  await post('runs/log-batch', { run_id, metrics: {} });
  await post('runs/log-batch', { run_id, metrics: [5] }, FAILS);
  await post('runs/log-batch', { run_id, metrics: [{ key: 'm' }] });
  await post('runs/log-inputs', { run_id: elsewhere, datasets: [{ tags: [] }] }, PASSES);
  await post('runs/log-inputs', { run_id: elsewhere, datasets: [{ dataset: { name: 'x' } }] }, PASSES);
}

async function tooMany({ post }: Ask, run_id: string): Promise<void> {
  const list = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: '1' }));
  await post('runs/log-batch', { run_id, params: list(101) });
  await post('runs/log-batch', { run_id, tags: list(101) });
  await post('runs/log-batch', { run_id, metrics: list(1001).map((one) => ({ ...one, value: 1, timestamp: 1 })) });
  await post('runs/log-batch', { run_id, params: [...list(2), ...list(1)] });
}
