import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openObjectStore } from '../../../engine/src/adapters/files/objectStore.ts';
import { pullingStore } from '../../../engine/src/adapters/remote/pullingStore.ts';
import { Failure } from '../../../engine/src/failure.ts';
import type { RemoteObjects } from '../../../engine/src/ports/remoteObjects.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const HELLO = createHash('sha256').update('hello').digest('hex');

function setUp(t: TestContext, get: () => AsyncIterable<Uint8Array>) {
  let now = 1_000_000;
  let asked = 0;
  const folder = join(temporaryFolder(t), 'objects');
  const objects = openObjectStore(folder);
  const clock = { now: () => now, sleep: async () => undefined };
  const counted = () => {
    asked++;
    return get();
  };
  const remote = { place: 'file:///share', get: counted } as unknown as RemoteObjects;
  return {
    store: pullingStore({ objects, clock, remote: async () => remote }),
    place: join(folder, HELLO.slice(0, 2), HELLO.slice(2)),
    asked: () => asked,
    later: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

async function* hello() {
  yield Buffer.from('hello');
}

async function* gone(): AsyncIterable<Uint8Array> {
  yield* [];
  throw new Failure('remote-gone', 'The remote is gone.', { next: 'Mount it.' });
}

test('what is missing is fetched once, however many ask at the same time', async (t) => {
  const { store, place, asked } = setUp(t, hello);
  assert.equal(await store.has(HELLO), false);
  const paths = await Promise.all([1, 2, 3].map(() => store.path(HELLO, 'it')));
  assert.deepEqual([...new Set(paths)], [place]);
  assert.equal(Buffer.from(await store.bytes(HELLO, 'it')).toString(), 'hello');
  assert.equal(asked(), 1);
});

test('what is damaged here is fetched again', async (t) => {
  const { store, place, asked } = setUp(t, hello);
  await store.putBytes('hello');
  chmodSync(place, 0o644);
  writeFileSync(place, 'hxllo!');
  assert.equal(Buffer.from(await store.bytes(HELLO, 'it')).toString(), 'hello');
  assert.equal(asked(), 1);
});

test('a remote that does not answer is not asked again for a while, and what was asked for is named', async (t) => {
  const { store, asked, later } = setUp(t, gone);
  const refused = {
    reason: 'remote-gone',
    message: /^model flight:3 is not on this machine\. The remote is gone/,
    next: 'Mount it.',
  };
  await assert.rejects(store.path(HELLO, 'model flight:3'), refused);
  await assert.rejects(store.path(HELLO, 'model flight:3'), refused);
  assert.equal(asked(), 1);
  later(20_000);
  await assert.rejects(store.path(HELLO, 'model flight:3'), refused);
  assert.equal(asked(), 2);
});

test('what is no hash is refused without asking', async (t) => {
  const { store, asked } = setUp(t, hello);
  await assert.rejects(store.path('../../etc/passwd', 'it'), { reason: 'object-missing' });
  assert.equal(asked(), 0);
});
