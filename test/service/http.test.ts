import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { testService } from '../kit/service.ts';

const EXPERIMENTS = '/api/2.0/mlflow/experiments';

test('health is told to anybody, all else to who has the token', async (t) => {
  const service = await testService(t);
  const health = await service.call('GET', '/health', { token: null });
  assert.deepEqual([health.status, health.text], [200, 'OK']);
  for (const token of [null, 'wrong', '']) {
    const refused = await service.call('GET', `${EXPERIMENTS}/get`, { token, query: { experiment_id: '0' } });
    assert.equal(refused.status, 401);
    assert.equal(refused.json().error_code, 'UNAUTHENTICATED');
    assert.equal(refused.headers['www-authenticate'], 'Bearer realm="Modelyard"');
  }
  const root = await service.call('GET', '/', { token: null });
  assert.match(root.text, /^This is the local service of a Modelyard project/);
  assert.equal((await service.call('POST', '/health', { token: null })).status, 401);
  assert.equal((await service.call('GET', '/constructor', { token: null })).status, 401);
  const unknown = await service.call('GET', '/api/2.0/nope', { token: null });
  assert.equal(unknown.status, 401);
  assert.match((await service.call('GET', '/version')).text, /^\d+\.\d+\.\d+$/);
});

test('a request under another name, or written from another site, is refused', async (t) => {
  const service = await testService(t);
  const foreign = await service.call('GET', '/health', { headers: { host: 'evil.example' } });
  assert.deepEqual([foreign.status, foreign.json().error_code], [403, 'PERMISSION_DENIED']);
  for (const host of ['localhost:1234', '127.0.0.1', '[::1]:80', 'LOCALHOST'])
    assert.equal((await service.call('GET', '/health', { headers: { host } })).status, 200, host);
  const create = (headers: Record<string, string>) =>
    service.call('POST', `${EXPERIMENTS}/create`, { json: { name: JSON.stringify(headers) }, headers });
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[])
    assert.equal((await create(headers)).status, 403, JSON.stringify(headers));
  assert.equal((await create({ origin: service.server.url, 'sec-fetch-site': 'same-origin' })).status, 200);
  const read = await service.call('GET', '/health', { headers: { 'sec-fetch-site': 'cross-site' } });
  assert.equal(read.status, 200);
  assert.equal(read.headers['access-control-allow-origin'], undefined);
  assert.deepEqual(
    [read.headers['x-content-type-options'], read.headers['x-frame-options']],
    ['nosniff', 'SAMEORIGIN'],
  );
});

test('what is nowhere is 404, a wrong method 405, both as JSON', async (t) => {
  const service = await testService(t);
  const nowhere = await service.call('GET', '/api/2.0/mlflow/nope');
  assert.deepEqual([nowhere.status, nowhere.json().error_code], [404, 'ENDPOINT_NOT_FOUND']);
  const traces = await service.call('POST', '/v1/traces', { body: 'x' });
  assert.equal(traces.status, 404);
  const wrong = await service.call('GET', `${EXPERIMENTS}/create`);
  assert.deepEqual(
    [wrong.status, wrong.json().error_code, wrong.headers['allow']],
    [405, 'ENDPOINT_NOT_FOUND', 'POST, OPTIONS'],
  );
  assert.equal((await service.call('BREW', `${EXPERIMENTS}/create`).catch(() => ({ status: 400 }))).status, 400);
  const options = await service.call('OPTIONS', `${EXPERIMENTS}/search`);
  assert.deepEqual([options.status, options.headers['allow']], [204, 'POST, GET, HEAD, OPTIONS']);
  const head = await service.call('HEAD', '/version');
  assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', '6']);
});

test('the body is JSON, however it comes', async (t) => {
  const service = await testService(t);
  const create = (body: string, type?: string) =>
    service.call('POST', `${EXPERIMENTS}/create`, {
      body,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  const json = 'application/json';
  assert.equal((await create('{"name":"a","unknown":1}', json)).status, 200);
  assert.equal((await create(JSON.stringify('{"name":"b"}'), `${json}; charset=utf-8`)).status, 200);
  for (const body of ['{bad', '', '[]', 'null', '5', '"text"'])
    assert.match((await create(body, json)).json().message, /^Missing value for required parameter 'name'/, body);
  for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded'])
    assert.match((await create('{"name":"c"}', type)).json().message, /Content-Type/);
  assert.match((await create('{"name":5}', json)).json().message, /^Invalid value 5 for parameter 'name'.*'int'/);
  assert.equal((await create('{"name":null}', json)).status, 400);
  const packed = { 'content-type': json, 'content-encoding': 'gzip' };
  assert.equal((await service.call('POST', `${EXPERIMENTS}/create`, { body: 'x', headers: packed })).status, 415);
  assert.equal((await create('{"__proto__":{"name":"d"}}', json)).status, 400);
});

test('what is too large is refused before it is taken in', async (t) => {
  const service = await testService(t);
  const announced = { 'content-type': 'application/json' };
  for (const headers of [announced, { ...announced, 'transfer-encoding': 'chunked' }]) {
    const body = Buffer.alloc(33 * 1024 * 1024, 'x');
    const huge = await service.call('POST', `${EXPERIMENTS}/create`, { body, headers });
    assert.deepEqual([huge.status, huge.json().error_code], [413, 'BAD_REQUEST']);
  }
  const header = await service.call('GET', '/health', { headers: { 'x-long': 'x'.repeat(70_000) } });
  assert.deepEqual([header.status, header.json().error_code], [431, 'BAD_REQUEST']);
  const params = Array.from({ length: 100_000 }, (_, at) => ({ key: `p${at}`, value: '1' }));
  const many = await service.call('POST', '/api/2.0/mlflow/runs/log-batch', { json: { run_id: 'x', params } });
  assert.equal(many.status, 404);
  assert.equal((await service.call('GET', '/health')).status, 200);
});

test('paths that leave their place, or are no text, are nowhere', async (t) => {
  const service = await testService(t);
  for (const path of [
    '/../health',
    '/%2e%2e/health',
    '/api/2.0/mlflow/../mlflow/nope',
    '/%zz',
    '//health',
    '/health/',
    '/%00',
  ])
    assert.equal((await service.call('GET', path)).status, 404, path);
});

test('a client that dies in the middle of its body leaves nothing behind', async (t) => {
  const service = await testService(t);
  const { server, token } = service;
  await new Promise<void>((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        `POST ${EXPERIMENTS}/create HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"name":"half`,
        () => socket.destroy(),
      );
    });
    socket.on('close', () => resolve());
  });
  while (server.quiet() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal((await service.call('GET', '/health')).status, 200);
  assert.deepEqual((await service.get('experiments/search', { max_results: '10' })).experiments.length, 1);
  assert.deepEqual(service.reported, []);
});

test('what is no HTTP is answered and let go', async (t) => {
  const { server } = await testService(t);
  const said = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write('what is this\r\n\r\n'));
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('close', () => resolve(text));
  });
  assert.match(said, /^HTTP\/1\.1 400 Bad Request\r\n/);
});
