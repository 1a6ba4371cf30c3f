import { type More, newExperiment, newRun, refused, type Scenario } from './ask.ts';

const API = '/api/2.0/mlflow/logged-models';

/** Models of MLflow 3, beside the runs that made them. */
export const loggedModels: Scenario = async (ask) => {
  const { post, call } = ask;
  const experiment_id = await newExperiment(ask, 'logged models');
  const source_run_id = await newRun(ask, experiment_id, 'makes');
  const create = async (name: string) => {
    const size = [{ key: 'size', value: name }];
    const { model } = await post('logged-models', { experiment_id, name, source_run_id, params: size, tags: size });
    return model.info.model_id as string;
  };
  const small = await create('small');
  const large = await create('large');
  for (const name of ['a/b', 'a:b', 'a.b', 'a%b', '"', "'"]) await post('logged-models', { experiment_id, name });
  await post('logged-models', { experiment_id: '99', name: 'm' });
  await call('PATCH', `${API}/${small}`, { json: { model_id: small, status: 'LOGGED_MODEL_READY' } });
  await call('PATCH', `${API}/${large}`, { json: { model_id: large, status: 'LOGGED_MODEL_UPLOAD_FAILED' } });
  const auc = { run_id: source_run_id, key: 'auc', timestamp: 1, dataset_name: 'd', dataset_digest: '1' };
  await post('runs/log-metric', { ...auc, value: 0.6, model_id: small });
  await post('runs/log-metric', { ...auc, value: 0.8, model_id: large });
  await call('PATCH', `${API}/${small}/tags`, { json: { tags: [{ key: 'a', value: '1' }] } });
  await call('DELETE', `${API}/${small}/tags/a`);
  await call('DELETE', `${API}/${small}/tags/a`);
  await call('GET', `${API}/${small}`);
  await call('GET', `${API}/m-${'0'.repeat(32)}`);
  await post('runs/outputs', { run_id: source_run_id, models: [{ model_id: small, step: 1 }] });
  const search = (query: object, more?: More) => {
    const usual = { experiment_ids: [experiment_id], order_by: [{ field_name: 'name', ascending: true }] };
    return post('logged-models/search', { ...usual, ...query }, more);
  };
  await search({});
  await search({ filter: 'metrics.auc > 0.7' });
  await search({ filter: "params.size = 'small' AND tags.size = 'small'" });
  await search({ filter: "status = 'READY'" }, { otherwise: { status: 200, why: 'the words that clients show' } });
  await search({ filter: "name LIKE 's%'" });
  await search({ filter: "name like 's%'" }, refused('MLflow 3.11 took capitals only'));
  await search({ filter: 'nope' });
  await search({ order_by: [{ field_name: 'metrics.auc', ascending: false }] });
  await search({ filter: 'metrics.auc > 0', datasets: [{ dataset_name: 'other' }] });
  await search({ max_results: 1 }, { otherwise: { status: 200, why: 'tokens hold something else' } });
  await search({ experiment_ids: [] }, refused('MLflow 3.11 wanted some'));
  await call('DELETE', `${API}/${large}`);
  await call('GET', `${API}/${large}`);
  await search({});
  const last = await create('last');
  await call(
    'PATCH',
    `${API}/${last}`,
    { json: { model_id: last, status: 'NOPE' } },
    refused('MLflow loses its status'),
  );
};
