import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onnxModel } from '../kit/onnxModel.ts';
import { testService } from '../kit/service.ts';

const MODELS = '/api/2.0/mlflow/logged-models';
const ONNX_MLMODEL =
  'flavors:\n  onnx: {data: model.onnx, onnx_version: 1.17.0}\n  python_function: {loader_module: mlflow.onnx, data: model.onnx}\n';

async function withModel(t: Parameters<typeof testService>[0]) {
  const service = await testService(t);
  const { run } = await service.post('runs/create', { experiment_id: '0', start_time: 1 });
  const { model } = await service.post('logged-models', {
    experiment_id: '0',
    name: 'model',
    source_run_id: run.info.run_id,
    params: [{ key: 'p', value: '1' }],
    tags: [{ key: 'mlflow.user', value: 'ada' }],
  });
  const place = String(model.info.artifact_uri).replace('mlflow-artifacts:/', '');
  const put = (path: string, body: string | Uint8Array) =>
    service.call('PUT', `/api/2.0/mlflow-artifacts/artifacts/${place}/${path}`, { body });
  const send = async (method: string, path: string, json?: object) => {
    const reply = await service.call(method, `${MODELS}${path}`, json === undefined ? {} : { json });
    return { status: reply.status, ...reply.json() };
  };
  return { service, run: run.info.run_id as string, id: model.info.model_id as string, model, place, put, send };
}

test('a logged model has its life, tags and params', async (t) => {
  const { service, id, model, run, send } = await withModel(t);
  assert.deepEqual(
    [model.info.status, model.info.artifact_uri, model.data.params],
    ['LOGGED_MODEL_PENDING', `mlflow-artifacts:/0/models/${id}/artifacts`, [{ key: 'p', value: '1' }]],
  );
  assert.equal(
    (await send('PATCH', `/${id}`, { status: 'LOGGED_MODEL_READY' })).model.info.status,
    'LOGGED_MODEL_READY',
  );
  assert.equal((await send('PATCH', `/${id}`, { status: 'LOGGED_MODEL_PENDING' })).status, 400);
  assert.equal((await send('PATCH', `/${id}`, { status: 'nope' })).status, 400);
  assert.equal((await send('PATCH', `/${id}`, {})).status, 400);
  assert.equal((await send('PATCH', `/${id}/tags`, { tags: [{ key: 'a/b', value: 'x' }] })).status, 200);
  assert.equal((await send('DELETE', `/${id}/tags/a%2Fb`)).status, 200);
  assert.equal((await send('DELETE', `/${id}/tags/a%2Fb`)).status, 404);
  assert.equal((await send('POST', `/${id}/params`, { params: [{ key: 'q', value: '2' }] })).status, 200);
  assert.equal((await send('POST', `/${id}/params`, { params: [{ key: 'p', value: 'other' }] })).status, 400);
  const twice = {
    params: [
      { key: 'r', value: '1' },
      { key: 'r', value: '1' },
    ],
  };
  assert.equal((await send('POST', `/${id}/params`, twice)).status, 400);
  await service.post('runs/log-batch', {
    run_id: run,
    metrics: [
      { key: 'auc', value: 'NaN', timestamp: 5, step: 2, model_id: id, dataset_name: 'd', dataset_digest: 'x' },
    ],
  });
  const now = (await send('GET', `/${id}`)).model;
  assert.deepEqual(now.info.tags, [{ key: 'mlflow.user', value: 'ada' }]);
  assert.deepEqual(now.data.params.map((one: { key: string }) => one.key).sort(), ['p', 'q']);
  assert.deepEqual(now.data.metrics, [
    {
      key: 'auc',
      value: 'NaN',
      timestamp: 5,
      step: 2,
      model_id: id,
      run_id: run,
      dataset_name: 'd',
      dataset_digest: 'x',
    },
  ]);
  assert.equal((await send('DELETE', `/${id}`)).status, 200);
  assert.equal((await send('GET', `/${id}`)).status, 404);
  assert.deepEqual(service.reported, []);
});

test('what no logged model is, is said', async (t) => {
  const { send } = await withModel(t);
  for (const name of ['', 'a/b', 'a:b', 'a.b', 'a%b', 'a"b', "a'b"])
    assert.equal((await send('POST', '', { experiment_id: '0', name })).status, 400, name);
  assert.equal((await send('POST', '', { experiment_id: '99' })).status, 404);
  assert.match((await send('POST', '', { experiment_id: '0' })).model.info.name, /^[a-z]+-[a-z]+-\d+$/);
  for (const id of ['m-none', 'x', `m-${'0'.repeat(32)}`, '..%2f..', 'm-%00'])
    assert.equal((await send('GET', `/${id}`)).status, 404, id);
});

test('files of a logged model are listed and fetched', async (t) => {
  const { service, id, place, put } = await withModel(t);
  await put('MLmodel', ONNX_MLMODEL);
  await put('data/x.csv', 'a,b\n');
  const list = await service.get(`logged-models/${id}/artifacts/directories`, { artifact_directory_path: 'data' });
  assert.deepEqual(list, {
    root_uri: `mlflow-artifacts:/${place}`,
    files: [{ path: 'data/x.csv', is_dir: false, file_size: 4 }],
  });
  const file = (path: string) =>
    service.call('GET', `${MODELS}/${id}/artifacts/files`, { query: { artifact_file_path: path } });
  assert.equal((await file('data/x.csv')).text, 'a,b\n');
  assert.equal((await file('../x')).status, 400);
  assert.equal((await file('none')).status, 404);
});

test('an ONNX model that our runtime takes is registered as ONNX, with its folder', async (t) => {
  const { service, id, run, put, place } = await withModel(t);
  await put('MLmodel', ONNX_MLMODEL);
  await put('model.onnx', onnxModel());
  await put('requirements.txt', 'onnx');
  await service.post('registered-models/create', { name: 'late' });
  const { model_version } = await service.post('model-versions/create', {
    name: 'late',
    source: `models:/${id}`,
    model_id: id,
  });
  assert.deepEqual([model_version.run_id, model_version.source], [run, `models:/${id}`]);
  const facts = await service.stores.registry.resolve('late:1');
  assert.deepEqual([facts.format, facts.size, facts.params], ['onnx', onnxModel().length, { p: '1' }]);
  assert.deepEqual(Object.keys(facts.signature.inputs), ['x']);
  const uri = async () =>
    (await service.get('model-versions/get-download-uri', { name: 'late', version: '1' })).artifact_uri;
  assert.equal(await uri(), `mlflow-artifacts:/${place}`);
  await put('requirements.txt', 'other');
  assert.equal(await uri(), 'mlflow-artifacts:/registry/late/1');
  const got = await service.call('GET', '/api/2.0/mlflow-artifacts/artifacts/registry/late/1/requirements.txt');
  assert.equal(got.text, 'onnx');
});

test('a model of ours is a folder that MLflow loads', async (t) => {
  const { service } = await withModel(t);
  const bytes = onnxModel(2);
  const signature = { inputs: { x: 'float', s: 'string' }, outputs: {} } as const;
  await service.stores.registry.register({
    name: 'ours',
    format: 'onnx',
    ...(await service.stores.artifacts.putBytes(bytes)),
    ...{ signature, run: '', pipeline: undefined, params: {}, data: {}, features: {}, metrics: {}, evidence: {} },
    environment: {},
  });
  const { artifact_uri } = await service.get('model-versions/get-download-uri', { name: 'ours', version: '1' });
  assert.equal(artifact_uri, 'mlflow-artifacts:/registry/ours/1');
  const proxy = '/api/2.0/mlflow-artifacts/artifacts';
  const { files } = (await service.call('GET', proxy, { query: { path: 'registry/ours/1' } })).json();
  assert.deepEqual(
    files.map((one: { path: string }) => one.path),
    ['MLmodel', 'model.onnx'],
  );
  const mlmodel = await service.call('GET', `${proxy}/registry/ours/1/MLmodel`);
  assert.match(mlmodel.text, /loader_module: mlflow\.onnx/);
  assert.ok((await service.call('GET', `${proxy}/registry/ours/1/model.onnx`)).bytes.equals(Buffer.from(bytes)));
});
