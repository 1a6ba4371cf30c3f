import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../../engine/src/adapters/files/localFiles.ts';
import { openObjectStore } from '../../../../engine/src/adapters/files/objectStore.ts';
import { checkoutVersion } from '../../../../engine/src/data/versions/checkoutVersion.ts';
import { manifestHash, sortedByPath } from '../../../../engine/src/data/versions/manifest.ts';
import { Cancelled } from '../../../../engine/src/failure.ts';
import { temporaryFolder } from '../../../kit/temporaryFolder.ts';

const files = localFiles();
const memo = { get: async () => undefined, set: async () => undefined };

/** A version whose files were never in the project. */
async function kept(t: TestContext, paths: readonly string[]) {
  const root = temporaryFolder(t);
  const artifacts = openObjectStore(join(root, '.modelyard/objects'));
  const manifest = sortedByPath(
    await Promise.all(paths.map(async (path) => ({ path, ...(await artifacts.putBytes(`bytes of ${path}`)) }))),
  );
  const record = {
    dataset: 'rows',
    version: manifestHash(manifest),
    firstSeen: '2026-11-20T10:00:00.000Z',
    rows: 1,
    columns: [],
    kept: 'copy' as const,
    files: manifest,
  };
  const checkout = (folder = root, signal?: AbortSignal) =>
    checkoutVersion({ record, folder, root, force: false, files, artifacts, memo, signal });
  return { root, checkout };
}

test('files come back with their folders', async (t) => {
  const { root, checkout } = await kept(t, ['raw/day=1/a.csv', 'raw/day=2/a.csv', 'b.csv']);
  const { written, same } = await checkout();
  assert.deepEqual([written.length, same], [3, 0]);
  assert.equal(readFileSync(join(root, 'raw/day=2/a.csv'), 'utf8'), 'bytes of raw/day=2/a.csv');
  assert.deepEqual(await checkout(), { written: [], same: 3 });
});

for (const path of ['../outside.csv', 'data/../../outside.csv', '..'])
  test(`a record that names ${path} writes nothing at all`, async (t) => {
    const { root, checkout } = await kept(t, ['a.csv', path]);
    const folder = join(root, 'here');
    mkdirSync(folder);
    await assert.rejects(checkout(folder), { reason: 'source-outside' });
    assert.deepEqual(
      readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith('.csv')),
      [],
    );
  });

test('links inside the folder are written through, those out of it refused before anything is written', async (t) => {
  const { root, checkout } = await kept(t, ['a.csv', 'data/b.csv']);
  mkdirSync(join(root, 'real'));
  symlinkSync(join(root, 'real'), join(root, 'data'));
  await checkout();
  assert.deepEqual(readdirSync(join(root, 'real')), ['b.csv']);
  const folder = temporaryFolder(t);
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, 'theirs.csv'), 'theirs');
  mkdirSync(join(folder, 'data'));
  symlinkSync(join(outside, 'theirs.csv'), join(folder, 'data/b.csv'));
  await assert.rejects(checkout(folder), { reason: 'source-outside' });
  assert.equal(readFileSync(join(outside, 'theirs.csv'), 'utf8'), 'theirs');
  assert.deepEqual(readdirSync(folder), ['data']);
});

test('a folder where a file should be is named', async (t) => {
  const { root, checkout } = await kept(t, ['a.csv']);
  mkdirSync(join(root, 'a.csv'));
  await assert.rejects(checkout(), { reason: 'is-a-folder' });
});

test('a checkout that is stopped leaves whole files only', async (t) => {
  const { root, checkout } = await kept(t, ['a.csv', 'b.csv']);
  await assert.rejects(checkout(root, AbortSignal.abort()), Cancelled);
  assert.deepEqual(readdirSync(root), ['.modelyard']);
});
