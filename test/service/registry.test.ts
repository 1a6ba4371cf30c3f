import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type TestService, testService } from '../kit/service.ts';

const MLMODEL = `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
    model_path: model.pkl
    python_version: 3.11.7
  sklearn:
    pickled_model: model.pkl
mlflow_version: 3.11.1
run_id: x
signature:
  inputs: '[{"type": "double", "name": "distance", "required": true}, {"type": "string", "name": "origin"}]'
  outputs: '[{"type": "long"}]'
`;

type Put = (path: string, text: string) => Promise<void>;

async function registry(t: Parameters<typeof testService>[0]) {
  const service = await testService(t);
  const put: Put = async (path, body) => {
    const reply = await service.call('PUT', `/api/2.0/mlflow-artifacts/artifacts/${path}`, { body });
    assert.equal(reply.status, 200, reply.text);
  };
  const send = async (method: string, path: string, json: object) => {
    const reply = await service.call(method, `/api/2.0/mlflow/${path}`, { json });
    return { status: reply.status, ...reply.json() };
  };
  return { service, put, send, ...(await loggedModel(service, put)) };
}

async function loggedModel(service: TestService, put: Put, mlmodel = MLMODEL) {
  const { run } = await service.post('runs/create', { experiment_id: '0', start_time: 1 });
  const id: string = run.info.run_id;
  await service.post('runs/log-batch', {
    run_id: id,
    params: [{ key: 'depth', value: '3' }],
    metrics: [{ key: 'auc', value: 0.7, timestamp: 1, step: 0 }],
  });
  const place = `0/${id}/artifacts/model`;
  await put(`${place}/MLmodel`, mlmodel);
  await put(`${place}/model.pkl`, 'not really a pickle');
  await put(`${place}/sub/x.txt`, 'x');
  return { run: id, source: `mlflow-artifacts:/${place}`, place };
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

test('a version is a file in git that holds what was registered', async (t) => {
  const { service, run, source, place } = await registry(t);
  await service.post('registered-models/create', { name: 'iris', description: 'Flowers' });
  const { model_version } = await service.post('model-versions/create', {
    name: 'iris',
    source,
    run_id: run,
    description: 'first',
    tags: [{ key: 'team', value: 'x' }],
  });
  assert.deepEqual(
    [
      model_version.version,
      model_version.source,
      model_version.run_id,
      model_version.status,
      model_version.description,
    ],
    ['1', source, run, 'READY', 'first'],
  );
  const list = `${hash(MLMODEL)}  MLmodel\n${hash('not really a pickle')}  model.pkl\n${hash('x')}  sub/x.txt\n`;
  const facts = await service.stores.registry.resolve('iris:1');
  assert.deepEqual(
    { ...facts, created: '', by: '', commit: '', environment: {} },
    {
      name: 'iris',
      version: 1,
      semver: '1.0.0',
      created: '',
      by: '',
      format: 'mlflow',
      sha256: hash(list),
      size: MLMODEL.length + 20,
      folder: hash(list),
      signature: { inputs: { distance: 'float', origin: 'string' }, outputs: {} },
      run,
      source,
      commit: '',
      dirty: false,
      pipeline: undefined,
      params: { depth: '3' },
      data: {},
      features: {},
      metrics: { auc: { value: 0.7 } },
      evidence: {},
      environment: {},
    },
  );
  assert.deepEqual([facts.environment['mlflow'], facts.environment['python']], ['3.11.1', '3.11.7']);
  assert.deepEqual(readdirSync(join(service.root, 'registry/iris')), [
    'model.notes.yaml',
    'v1.notes.yaml',
    'v1.version.yaml',
  ]);
  const uri = await service.get('model-versions/get-download-uri', { name: 'iris', version: '1' });
  assert.equal(uri.artifact_uri, `mlflow-artifacts:/${place}`);
  const tags = (await service.get('runs/get', { run_id: run })).run.data.tags as { key: string; value: string }[];
  assert.equal(tags.find(({ key }) => key === 'modelyard.models')?.value, '[{"name":"iris","version":1}]');
});

test('what was registered stays what it is when the run changes', async (t) => {
  const { service, source, run, place, put } = await registry(t);
  await service.post('registered-models/create', { name: 'iris' });
  await service.post('model-versions/create', { name: 'iris', source, run_id: run });
  await put(`${place}/model.pkl`, 'another one');
  const { artifact_uri } = await service.get('model-versions/get-download-uri', { name: 'iris', version: '1' });
  assert.equal(artifact_uri, 'mlflow-artifacts:/registry/iris/1');
  const proxy = '/api/2.0/mlflow-artifacts/artifacts';
  const { files } = (await service.call('GET', proxy, { query: { path: 'registry/iris/1' } })).json();
  assert.deepEqual(files, [
    { path: 'MLmodel', is_dir: false },
    { path: 'model.pkl', is_dir: false },
    { path: 'sub', is_dir: true },
  ]);
  assert.equal((await service.call('GET', `${proxy}/registry/iris/1/model.pkl`)).text, 'not really a pickle');
  const page = await service.call('GET', '/model-versions/get-artifact', {
    query: { name: 'iris', version: '1', path: 'sub/x.txt' },
  });
  assert.equal(page.text, 'x');
  for (const method of ['PUT', 'DELETE'])
    assert.equal((await service.call(method, `${proxy}/registry/iris/1/model.pkl`)).status, 403, method);
});

test('numbers go on, whatever is deleted', async (t) => {
  const { service, source, run, send } = await registry(t);
  await service.post('registered-models/create', { name: 'iris' });
  const next = async () =>
    (await service.post('model-versions/create', { name: 'iris', source, run_id: run })).model_version.version;
  assert.deepEqual([await next(), await next()], ['1', '2']);
  await service.post('registered-models/alias', { name: 'iris', alias: 'champion', version: '2' });
  assert.equal((await send('DELETE', 'model-versions/delete', { name: 'iris', version: '2' })).status, 200);
  assert.equal(
    (await service.call('GET', '/api/2.0/mlflow/model-versions/get', { query: { name: 'iris', version: '2' } })).status,
    404,
  );
  const { registered_model } = await service.get('registered-models/get', { name: 'iris' });
  assert.deepEqual([registered_model.aliases, registered_model.latest_versions[0].version], [undefined, '1']);
  assert.equal(await next(), '3');
  assert.equal((await send('DELETE', 'registered-models/delete', { name: 'iris' })).status, 200);
  assert.equal((await send('DELETE', 'registered-models/delete', { name: 'iris' })).status, 404);
  assert.deepEqual(await service.get('registered-models/search'), {});
  await service.post('registered-models/create', { name: 'iris' });
  assert.equal(
    (await service.get('registered-models/get', { name: 'iris' })).registered_model.latest_versions,
    undefined,
  );
  assert.equal(await next(), '4');
  assert.equal(
    readdirSync(join(service.root, 'registry/iris')).filter((name) => name.endsWith('version.yaml')).length,
    4,
  );
});

test('a guarded alias says which command moves it', async (t) => {
  const { service, source, run, send } = await registry(t);
  const policy = "policy: default\napplies_to: ['ir*']\naliases:\n  production:\n    gates: []\n";
  writeFileSync(join(service.root, 'default.policy.yaml'), policy);
  await service.post('registered-models/create', { name: 'iris' });
  await service.post('model-versions/create', { name: 'iris', source, run_id: run });
  const at = { name: 'iris', version: '1' };
  for (const refused of [
    await send('POST', 'registered-models/alias', { ...at, alias: 'production' }),
    await send('POST', 'registered-models/alias', { ...at, alias: 'Production' }),
    await send('POST', 'model-versions/transition-stage', { ...at, stage: 'Production' }),
  ]) {
    assert.deepEqual([refused.status, refused.error_code], [403, 'PERMISSION_DENIED']);
    assert.match(refused.message, /default\.policy\.yaml.*`modelyard models promote iris:1 --alias production`/i);
  }
  assert.equal((await send('POST', 'registered-models/alias', { ...at, alias: 'candidate' })).status, 200);
  assert.equal(
    (await send('POST', 'model-versions/transition-stage', { ...at, stage: 'staging' })).model_version.current_stage,
    'Staging',
  );
  await assert.rejects(service.stores.registry.setAlias('iris', 'production', 1), { reason: 'alias-guarded' });
  rmSync(join(service.root, 'default.policy.yaml'));
  await service.stores.registry.setAlias('iris', 'production', 1);
  writeFileSync(join(service.root, 'default.policy.yaml'), policy);
  await assert.rejects(service.stores.registry.deleteAlias('iris', 'production'), { reason: 'alias-guarded' });
  for (const refused of [
    await send('DELETE', 'registered-models/alias', { name: 'iris', alias: 'production' }),
    await send('DELETE', 'model-versions/delete', at),
    await send('DELETE', 'registered-models/delete', { name: 'iris' }),
  ])
    assert.deepEqual([refused.status, refused.error_code], [403, 'PERMISSION_DENIED']);
  assert.deepEqual((await service.get('registered-models/get', { name: 'iris' })).registered_model.aliases, [
    { alias: 'candidate', version: '1' },
    { alias: 'production', version: '1' },
  ]);
  writeFileSync(join(service.root, 'default.policy.yaml'), "policy: default\napplies_to: ['ir*']\naliases: {a: [\n");
  assert.equal((await send('POST', 'registered-models/alias', { ...at, alias: 'any' })).status, 403);
});

test('sources that lead nowhere or elsewhere are refused', async (t) => {
  const { service, run, send } = await registry(t);
  await service.post('registered-models/create', { name: 'm' });
  const refused: readonly [source: string, status: number][] = [
    ['/etc/passwd', 400],
    ['file:///etc/passwd', 400],
    ['relative/path', 400],
    ['mlflow-artifacts:/0/../x', 400],
    ['s3://bucket/../x', 400],
    ['s3://bucket/%2e%2e/x', 400],
    ['mlflow-artifacts:/0/x', 404],
    [`mlflow-artifacts:/0/${run}/artifacts/none`, 400],
    [`mlflow-artifacts:/0/${'0'.repeat(32)}/artifacts/model`, 404],
    ['models:/m-nope', 404],
    [`models:/m-${'0'.repeat(32)}`, 404],
    ['models:/none/1', 404],
    ['models:/', 400],
    ['runs:/nope/model', 404],
    [`runs:/${run}/../x`, 400],
  ];
  for (const [source, status] of refused)
    assert.equal((await send('POST', 'model-versions/create', { name: 'm', source })).status, status, source);
  assert.equal((await send('POST', 'model-versions/create', { name: 'none', source: 's3://b/x' })).status, 404);
  const there = await send('POST', 'model-versions/create', { name: 'm', source: 's3://b/x' });
  assert.deepEqual([there.model_version.version, there.model_version.run_id], ['1', '']);
  assert.equal(
    (await service.get('model-versions/get-download-uri', { name: 'm', version: '1' })).artifact_uri,
    's3://b/x',
  );
  const ours = await send('POST', 'model-versions/create', { name: 'm', source: `runs:/${run}/model` });
  assert.equal(ours.model_version.version, '2');
  const copy = await send('POST', 'model-versions/create', { name: 'm', source: 'models:/m/2' });
  const [first, second] = [await service.stores.registry.resolve('m:2'), await service.stores.registry.resolve('m:3')];
  assert.deepEqual([copy.model_version.source, first.sha256], ['models:/m/2', second.sha256]);
  assert.equal(
    (await service.get('model-versions/get-download-uri', { name: 'm', version: '3' })).artifact_uri,
    'mlflow-artifacts:/registry/m/3',
  );
  assert.deepEqual(service.reported, []);
});

test('names and stages that cannot be are refused readably', async (t) => {
  const { service, source, send } = await registry(t);
  for (const name of ['a/b', 'a:b', '../x', '.x', 'con', 'run', 'x'.repeat(101), 'a\nb'])
    assert.equal((await send('POST', 'registered-models/create', { name })).status, 400, name);
  await service.post('registered-models/create', { name: 'Modell Größe' });
  const again = await send('POST', 'registered-models/create', { name: 'Modell Größe' });
  assert.deepEqual([again.status, again.error_code], [400, 'RESOURCE_ALREADY_EXISTS']);
  assert.equal((await send('POST', 'registered-models/create', { name: 'modell größe' })).status, 400);
  const renamed = await send('POST', 'registered-models/rename', { name: 'Modell Größe', new_name: 'sizes' });
  assert.equal(renamed.registered_model.name, 'sizes');
  await service.post('model-versions/create', { name: 'sizes', source });
  const refused = await send('POST', 'registered-models/rename', { name: 'sizes', new_name: 'other' });
  assert.deepEqual([refused.status, refused.error_code], [501, 'NOT_IMPLEMENTED']);
  assert.match(refused.message, /models register sizes:1 --name other/);
  const at = { name: 'sizes', version: '1' };
  for (const stage of ['Archived', 'None'])
    assert.equal(
      (await send('POST', 'model-versions/transition-stage', { ...at, stage, archive_existing_versions: true })).status,
      400,
    );
  for (const alias of ['latest', 'Latest', 'v1', 'a b', '../x', '-x'])
    assert.equal((await send('POST', 'registered-models/alias', { ...at, alias })).status, 400, alias);
  for (const version of ['x', '1.5', {}, '9'])
    assert.ok(
      [400, 404].includes(
        (await send('POST', 'registered-models/alias', { name: 'sizes', alias: 'ok', version })).status,
      ),
    );
  assert.deepEqual(service.reported, []);
});

test('stages archive who stood there before', async (t) => {
  const { service, source } = await registry(t);
  await service.post('registered-models/create', { name: 'm' });
  for (let n = 0; n < 3; n++) await service.post('model-versions/create', { name: 'm', source });
  const move = (version: string, stage: string, archive_existing_versions = false) =>
    service.post('model-versions/transition-stage', { name: 'm', version, stage, archive_existing_versions });
  await move('1', 'production');
  await move('2', 'Production', true);
  const stages = async () =>
    ((await service.get('model-versions/search')).model_versions as { version: string; current_stage: string }[]).map(
      ({ version, current_stage }) => `${version} ${current_stage}`,
    );
  assert.deepEqual(await stages(), ['3 None', '2 Production', '1 Archived']);
  await move('2', 'None');
  assert.deepEqual(await stages(), ['3 None', '2 None', '1 Archived']);
  const latest = await service.post('registered-models/get-latest-versions', {
    name: 'm',
    stages: ['none', 'ARCHIVED'],
  });
  assert.deepEqual(
    latest.model_versions.map((one: { version: string }) => one.version),
    ['1', '3'],
  );
});

test('search knows the grammar and pages', async (t) => {
  const { service, source, run, send } = await registry(t);
  for (const name of ['a1', 'a2', 'b1'])
    await service.post('registered-models/create', { name, tags: [{ key: 'k', value: name }] });
  await service.post('registered-models/create', {
    name: 'prompt',
    tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
  });
  await service.post('model-versions/create', { name: 'a1', source, run_id: run });
  await service.post('model-versions/create', { name: 'a1', source: 's3://b/x', tags: [{ key: 'x', value: 'y' }] });
  const models = async (query: Record<string, string | string[]>) =>
    ((await service.get('registered-models/search', query)).registered_models ?? []).map(
      (one: { name: string }) => one.name,
    );
  assert.deepEqual(await models({}), ['a1', 'a2', 'b1', 'prompt']);
  assert.deepEqual(await models({ filter: "name LIKE 'a%' AND tag.`mlflow.prompt.is_prompt` != 'true'" }), [
    'a1',
    'a2',
  ]);
  assert.deepEqual(await models({ filter: "tag.`mlflow.prompt.is_prompt` != 'true'" }), ['a1', 'a2', 'b1']);
  assert.deepEqual(await models({ filter: "tags.k != 'a1'" }), ['a2', 'b1']);
  assert.deepEqual(await models({ order_by: ['name DESC'], max_results: '2' }), ['prompt', 'b1']);
  const first = await service.get('registered-models/search', { max_results: '3' });
  const rest = await models({ max_results: '3', page_token: first.next_page_token });
  assert.deepEqual(rest, ['prompt']);
  const versions = async (filter: string) =>
    ((await service.get('model-versions/search', { filter })).model_versions ?? []).map(
      (one: { version: string }) => one.version,
    );
  assert.deepEqual(await versions("name='a1'"), ['2', '1']);
  assert.deepEqual(await versions(`run_id = '${run}'`), ['1']);
  assert.deepEqual(await versions(`run_id IN ('x', '${run}')`), ['1']);
  assert.deepEqual(await versions("source_path LIKE 's3%'"), ['2']);
  assert.deepEqual(await versions('version_number > 1'), ['2']);
  assert.deepEqual(await versions("tags.x = 'y'"), ['2']);
  for (const [path, query] of [
    ['registered-models/search', { filter: "foo = 'x'" }],
    ['registered-models/search', { max_results: '1001' }],
    ['registered-models/search', { max_results: '0' }],
    ['registered-models/search', { page_token: 'x' }],
    ['model-versions/search', { filter: "current_stage = 'None'" }],
    ['model-versions/search', { order_by: ['name', 'name'] }],
  ] as const)
    assert.equal(
      (await service.call('GET', `/api/2.0/mlflow/${path}`, { query: query as Record<string, string> })).status,
      400,
      path,
    );
  assert.equal(
    (await send('POST', 'registered-models/set-tag', { name: 'a1', key: 'x'.repeat(251), value: '' })).status,
    400,
  );
});

test('a pickle or a broken MLmodel is only ever a file', async (t) => {
  const { service, put } = await registry(t);
  await service.post('registered-models/create', { name: 'm' });
  const formats: string[] = [];
  for (const mlmodel of [
    'flavors: [',
    'just text',
    '!!python/object/apply:os.system ["touch /tmp/pwned"]',
    `a: &a [x, x]\nb: &b [*a, *a, *a]\nflavors: {python_function: {data: *b}}\n`,
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join()}]`).join('\n')}\nflavors: {python_function: {}}\n`,
    'flavors: {onnx: {data: model.pkl}, python_function: {}}',
    'flavors: {onnx: {data: ../../etc/passwd}, python_function: {}}',
  ]) {
    const { source } = await loggedModel(service, put, mlmodel);
    const { model_version } = await service.post('model-versions/create', { name: 'm', source });
    formats.push((await service.stores.registry.resolve(`m:${model_version.version}`)).format);
  }
  assert.deepEqual(formats, ['files', 'files', 'files', 'mlflow', 'files', 'mlflow', 'mlflow']);
  assert.deepEqual(service.reported, []);
});

test('an alias file that was edited by hand is refused by name', async (t) => {
  const { service, source } = await registry(t);
  await service.post('registered-models/create', { name: 'm' });
  await service.post('model-versions/create', { name: 'm', source });
  await service.post('registered-models/alias', { name: 'm', alias: 'a', version: '1' });
  const file = join(service.root, 'registry/m/a.alias.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/sha256: .*/, `sha256: ${'0'.repeat(64)}`));
  const reply = await service.call('GET', '/api/2.0/mlflow/registered-models/alias', {
    query: { name: 'm', alias: 'a' },
  });
  assert.deepEqual([reply.status, /a\.alias\.yaml/.test(reply.text)], [400, true]);
});
