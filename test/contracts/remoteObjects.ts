import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { objectKey, type RemoteContent, type RemoteObjects } from '../../engine/src/ports/remoteObjects.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

export interface RemoteCase {
  readonly remote: RemoteObjects;
  /** Another process's view of the same place. */
  readonly other: RemoteObjects;
  /** Puts bytes under a key as something else would that was killed on its way. */
  plant(key: string, bytes: Uint8Array): Promise<void>;
}

const HELLO = contentOf('hello');

export function contentOf(text: string): RemoteContent & { readonly from: Uint8Array } {
  const from = Buffer.from(text);
  return { from, sha256: createHash('sha256').update(from).digest('hex'), size: from.byteLength };
}

export async function read(remote: RemoteObjects, key: string, from = 0): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of remote.get(key, { from })) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What every place that a team shares objects in does. */
export function remoteContract(name: string, open: (t: TestContext) => Promise<RemoteCase>): void {
  const key = objectKey(HELLO.sha256);

  test(`${name}: what was put comes back, whole or from a byte on`, async (t) => {
    const { remote, other } = await open(t);
    assert.equal(await remote.has(key), undefined);
    assert.equal(await remote.putIfAbsent(key, HELLO), 'put');
    assert.equal(await other.putIfAbsent(key, HELLO), 'there');
    assert.equal(await read(other, key), 'hello');
    assert.equal(await read(other, key, 3), 'lo');
    assert.equal(await read(other, key, 5), '');
    const found = await other.has(key);
    assert.equal(found?.size, 5);
    assert.ok(Math.abs(found.modified - Date.now()) < 3_600_000);
  });

  test(`${name}: files are sent as they are, small, large and empty`, async (t) => {
    const { remote } = await open(t);
    for (const text of ['', 'x'.repeat(1000), 'abc'.repeat(700_000)]) {
      const { sha256, size } = contentOf(text);
      const from = join(temporaryFolder(t), 'file');
      writeFileSync(from, text);
      assert.equal(await remote.putIfAbsent(objectKey(sha256), { from, sha256, size }), 'put');
      assert.equal(await read(remote, objectKey(sha256)), text);
    }
  });

  test(`${name}: what is not there is refused by name, and removing it does nothing`, async (t) => {
    const { remote } = await open(t);
    await assert.rejects(read(remote, key), { reason: 'remote-object-missing' });
    await remote.remove(key);
    await remote.putIfAbsent(key, HELLO);
    await remote.remove(key);
    assert.equal(await remote.has(key), undefined);
    await remote.check();
  });

  test(`${name}: keys are listed in pages, folder by folder`, async (t) => {
    const { remote } = await open(t);
    const contents = Array.from({ length: 30 }, (_, index) => contentOf(`object ${index}`));
    for (const one of contents) await remote.putIfAbsent(objectKey(one.sha256), one);
    await remote.putIfAbsent('runs/ab/cdef-1.bundle.json', HELLO);
    assert.deepEqual(await keysOf(remote, 'objects/'), contents.map(({ sha256 }) => objectKey(sha256)).sort());
    assert.deepEqual(await keysOf(remote, 'runs/'), ['runs/ab/cdef-1.bundle.json']);
    assert.deepEqual(await keysOf(remote, 'datasets/'), []);
  });

  test(`${name}: bytes that are not those of their name are not sent`, async (t) => {
    const { remote } = await open(t);
    for (const text of ['other', 'a longer text', 'y'.repeat(2_500_000)]) {
      const wrong = { ...HELLO, from: Buffer.from(text) };
      await assert.rejects(remote.putIfAbsent(key, wrong), { reason: 'object-damaged' });
      const { sha256, size } = contentOf('x'.repeat(2_500_000));
      const from = join(temporaryFolder(t), 'damaged');
      writeFileSync(from, text);
      await assert.rejects(remote.putIfAbsent(objectKey(sha256), { from, sha256, size }), { reason: 'object-damaged' });
    }
    assert.deepEqual(await keysOf(remote, 'objects/'), []);
  });

  test(`${name}: half an object that something left is replaced, wrong bytes of its size when asked`, async (t) => {
    const { remote, plant } = await open(t);
    await plant(key, Buffer.from('hel'));
    assert.equal(await remote.putIfAbsent(key, HELLO), 'put');
    assert.equal(await read(remote, key), 'hello');
    await plant(key, Buffer.from('hallo'));
    assert.equal(await remote.putIfAbsent(key, HELLO), 'there');
    assert.equal(await remote.putIfAbsent(key, HELLO, { replace: true }), 'put');
    assert.equal(await read(remote, key), 'hello');
  });

  test(`${name}: many that put the same object at once all succeed, and it is whole`, async (t) => {
    const { remote, other } = await open(t);
    const large = contentOf('abc'.repeat(500_000));
    for (const content of [HELLO, large]) {
      const at = objectKey(content.sha256);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) => (index % 2 ? remote : other).putIfAbsent(at, content)),
      );
      assert.ok(outcomes.includes('put'), outcomes.join());
      assert.equal(await read(remote, at), content.from.toString());
    }
  });

  test(`${name}: what is asked to stop stops`, async (t) => {
    const { remote } = await open(t);
    const signal = AbortSignal.abort();
    const large = contentOf('abc'.repeat(500_000));
    await assert.rejects(remote.putIfAbsent(objectKey(large.sha256), large, { signal }), { name: 'Cancelled' });
    assert.equal(await remote.has(objectKey(large.sha256)), undefined);
  });

  test(`${name}: a key that leads elsewhere is our mistake`, async (t) => {
    const { remote } = await open(t);
    for (const bad of ['objects/../../x', '/etc/passwd', 'objects/', 'objects/.hidden', 'other/x'])
      await assert.rejects(remote.putIfAbsent(bad, HELLO), /is no key/);
  });
}

async function keysOf(remote: RemoteObjects, folder: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await remote.list(folder, pageToken === undefined ? {} : { pageToken });
    keys.push(...page.items.map(({ key }) => key));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return keys;
}
