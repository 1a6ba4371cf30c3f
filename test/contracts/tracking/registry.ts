import { newExperiment, newRun, type Scenario } from './ask.ts';

const API = '/api/2.0/mlflow';

/** Registered models, their versions and aliases. */
export const registry: Scenario = async (ask) => {
  const { post, get, call } = ask;
  const experiment = await newExperiment(ask, 'registry');
  const run_id = await newRun(ask, experiment, 'trains');
  const file = `${API}-artifacts/artifacts/${experiment}/${run_id}/artifacts/model/MLmodel`;
  await call('PUT', file, { body: 'flavors: {}\n', headers: { 'content-type': 'application/octet-stream' } });
  const source = `mlflow-artifacts:/${experiment}/${run_id}/artifacts/model`;
  const create = (name: string, more: object = {}) => post('model-versions/create', { name, source, run_id, ...more });
  await post('registered-models/create', { name: 'delay', description: 'late', tags: [{ key: 'team', value: 'air' }] });
  await post('registered-models/create', { name: 'delay' });
  await post('registered-models/create', {});
  await post('registered-models/create', { name: 'demand' });
  await create('delay', { description: 'first' });
  await create('delay');
  await create('nowhere');
  await post('model-versions/create', { name: 'delay' });
  await get('model-versions/get', { name: 'delay', version: '1' });
  for (const version of ['9', 'x']) await get('model-versions/get', { name: 'delay', version });
  await get('model-versions/get-download-uri', { name: 'delay', version: '1' });
  await call('PATCH', `${API}/model-versions/update`, { json: { name: 'delay', version: '2', description: 'tuned' } });
  await call('PATCH', `${API}/registered-models/update`, { json: { name: 'delay', description: 'later' } });
  await post('model-versions/set-tag', { name: 'delay', version: '1', key: 'gate', value: 'passed' });
  await post('registered-models/set-tag', { name: 'delay', key: 'owner', value: 'ann' });
  const alias = { name: 'delay', alias: 'best' };
  await post('registered-models/alias', { ...alias, version: '1' });
  await get('registered-models/alias', alias);
  await post('registered-models/alias', { ...alias, version: '9' });
  for (const name of ['latest', 'v1', 'a/b', ''])
    await post('registered-models/alias', { ...alias, alias: name, version: '1' });
  await get('registered-models/alias', { name: 'delay', alias: 'none' });
  await get('registered-models/alias', { name: 'nowhere', alias: 'best' });
  await call('DELETE', `${API}/registered-models/alias`, { json: alias });
  await get('registered-models/get', { name: 'delay' });
  await get('registered-models/get', { name: 'nowhere' });
  await post('model-versions/transition-stage', {
    ...{ name: 'delay', version: '1', stage: 'staging', archive_existing_versions: false },
  });
  await post('model-versions/transition-stage', {
    ...{ name: 'delay', version: '1', stage: 'nope', archive_existing_versions: false },
  });
  await post('registered-models/get-latest-versions', { name: 'delay' });
  const byNumber = { otherwise: { status: 200, why: 'the newest versions of each stage come by number' } };
  for (const filter of ["name = 'delay'", "name LIKE 'de%'", "tags.team = 'air'"])
    await get('registered-models/search', { filter }, byNumber);
  for (const filter of ["name = 'demand'", "name LIKE 'DEM%'", "name ILIKE 'DEM%'", "name > 'a'"])
    await get('registered-models/search', { filter });
  for (const filter of ["name = 'delay'", `run_id = '${run_id}'`, "tags.gate = 'passed'", "nope = 'a'"])
    await get('model-versions/search', { filter, order_by: ['version_number ASC'] });
  await call('DELETE', `${API}/model-versions/delete`, { json: { name: 'delay', version: '2' } });
  await get('model-versions/get', { name: 'delay', version: '2' });
  await create('delay', { description: 'third' });
  await post('registered-models/rename', { name: 'demand', new_name: 'need' });
  await post('registered-models/rename', { name: 'need', new_name: 'delay' });
  await call('DELETE', `${API}/registered-models/delete`, { json: { name: 'need' } });
  await call('DELETE', `${API}/registered-models/delete`, { json: { name: 'need' } });
};
