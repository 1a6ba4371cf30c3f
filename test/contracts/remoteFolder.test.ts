import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folderRemote } from '../../engine/src/adapters/remote/folder.ts';
import { steadily, within } from '../../engine/src/adapters/remote/within.ts';
import { objectKey } from '../../engine/src/ports/remoteObjects.ts';
import { smallDisk } from '../kit/smallDisk.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';
import { contentOf, remoteContract } from './remoteObjects.ts';

const HELLO = contentOf('hello');
const KEY = objectKey(HELLO.sha256);

function share(t: TestContext) {
  const folder = temporaryFolder(t);
  const place = pathToFileURL(folder).href;
  return { folder, place, remote: folderRemote(place) };
}

remoteContract('folder', async (t) => {
  const { folder, place, remote } = share(t);
  return {
    remote,
    other: folderRemote(place),
    async plant(key, bytes) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), bytes);
    },
  };
});

test('a share that is not mounted is named, and nothing is written in its place', async (t) => {
  const { folder, remote } = share(t);
  rmSync(folder, { recursive: true });
  for (const work of [remote.has(KEY), remote.putIfAbsent(KEY, HELLO), remote.list('objects/'), remote.check()])
    await assert.rejects(work, { reason: 'remote-gone' });
  assert.equal(existsSync(folder), false);
  mkdirSync(folder);
  assert.equal(await remote.putIfAbsent(KEY, HELLO), 'put');
});

test('a file in the place of the share is named', async (t) => {
  const file = join(temporaryFolder(t), 'models');
  writeFileSync(file, '');
  await assert.rejects(folderRemote(pathToFileURL(file).href).check(), { reason: 'remote-gone' });
});

test('a folder that may not be written is refused', {
  skip: process.getuid?.() === 0 && 'root may write anywhere',
}, async (t) => {
  const { folder, remote } = share(t);
  chmodSync(folder, 0o555);
  await assert.rejects(remote.putIfAbsent(KEY, HELLO), { reason: 'remote-denied' });
  await assert.rejects(remote.check(), { reason: 'remote-denied' });
  chmodSync(folder, 0o755);
});

test('a share that is full or read-only is named, and keeps no half object', async (t) => {
  const { folder, remote } = share(t);
  using disk = smallDisk(folder, 4096);
  if (disk === undefined) return t.skip('no small disk can be mounted here');
  const large = contentOf('abc'.repeat(4_000_000));
  await assert.rejects(remote.putIfAbsent(objectKey(large.sha256), large), { reason: 'remote-full' });
  assert.equal(await remote.has(objectKey(large.sha256)), undefined);
  assert.deepEqual(readdirSync(join(folder, 'tmp')), []);
  disk.makeReadOnly();
  await assert.rejects(remote.putIfAbsent(KEY, HELLO), { reason: 'remote-denied' });
});

test('a share that does not answer is left after a while', async () => {
  const never = new Promise<never>(() => undefined);
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => never }) };
  const late = () => new Error('late');
  await assert.rejects(within(5, never, late), { message: 'late' });
  await assert.rejects(Array.fromAsync(steadily(5, silent, late)), { message: 'late' });
  assert.equal(await within(60_000, Promise.resolve(1), late), 1);
});

test('what killed processes left is swept when it is old', async (t) => {
  const { folder, remote } = share(t);
  mkdirSync(join(folder, 'tmp'));
  const [old, fresh] = ['0123456789abcdef01234567.tmp', 'f123456789abcdef01234567.tmp'];
  for (const name of [old, fresh]) writeFileSync(join(folder, 'tmp', name), 'half');
  utimesSync(join(folder, 'tmp', old), 0, 0);
  assert.equal(await remote.sweep(Date.now() - 3_600_000), 1);
  assert.deepEqual(readdirSync(join(folder, 'tmp')), [fresh]);
});

test('what file servers leave behind is no object', async (t) => {
  const { folder, remote } = share(t);
  await remote.putIfAbsent(KEY, HELLO);
  writeFileSync(join(folder, dirname(KEY), '.nfs000012'), '');
  writeFileSync(join(folder, 'objects', '.DS_Store'), '');
  assert.deepEqual(
    (await remote.list('objects/')).items.map(({ key }) => key),
    [KEY],
  );
});

test('more keys than one page holds', async (t) => {
  const { folder, remote } = share(t);
  for (let index = 0; index < 2_100; index++) {
    const path = join(folder, 'objects', (index % 256).toString(16).padStart(2, '0'), `${index}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  const sizes: number[] = [];
  const seen = new Set<string>();
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page = await remote.list('objects/', token === '' ? {} : { pageToken: token });
    sizes.push(page.items.length);
    for (const { key } of page.items) seen.add(key);
    token = page.nextPageToken;
  }
  assert.deepEqual(sizes, [1000, 1000, 100]);
  assert.equal(seen.size, 2_100);
});
