import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../../engine/src/adapters/files/localFiles.ts';
import { openObjectStore } from '../../../../engine/src/adapters/files/objectStore.ts';
import { datasetVersion } from '../../../../engine/src/data/versions/datasetVersion.ts';
import { type KeepRequest, keepVersion, keptNotice } from '../../../../engine/src/data/versions/keepVersion.ts';
import { VersionRecords } from '../../../../engine/src/data/versions/versionRecord.ts';
import type { ArtifactStore } from '../../../../engine/src/ports/artifactStore.ts';
import { killKeepers } from '../../../kit/killKeepers.ts';
import { temporaryFolder } from '../../../kit/temporaryFolder.ts';

const files = localFiles();
const memo = { get: async () => undefined, set: async () => undefined };
const shape = { rows: 2, columns: [{ name: 'a', type: 'integer', sqlType: 'BIGINT' }] } as const;

async function setUp(t: TestContext, names: readonly string[] = ['a.csv', 'b.csv']) {
  const root = temporaryFolder(t);
  const store = join(root, '.modelyard');
  for (const name of names) writeFileSync(join(root, name), `a\n${name}\n`);
  const records = new VersionRecords(files, store);
  const objects = openObjectStore(join(store, 'objects'));
  const put: string[] = [];
  const artifacts: ArtifactStore = {
    put: (file) => {
      put.push(file.slice(root.length + 1));
      return objects.put(file);
    },
    take: (file) => objects.take(file),
    putBytes: (bytes) => objects.putBytes(bytes),
    putStream: (bytes) => objects.putStream(bytes),
    has: (sha256) => objects.has(sha256),
    present: (sha256s) => objects.present(sha256s),
    path: (sha256, what) => objects.path(sha256, what),
    bytes: (sha256, what) => objects.bytes(sha256, what),
  };
  const take = () =>
    datasetVersion(root, { files: names.map((name) => join(root, name)), format: 'csv' }, { files, memo });
  let now = Date.parse('2026-11-20T10:00:00Z');
  const clock = { now: () => now, sleep: async () => undefined };
  const keep = async (more: Partial<KeepRequest> = {}) => {
    const version = await take();
    return keepVersion({ dataset: 'rows', root, version, shape, records, files, artifacts, clock, ...more });
  };
  return { root, store, records, artifacts, put, take, keep, later: () => (now += 60_000) };
}

test('a version is kept once: bytes as read-only objects, then its record', async (t) => {
  const { keep, put, records, artifacts, later, root } = await setUp(t);
  const record = await keep();
  assert.deepEqual(put.sort(), ['a.csv', 'b.csv']);
  assert.deepEqual(record, await records.find('rows', record.version));
  const { dataset, firstSeen, rows, kept } = record;
  assert.deepEqual(
    { dataset, firstSeen, rows, kept },
    { dataset: 'rows', firstSeen: '2026-11-20T10:00:00.000Z', rows: 2, kept: 'copy' },
  );
  for (const { path, sha256 } of record.files) {
    const object = await artifacts.path(sha256, path);
    assert.equal(statSync(object).mode & 0o222, 0);
    assert.notEqual(statSync(object).ino, statSync(join(root, path)).ino);
  }
  later();
  assert.deepEqual(await keep(), record);
  assert.equal(put.length, 2);
});

test('of an append only what is new is copied; versions are listed newest first', async (t) => {
  const { keep, put, root, records, later } = await setUp(t);
  const first = await keep();
  later();
  appendFileSync(join(root, 'b.csv'), '3\n');
  const second = await keep();

  assert.deepEqual(put.slice(2), ['b.csv']);
  assert.deepEqual(
    (await records.all('rows')).map(({ version }) => version),
    [second.version, first.version],
  );
});

test('what is kept by hash is said to be; kept once, it stays kept', async (t) => {
  const { keep, put, root } = await setUp(t);
  truncateSync(join(root, 'b.csv'), 10);
  const hashed = await keep({ keep: 'hash' });
  assert.equal(hashed.kept, 'hash');
  assert.match(
    keptNotice(hashed) ?? '',
    /`rows` \(18 B\) is kept by hash alone: .*cannot be reproduced once its files change/,
  );
  assert.deepEqual(put, []);
  const copied = await keep({ keep: 'copy' });
  assert.equal(copied.kept, 'copy');
  assert.equal(copied.firstSeen, hashed.firstSeen);
  assert.equal(keptNotice(copied), undefined);
  // What is kept stays kept.
  assert.equal((await keep({ keep: 'hash' })).kept, 'copy');
});

test('more than 1 GB is not copied unless the dataset says so', async (t) => {
  const { keep, take, put } = await setUp(t);
  const found = await take();
  // Two files of a little more than 500 MB, as far as anybody looks.
  const version = { ...found, files: found.files.map((file) => ({ ...file, size: 500_000_001 })) };
  const stats = async () => version.files.map(({ size, modified }) => ({ kind: 'file' as const, size, modified }));
  const large = { version, files: { ...files, stats } };
  assert.equal((await keep(large)).kept, 'hash');
  assert.deepEqual(put, []);
  assert.equal((await keep({ ...large, keep: 'copy' })).kept, 'copy');
});

test('a file that changes while its version is kept is refused, and no record is written', async (t) => {
  const { keep, records, root, take } = await setUp(t);
  const version = await take();
  appendFileSync(join(root, 'b.csv'), 'late\n');
  for (const keepAs of ['copy', 'hash'] as const)
    await assert.rejects(keep({ version, keep: keepAs }), { reason: 'file-changed' });
  assert.deepEqual(await records.versions('rows'), []);
});

test('a damaged record counts as none and is written anew', async (t) => {
  const { keep, records, store } = await setUp(t);
  const record = await keep();
  const file = join(store, 'datasets/rows', `${record.version}.json`);
  const others = JSON.stringify({ ...record, dataset: 'other' });
  for (const text of ['', '{"dataset":', 'null', '[]', '{"dataset": "rows"}', others]) {
    writeFileSync(file, text);
    assert.equal(await records.find('rows', record.version), undefined, text);
    assert.deepEqual(await records.all('rows'), []);
  }
  writeFileSync(file, JSON.stringify({ ...record, files: [{ ...record.files[0], path: '../../etc/passwd' }] }));
  assert.equal(await records.find('rows', record.version), undefined, 'files of another version');
  await keep();
  assert.deepEqual((await records.find('rows', record.version))?.files, record.files);
});

test('a linked file is kept by its own name', async (t) => {
  const { root, keep, put } = await setUp(t, ['a.csv']);
  mkdirSync(join(root, 'real'));
  writeFileSync(join(root, 'real/c.csv'), 'c\n');
  rmSync(join(root, 'a.csv'));
  symlinkSync(join(root, 'real/c.csv'), join(root, 'a.csv'));
  const { files: kept } = await keep();
  assert.deepEqual([put, kept.map(({ path }) => path)], [['a.csv'], ['a.csv']]);
});

test('a process that is killed while it keeps versions leaves no half version', async (t) => {
  const report = await killKeepers(temporaryFolder(t), 6);
  assert.deepEqual(report.problems, []);
  assert.ok(report.acknowledged > 0);
});
