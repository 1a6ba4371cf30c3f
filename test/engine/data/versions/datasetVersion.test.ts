import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../../engine/src/adapters/files/localFiles.ts';
import { resolveSource } from '../../../../engine/src/data/sources/source.ts';
import { checkUnchanged, datasetVersion } from '../../../../engine/src/data/versions/datasetVersion.ts';
import type { Files } from '../../../../engine/src/ports/files.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import { temporaryFolder } from '../../../kit/temporaryFolder.ts';

const local = localFiles();

/** A project whose reading is watched. */
function watched(t: TestContext, paths: readonly string[], source: string, files: Files = local) {
  const root = temporaryFolder(t);
  const write = (path: string, text: string) => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const path of paths) write(path, path);
  const known = new Map<string, unknown>();
  const asked: string[] = [];
  const hashed: string[] = [];
  const memo: Memo = {
    async get(kind, key) {
      asked.push(key.slice(root.length + 1));
      return known.get(kind + key);
    },
    async set(kind, key, value) {
      known.set(kind + key, JSON.parse(JSON.stringify(value)));
    },
  };
  const hash: Files['hash'] = (path, signal) => {
    hashed.push(path.slice(root.length + 1));
    return files.hash(path, signal);
  };
  return {
    root,
    write,
    /** The version now, which files were read for it, and which memo entries were asked for. */
    async look(of = source) {
      asked.length = 0;
      hashed.length = 0;
      const table = await resolveSource(files, root, of);
      const found = await datasetVersion(root, table, { files: { ...files, hash }, memo });
      return { ...found, hashed: [...hashed], asked: [...asked] };
    },
  };
}

test('an append reads what is new alone, and asks the memo once a partition', async (t) => {
  const days = ['day=1', 'day=2'].flatMap((day) => [`raw/${day}/a.csv`, `raw/${day}/b.csv`]);
  const { look, write } = watched(t, days, 'raw/**/*.csv');
  const first = await look();
  assert.deepEqual(first.hashed, days);
  write('raw/day=3/a.csv', 'new');
  const second = await look();
  assert.deepEqual(second.hashed, ['raw/day=3/a.csv']);
  assert.deepEqual(second.asked, ['raw/day=1/', 'raw/day=2/', 'raw/day=3/']);
  assert.notEqual(second.version, first.version);
  assert.deepEqual(second.files.slice(0, 4), first.files);
});

test('a partition that is deleted gives another version, and the former one when it is back', async (t) => {
  const { root, look, write } = watched(t, ['raw/day=1/a.csv', 'raw/day=2/a.csv'], 'raw/**/*.csv');
  const { version } = await look();
  rmSync(join(root, 'raw/day=2'), { recursive: true });
  const less = await look();
  assert.deepEqual(
    less.files.map(({ path }) => path),
    ['raw/day=1/a.csv'],
  );
  assert.notEqual(less.version, version);
  write('raw/day=2/a.csv', 'raw/day=2/a.csv');
  assert.equal((await look()).version, version);
});

test('a file of the same size but another time is read again', async (t) => {
  const { root, look, write } = watched(t, ['a.csv', 'b.csv'], '*.csv');
  const { version } = await look();
  write('b.csv', 'b,csv');
  utimesSync(join(root, 'b.csv'), 1, 1);
  const again = await look();
  assert.deepEqual(again.hashed, ['b.csv']);
  assert.notEqual(again.version, version);
});

test('datasets whose files lie in one folder do not make each other forget', async (t) => {
  const { look, write } = watched(t, ['a.csv', '__proto__.csv', 'b.parquet'], '*.csv');
  await look();
  await look('b.parquet');
  write('b.parquet', 'of another size');
  assert.deepEqual((await look('b.parquet')).hashed, ['b.parquet']);
  assert.deepEqual((await look()).hashed, []);
});

test('a file that is written to while it is read is refused, and nothing is remembered of it', async (t) => {
  let disturb = true;
  const files: Files = {
    ...local,
    async hash(path, signal) {
      const hash = await local.hash(path, signal);
      if (disturb && path.endsWith('b.csv')) appendFileSync(path, 'late');
      return hash;
    },
  };
  const { look } = watched(t, ['a.csv', 'b.csv'], '*.csv', files);
  await assert.rejects(look(), { reason: 'file-changed' });
  disturb = false;
  const { hashed, files: found } = await look();
  assert.deepEqual(hashed, ['b.csv']);
  assert.equal(found[1]?.size, 'b.csvlate'.length);
});

test('a file that is gone between the glob and the look is named', async (t) => {
  const { root } = watched(t, ['a.csv', 'b.csv'], '*.csv');
  const table = await resolveSource(local, root, '*.csv');
  rmSync(join(root, 'b.csv'));
  const memo: Memo = { get: async () => undefined, set: async () => undefined };
  await assert.rejects(datasetVersion(root, table, { files: local, memo }), { reason: 'source-not-found' });
});

test('a version whose files were written to, or are gone, since it was taken is refused', async (t) => {
  const { root, look, write } = watched(t, ['a.csv', 'b.csv'], '*.csv');
  const { files } = await look();
  await checkUnchanged(root, files, local);
  write('b.csv', 'longer than before');
  await assert.rejects(checkUnchanged(root, files, local), { reason: 'file-changed', message: /^b\.csv changed/ });
  rmSync(join(root, 'b.csv'));
  await assert.rejects(checkUnchanged(root, files, local), { reason: 'file-changed' });
});
