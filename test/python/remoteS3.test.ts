import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type S3Options, type S3Place, s3Remote } from '../../engine/src/adapters/remote/s3.ts';
import { eachAtOnce } from '../../engine/src/data/versions/atOnce.ts';
import { objectKey, type RemoteObjects } from '../../engine/src/ports/remoteObjects.ts';
import { contentOf, read, remoteContract } from '../contracts/remoteObjects.ts';
import { cachedPython } from '../kit/clientScripts.ts';
import { type MotoServer, startMoto } from '../kit/motoServer.ts';
import { storeRun, team } from '../kit/team.ts';

const python = cachedPython('moto-venv');
const skip =
  python && process.env['MODELYARD_TEST_PYTHON'] ? false : '`npm run test:python` runs it, where PyPI can be reached';
const KEYS = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };
const HELLO = contentOf('hello');
const KEY = objectKey(HELLO.sha256);
let server: MotoServer | undefined;
let client: S3Client | undefined;
let buckets = 0;

before(async () => {
  if (skip !== false) return;
  // Credentials are looked for where the AWS tools look.
  Object.assign(process.env, KEYS);
  server = await startMoto(python!);
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
});

after(async () => {
  client?.destroy();
  if (skip === false) for (const name of Object.keys(KEYS)) delete process.env[name];
  await server?.stop();
});

function at(place: Partial<S3Place>): S3Place {
  const rest = { endpoint: server?.endpoint, region: undefined, profile: undefined, instanceCredentials: false };
  return { url: 's3://models/team', bucket: 'models', prefix: 'team', ...rest, ...place };
}

function opened(
  t: Pick<TestContext, 'after'>,
  place: Partial<S3Place> = {},
  options: Partial<S3Options> = {},
): RemoteObjects {
  const remote = s3Remote(at(place), { variables: process.env, attempts: 2, ...options });
  t.after(() => remote.close());
  return remote;
}

async function bucket(): Promise<string> {
  const Bucket = `models-${++buckets}`;
  await client!.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

if (skip === false) {
  remoteContract('S3', async (t) => {
    const place = { bucket: await bucket() };
    const options = { partSize: 5 << 20 };
    return {
      remote: opened(t, place, options),
      other: opened(t, place, options),
      plant: async (key, bytes) =>
        void (await client!.send(new PutObjectCommand({ Bucket: place.bucket, Key: `team/${key}`, Body: bytes }))),
    };
  });
}

test('S3: a large file goes in parts, and only whole ones are shown', { skip }, async (t) => {
  const place = { bucket: await bucket() };
  const remote = opened(t, place, { partSize: 5 << 20 });
  const large = contentOf('0123456789abcdef'.repeat(800_000));
  assert.equal(await remote.putIfAbsent(objectKey(large.sha256), large), 'put');
  assert.equal(await remote.putIfAbsent(objectKey(large.sha256), large), 'there');
  assert.equal((await read(remote, objectKey(large.sha256), 12_000_000)).length, 800_000);
  const wrong = { ...contentOf('x'.repeat(12_000_000)), from: large.from };
  await assert.rejects(remote.putIfAbsent(objectKey(wrong.sha256), wrong), { reason: 'object-damaged' });
  assert.equal(await remote.has(objectKey(wrong.sha256)), undefined);
  assert.equal(await remote.sweep(Date.now() + 60_000), 0);
});

test('S3: more keys than one page holds', { skip, timeout: 120_000 }, async (t) => {
  const place = { bucket: await bucket(), prefix: '' };
  const remote = opened(t, place);
  const keys = Array.from({ length: 1_010 }, (_, index) => `runs/ab/${index}.json`);
  await eachAtOnce(keys, async (key) => void (await remote.putIfAbsent(key, HELLO)));
  const first = await remote.list('runs/');
  const second = await remote.list('runs/', { pageToken: first.nextPageToken! });
  assert.deepEqual([first.items.length, second.items.length, second.nextPageToken], [1000, 10, undefined]);
});

test('S3: a team of clones shares runs and bytes through it', { skip, timeout: 120_000 }, async (t) => {
  const name = await bucket();
  const remote = `{url: s3://${name}/flights, endpoint: "${server!.endpoint}", region: us-east-1}`;
  const { first, clone } = await team(t, { versions: 2, remote });
  await first.withStores((stores) => storeRun(stores, 'tidal'));
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => first.modelyard('push')));
  for (const said of [one, two, three]) assert.equal(said?.code, 0, said?.err);
  assert.match((await first.modelyard('push')).out, /already/);
  const other = clone();
  assert.match((await other.modelyard('pull')).out, /Pulled 3 runs/);
  assert.equal((await other.modelyard('models verify')).code, 0);
  assert.match((await other.modelyard('pull --all')).out, /Pulled 1 object /);
  assert.match((await other.modelyard('gc --remote --older-than 0 --dry-run')).out, /Nothing to free/);
  assert.match((await other.modelyard('doctor')).out, /ok +remote/);
});

const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const unbuilt = existsSync(BUILT) ? skip : '`npm run build` makes what it tries';

test('S3: the built command line has the whole client in it', { skip: unbuilt, timeout: 120_000 }, async (t) => {
  const name = await bucket();
  const remote = `{url: s3://${name}/flights, endpoint: "${server!.endpoint}", region: us-east-1}`;
  const { first, clone } = await team(t, { versions: 2, remote });
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  const built = (folder: string, line: string, variables = {}) =>
    promisify(execFile)(process.execPath, [BUILT, ...line.split(' ')], {
      cwd: folder,
      env: { ...process.env, ...variables },
    });
  assert.match((await built(first.folder, 'push')).stdout, /Pushed 3 objects, 3 runs/);
  const other = clone();
  assert.match((await built(other.folder, 'pull --all')).stdout, /Pulled 3 objects, 3 runs/);
  assert.match((await built(other.folder, `runs show ${id}`)).stdout, /pushed by +Ada/);
  assert.match((await built(other.folder, 'doctor')).stdout, /ok +remote/);
  assert.match((await built(other.folder, 'gc --remote --older-than 0 --dry-run')).stdout, /Nothing to free/);
  // The profile's parser is a part of its own, which is loaded when it is asked for.
  const nobody = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: 'nobody-has-this' };
  await assert.rejects(built(clone().folder, 'pull', nobody), /remote-denied|nobody-has-this/);
});

test('S3: what is wrong with the place is named', { skip }, async (t) => {
  await assert.rejects(opened(t, { bucket: 'not-there' }).check(), {
    reason: 'remote-gone',
    message: /no such bucket/,
  });
  const nobody = { endpoint: 'http://127.0.0.1:1' };
  await assert.rejects(opened(t, nobody).has(KEY), { reason: 'remote-gone', message: /ECONNREFUSED/ });
  await assert.rejects(opened(t, { profile: 'nobody-has-this' }).has(KEY), { reason: 'remote-denied' });
});

for (const [status, code, reason] of [
  [403, 'AccessDenied', 'remote-denied'],
  [507, 'XMinioStorageFull', 'remote-full'],
  [503, 'SlowDown', 'remote-slow'],
  [500, 'InternalError', 'remote-failed'],
] as const)
  test(`S3: a server that answers ${code} is ${reason}`, { skip }, async (t) => {
    const endpoint = await answering(t, status, `<Error><Code>${code}</Code><Message>no</Message></Error>`);
    await assert.rejects(opened(t, { endpoint }).putIfAbsent(KEY, HELLO), { reason });
  });

test('S3: a server that says nothing is left after a while', { skip }, async (t) => {
  const endpoint = await answering(t, undefined, '');
  await assert.rejects(opened(t, { endpoint }, { patience: 200, attempts: 1 }).has(KEY), { reason: 'remote-slow' });
});

/** Answers every request with this, or not at all. */
async function answering(t: TestContext, status: number | undefined, body: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (status !== undefined)
      request.on('end', () => response.writeHead(status, { 'content-type': 'application/xml' }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
