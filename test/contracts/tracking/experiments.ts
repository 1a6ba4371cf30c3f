import { type More, newExperiment, newRun, refused, type Scenario } from './ask.ts';

/** Experiments are made, told of, found, renamed, deleted and brought back. */
export const experiments: Scenario = async (ask) => {
  const { post, get } = ask;
  await get('experiments/get', { experiment_id: '0' });
  const { experiment_id } = await post('experiments/create', {
    name: 'air/a b.c',
    tags: [{ key: 'by', value: 'air' }],
  });
  const sea = await newExperiment(ask, 'sea');
  await newExperiment(ask, 'Sea');
  await post('experiments/create', { name: 'sea' });
  await post('experiments/create', { name: '' });
  await post('experiments/create', { name: 5 });
  await post('experiments/create', {});
  await get('experiments/get-by-name', { experiment_name: 'air/a b.c' });
  await get('experiments/get-by-name', { experiment_name: 'nowhere' });
  for (const id of ['99', 'x', '']) await get('experiments/get', { experiment_id: id });
  await post('experiments/set-experiment-tag', { experiment_id, key: 'note', value: 'ü' });
  await post('experiments/set-experiment-tag', { experiment_id, key: 'by', value: 'AIR' });
  await post('experiments/delete-experiment-tag', { experiment_id, key: 'note' });
  await get('experiments/get', { experiment_id });
  const search = (query: object, more?: More) =>
    post('experiments/search', { max_results: 10, order_by: ['name ASC'], ...query }, more);
  await search({});
  await search({ filter: "name LIKE 'air/%'" });
  await search({ filter: "name ILIKE 's%'", order_by: ['name DESC'] });
  await search({ filter: "tags.by = 'AIR'" });
  await search({ filter: "tags.by != 'AIR'" });
  for (const filter of ['name', "name > 'a'", "nope = 'a'", "name = 'a' OR name = 'b'"]) await search({ filter });
  const { next_page_token } = await search({ max_results: 2 });
  await search({ max_results: 2, page_token: next_page_token });
  await search({ page_token: 'nope' });
  await search({ max_results: 0 });
  await post('experiments/update', { experiment_id: sea, new_name: 'ocean' });
  await post('experiments/update', { experiment_id: sea, new_name: 'air/a b.c' }, refused('the code of `create`'));
  const run_id = await newRun(ask, sea, 'sunk');
  await post('experiments/delete', { experiment_id: sea });
  await get('experiments/get', { experiment_id: sea });
  await get('experiments/get-by-name', { experiment_name: 'ocean' });
  await get('runs/get', { run_id });
  await post('runs/create', { experiment_id: sea, run_name: 'late', user_id: 'ann' });
  await post('runs/log-metric', { run_id, key: 'a', value: 1, timestamp: 1 });
  await search({ view_type: 'DELETED_ONLY' });
  await search({ view_type: 'ALL' });
  await search({ view_type: 'SOME' }, refused('MLflow takes it for another'));
  await post('experiments/restore', { experiment_id: sea });
  await get('runs/get', { run_id });
  await post('experiments/restore', { experiment_id: '99' });
  await post('experiments/delete', { experiment_id: '99' });
};
