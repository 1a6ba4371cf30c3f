import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openObjectStore } from '../../engine/src/adapters/files/objectStore.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const HELLO = createHash('sha256').update('hello').digest('hex');

function setUp(t: TestContext) {
  const folder = temporaryFolder(t);
  const objects = join(folder, 'objects');
  const file = join(folder, 'model.onnx');
  writeFileSync(file, 'hello');
  return { objects, file, object: join(objects, HELLO.slice(0, 2), HELLO.slice(2)) };
}

test('bytes come back by their hash, read-only', async (t) => {
  const { objects, file, object } = setUp(t);
  const store = openObjectStore(objects);
  assert.equal(await store.has(HELLO), false);
  assert.deepEqual(await store.put(file), { sha256: HELLO, size: 5 });
  assert.deepEqual(await store.putBytes('hello'), { sha256: HELLO, size: 5 });
  assert.equal(await store.has(HELLO), true);
  assert.equal(await store.path(HELLO, 'it'), object);
  assert.equal(Buffer.from(await store.bytes(HELLO, 'it')).toString(), 'hello');
  assert.equal(statSync(object).mode & 0o777, 0o444);
  assert.ok(existsSync(file));
  assert.deepEqual(readdirSync(objects), [HELLO.slice(0, 2)]);
});

test('of many those that are there are told at once', async (t) => {
  const store = openObjectStore(setUp(t).objects);
  const other = '0'.repeat(64);
  assert.deepEqual(await store.present([HELLO, other]), new Set());
  await store.putBytes('hello');
  assert.deepEqual(await store.present([HELLO, other, HELLO, 'no hash', '../../x']), new Set([HELLO]));
});

test('take moves the file', async (t) => {
  const { objects, file, object } = setUp(t);
  assert.deepEqual(await openObjectStore(objects).take(file), { sha256: HELLO, size: 5 });
  assert.equal(existsSync(file), false);
  assert.equal(readFileSync(object, 'utf8'), 'hello');
  writeFileSync(file, 'hello');
  await openObjectStore(objects).take(file);
  assert.equal(existsSync(file), false);
});

test('an object that is not there or was changed is refused by name', async (t) => {
  const { objects, object } = setUp(t);
  const store = openObjectStore(objects);
  await assert.rejects(store.path(HELLO, 'model flight-delay:3'), (error: Error & { reason: string }) => {
    assert.equal(error.reason, 'object-missing');
    assert.match(error.message, /model flight-delay:3/);
    return true;
  });
  await assert.rejects(store.path('../../etc/passwd', 'it'), { reason: 'object-missing' });
  await store.putBytes('hello');
  chmodSync(object, 0o644);
  appendFileSync(object, '!');
  for (const reader of [store, openObjectStore(objects)])
    await assert.rejects(reader.bytes(HELLO, 'model flight-delay:3'), { reason: 'object-damaged' });
});

test('putting the right bytes again mends a damaged object', async (t) => {
  const { objects, file, object } = setUp(t);
  for (const mend of ['put', 'putBytes', 'take'] as const) {
    mkdirSync(join(object, '..'), { recursive: true });
    rmSync(object, { force: true });
    writeFileSync(object, 'broken');
    const store = openObjectStore(objects);
    await (mend === 'putBytes' ? store.putBytes('hello') : store[mend](file));
    assert.equal(readFileSync(object, 'utf8'), 'hello', mend);
  }
});

test('what a killed process left behind is swept after a day', async (t) => {
  const { objects } = setUp(t);
  mkdirSync(objects);
  const [old, fresh] = ['.0123456789abcdef.tmp', '.fedcba9876543210.tmp'];
  for (const name of [old, fresh]) writeFileSync(join(objects, name), 'half');
  utimesSync(join(objects, old), 0, 0);
  await openObjectStore(objects).putBytes('hello');
  assert.deepEqual(readdirSync(objects), [fresh, HELLO.slice(0, 2)]);
});

test('a file that is missing or a folder is refused and leaves nothing', async (t) => {
  const { objects, file } = setUp(t);
  const store = openObjectStore(objects);
  await assert.rejects(store.put(`${file}.none`), { reason: 'file-missing' });
  await assert.rejects(store.put(join(file, '..')), { name: 'Failure' });
  await assert.rejects(openObjectStore(file).putBytes('hello'), { reason: 'not-a-folder' });
  assert.deepEqual(readdirSync(objects), []);
});

test('bytes that come in pieces are kept whole or not at all', async (t) => {
  const { objects } = setUp(t);
  const store = openObjectStore(objects);
  const pieces = async function* (...texts: readonly (string | Error)[]) {
    for (const text of texts) {
      if (text instanceof Error) throw text;
      yield Buffer.from(text);
    }
  };
  assert.deepEqual(await store.putStream(pieces('he', '', 'llo')), { sha256: HELLO, size: 5 });
  assert.equal(Buffer.from(await store.bytes(HELLO, 'it')).toString(), 'hello');
  assert.deepEqual(await store.putStream(pieces('hello')), { sha256: HELLO, size: 5 });
  assert.equal((await store.putStream(pieces())).size, 0);
  await assert.rejects(store.putStream(pieces('half', new Error('the client left'))), { message: 'the client left' });
  assert.equal(readdirSync(objects).length, 2);
});

test('an object that comes from elsewhere goes on where a try broke off', async (t) => {
  const { objects } = setUp(t);
  const store = openObjectStore(objects);
  const asked: number[] = [];
  const coming = (text: string, error?: Error) =>
    async function* (from: number) {
      asked.push(from);
      yield Buffer.from(text.slice(from));
      if (error) throw error;
    };
  await assert.rejects(store.receive(HELLO, 'it', coming('hel', new Error('gone'))), { message: 'gone' });
  assert.equal(await store.has(HELLO), false);
  assert.deepEqual(await store.receive(HELLO, 'it', coming('hello')), { sha256: HELLO, size: 5 });
  assert.deepEqual(asked, [0, 3]);
  assert.equal(Buffer.from(await store.bytes(HELLO, 'it')).toString(), 'hello');
  assert.deepEqual(readdirSync(objects), [HELLO.slice(0, 2)]);
});

test('what an earlier try left wrong is asked for again from the start', async (t) => {
  const { objects } = setUp(t);
  const store = openObjectStore(objects);
  mkdirSync(objects);
  writeFileSync(join(objects, `.${HELLO}.part`), 'HEL');
  const asked: number[] = [];
  await store.receive(HELLO, 'it', async function* (from) {
    asked.push(from);
    yield Buffer.from('hello'.slice(from));
  });
  assert.deepEqual(asked, [3, 0]);
});

test('other bytes than asked are not kept', async (t) => {
  const { objects } = setUp(t);
  const store = openObjectStore(objects);
  const other = async function* () {
    yield Buffer.from('hallo');
  };
  await assert.rejects(store.receive(HELLO, 'model flight-delay:3', other), {
    reason: 'other-bytes',
    message: /flight-delay:3/,
  });
  assert.deepEqual(readdirSync(objects), []);
});

test('what is not asked for any more is removed, unless somebody put it again', async (t) => {
  const { objects, object } = setUp(t);
  const store = openObjectStore(objects);
  await store.putBytes('hello');
  const now = Date.now();
  assert.deepEqual(
    (await Array.fromAsync(store.list())).map(({ sha256, size }) => [sha256, size]),
    [[HELLO, 5]],
  );
  assert.equal(await store.remove(HELLO, now - 60_000), false);
  utimesSync(object, 1, 1);
  assert.equal(await store.remove(HELLO, now - 60_000), true);
  assert.equal(await store.has(HELLO), false);
  assert.equal(await store.remove(HELLO, now), false);
  const [old, fresh] = [`.${HELLO}.part`, `.${'0'.repeat(64)}.0123456789abcdef.part`];
  for (const name of [old, fresh]) writeFileSync(join(objects, name), 'half');
  utimesSync(join(objects, old), 0, 0);
  assert.equal(await store.sweep(now - 60_000), 1);
});
