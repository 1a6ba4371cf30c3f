import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type TestService, testService } from '../kit/service.ts';

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';

async function withRun(t: Parameters<typeof testService>[0]) {
  const service = await testService(t);
  const { run } = await service.post('runs/create', { experiment_id: '0', start_time: 1 });
  const place = `0/${run.info.run_id}/artifacts`;
  assert.equal(run.info.artifact_uri, `mlflow-artifacts:/${place}`);
  return { service, id: run.info.run_id as string, place, put: putter(service) };
}

function putter(service: TestService) {
  return (path: string, body: string | Uint8Array = 'x', headers: Record<string, string> = {}) =>
    service.call('PUT', `${PROXY}/${path.split('/').map(encodeURIComponent).join('/')}`, { body, headers });
}

function objectsOf(service: TestService): readonly string[] {
  const folder = join(service.stores.folder, 'objects');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

test('files of a run are listed by folder and come back as they were', async (t) => {
  const { service, id, place, put } = await withRun(t);
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
  assert.deepEqual((await put(`${place}/big.bin`, bytes)).json(), {});
  await put(`${place}/sub/s p/é x.txt`, 'q');
  await put(`${place}/sub/empty.bin`, '', { 'transfer-encoding': 'chunked' });
  await put(`${place}/100%.txt`, 'percent');
  const list = async (path: string) =>
    (await service.call('GET', PROXY, { query: { path } })).json().files as readonly object[] | undefined;
  assert.deepEqual(await list(place), [
    { path: '100%.txt', is_dir: false, file_size: 7 },
    { path: 'big.bin', is_dir: false, file_size: 300_000 },
    { path: 'sub', is_dir: true },
  ]);
  assert.deepEqual(await list(`${place}/sub/`), [
    { path: 'empty.bin', is_dir: false },
    { path: 's p', is_dir: true },
  ]);
  for (const nothing of [`${place}/big.bin`, `${place}/none`, '0/none', ''])
    assert.equal(await list(nothing), undefined, nothing);
  const got = await service.call('GET', `${PROXY}/${place}/big.bin`);
  assert.deepEqual(
    [got.status, got.headers['content-type'], got.bytes.equals(bytes)],
    [200, 'application/octet-stream', true],
  );
  assert.match(String(got.headers['content-disposition']), /^attachment; filename="big.bin"/);
  const accented = await service.call('GET', `${PROXY}/${place}/sub/s%20p/%C3%A9%20x.txt`);
  assert.deepEqual([accented.text, accented.headers['content-type']], ['q', 'text/plain; charset=utf-8']);
  assert.equal((await service.call('GET', `${PROXY}/${place}/sub/empty.bin`)).bytes.length, 0);
  for (const missing of [`${place}/none`, `${place}/sub`, `0/${'0'.repeat(32)}/artifacts/x`, '0/x']) {
    const reply = await service.call('GET', `${PROXY}/${missing}`);
    assert.deepEqual([reply.status, reply.json().error_code], [404, 'RESOURCE_DOES_NOT_EXIST'], missing);
  }
  const page = await service.get('artifacts/list', { run_id: id, path: 'sub' });
  assert.deepEqual(page, {
    root_uri: `mlflow-artifacts:/${place}`,
    files: [
      { path: 'sub/empty.bin', is_dir: false },
      { path: 'sub/s p', is_dir: true },
    ],
  });
  const fromPage = await service.call('GET', '/get-artifact', { query: { run_id: id, path: 'sub/s p/é x.txt' } });
  assert.equal(fromPage.text, 'q');
});

test('a file is replaced, and gone when it is deleted', async (t) => {
  const { service, place, put } = await withRun(t);
  await put(`${place}/a/b.txt`, 'one');
  await put(`${place}/a/b.txt`, 'two');
  await put(`${place}/a/c/d.txt`, 'deep');
  assert.equal((await service.call('GET', `${PROXY}/${place}/a/b.txt`)).text, 'two');
  assert.equal((await put(`${place}/a`, 'a file where a folder is')).status, 400);
  assert.equal((await put(`${place}/a/b.txt/c`, 'a folder where a file is')).status, 400);
  for (const [path, left] of [
    ['a/none', 2],
    ['a/b.txt', 1],
    ['a', 0],
    ['a', 0],
  ] as const) {
    const reply = await service.call('DELETE', `${PROXY}/${place}/${path}`);
    assert.deepEqual([reply.status, reply.json()], [200, {}]);
    const listed = (await service.call('GET', PROXY, { query: { path: `${place}/a` } })).json().files ?? [];
    assert.equal(listed.length, left, path);
  }
});

test('artifacts go to runs and models of the right experiment only', async (t) => {
  const { service, id, place, put } = await withRun(t);
  for (const path of [
    '0/t/a.txt',
    'a.txt',
    `7/${id}/artifacts/a.txt`,
    `0/${'0'.repeat(32)}/artifacts/a.txt`,
    `0/models/m-${'0'.repeat(32)}/artifacts/a.txt`,
  ]) {
    const reply = await put(path);
    assert.deepEqual([reply.status, reply.json().error_code], [404, 'RESOURCE_DOES_NOT_EXIST'], path);
  }
  assert.equal((await put(place)).status, 400);
  assert.deepEqual(objectsOf(service), []);
  const { experiment_id } = await service.post('experiments/create', {
    name: 'elsewhere',
    artifact_location: 'mlflow-artifacts:/team/x',
  });
  const { run } = await service.post('runs/create', { experiment_id, start_time: 1 });
  const there = run.info.artifact_uri.replace('mlflow-artifacts:/', '');
  assert.equal((await put(`${there}/a.txt`, 'hello')).status, 200);
  assert.equal((await service.call('GET', `${PROXY}/${there}/a.txt`)).text, 'hello');
  await service.post('runs/delete', { run_id: id });
  assert.equal((await put(`${place}/late.txt`)).status, 400);
});

test('of a client that dies in mid-upload nothing is left', async (t) => {
  const { service, place, put } = await withRun(t);
  await put(`${place}/model.bin`, 'before');
  const before = objectsOf(service);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(service.server.port, '127.0.0.1', () => {
      socket.write(
        `PUT ${PROXY}/${place}/model.bin HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${service.token}\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(70_000)}`,
        () => setTimeout(() => socket.destroy(), 50),
      );
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  const left = () => objectsOf(service).join() !== before.join();
  for (let tries = 0; left() && tries < 200; tries++) await new Promise((go) => setTimeout(go, 10));
  assert.deepEqual(objectsOf(service), before);
  assert.equal((await service.call('GET', `${PROXY}/${place}/model.bin`)).text, 'before');
  assert.deepEqual(service.reported, []);
});

test('parts and signed addresses are left to servers that have them', async (t) => {
  const { service, id, place } = await withRun(t);
  for (const [method, path] of [
    ['POST', `mpu/create/${place}/b.txt`],
    ['POST', `mpu/complete/${place}/b.txt`],
    ['POST', `mpu/abort/${place}/b.txt`],
    ['GET', `presigned/${place}/b.txt`],
  ] as const) {
    const reply = await service.call(
      method,
      `/api/2.0/mlflow-artifacts/${path}`,
      method === 'POST' ? { json: { num_parts: 2 } } : {},
    );
    assert.deepEqual([reply.status, reply.json().error_code], [501, 'NOT_IMPLEMENTED']);
  }
  const upload = (body: Uint8Array | string, query: Record<string, string>) =>
    service.call('POST', '/ajax-api/2.0/mlflow/upload-artifact', { body, query });
  assert.equal((await upload('page', { run_uuid: id, path: 'notes/a.txt' })).status, 200);
  assert.equal((await service.call('GET', `${PROXY}/${place}/notes/a.txt`)).text, 'page');
  assert.equal((await upload(new Uint8Array(10 * 1024 ** 2 + 1), { run_uuid: id, path: 'big' })).status, 413);
  assert.equal((await upload('x', { run_uuid: id })).status, 400);
});

test('equal bytes are kept once', async (t) => {
  const { service, place, put } = await withRun(t);
  for (const name of ['a', 'b', 'c']) await put(`${place}/${name}`, 'same');
  const hash = createHash('sha256').update('same').digest('hex');
  assert.deepEqual([...objectsOf(service)].sort(), [hash.slice(0, 2), join(hash.slice(0, 2), hash.slice(2))]);
});

test('whatever the address says, nothing is written outside the store', async (t) => {
  const { service, place } = await withRun(t);
  const outside = () =>
    readdirSync(join(service.root, '..'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => !/[\\/]\.modelyard([\\/]|$)/.test(path),
    );
  const before = outside();
  const piece = fc.constantFrom(
    ...[
      '..',
      '.',
      '/',
      '//',
      '\\',
      '%2e%2e',
      '%2f',
      '%5c',
      '%252e',
      '%00',
      '%',
      '%c0%ae',
      'C:',
      'registry',
      'a',
      'é',
      place,
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.boolean(), async (pieces, inside) => {
      const path = encodeURI(pieces.join('')).replaceAll('%25', '%');
      const target = `${PROXY}/${inside ? `${place}/` : ''}${path}`;
      const put = await service.call('PUT', target, { body: 'x' });
      assert.ok([200, 400, 404].includes(put.status), `${put.status} ${target}`);
      const got = await service.call('GET', target);
      assert.equal(got.status === 200 && got.text === 'x', put.status === 200, `${put.status} ${got.status} ${target}`);
      const listed = await service.call('GET', PROXY, { query: { path: pieces.join('') } });
      assert.ok([200, 400, 404].includes(listed.status), `${listed.status} ${pieces.join('')}`);
      if (put.status === 200) await service.call('DELETE', target);
    }),
    { numRuns: 150 },
  );
  assert.deepEqual(outside(), before);
  assert.deepEqual(service.reported, []);
});
