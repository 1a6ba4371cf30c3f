import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../../engine/src/adapters/files/localFiles.ts';
import { resolveSource } from '../../../../engine/src/data/sources/source.ts';
import { columnsOf, datasetShape, datasetVersion } from '../../../../engine/src/data/versions/datasetVersion.ts';
import { manifestHash } from '../../../../engine/src/data/versions/manifest.ts';
import type { Files } from '../../../../engine/src/ports/files.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import { reason } from '../../../contracts/dataSource.ts';
import { temporaryFolder } from '../../../kit/temporaryFolder.ts';
import { openData } from '../openData.ts';

const files = localFiles();

function project(t: TestContext, content: Readonly<Record<string, string>>): string {
  const root = temporaryFolder(t);
  for (const [path, text] of Object.entries(content)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function memory(): Memo & { readonly asked: string[] } {
  const known = new Map<string, unknown>();
  const asked: string[] = [];
  return {
    asked,
    get: async (kind, key) => known.get(`${kind} ${key}`),
    set: async (kind, key, value) => {
      asked.push(kind);
      known.set(`${kind} ${key}`, value);
    },
  };
}

test('a source is a path, a glob or a list, and its ending tells the format', async (t) => {
  const root = project(t, {
    'data/b.csv': '',
    'data/a.csv': '',
    'raw/2001/x.parquet': '',
    'raw/x.jsonl.gz': '',
    't.tsv': '',
  });
  const names = async (source: string | string[]) => {
    const { files: found, format } = await resolveSource(files, root, source);
    return [format, ...found.map((file) => basename(file))];
  };
  assert.deepEqual(await names('data/*.csv'), ['csv', 'a.csv', 'b.csv']);
  assert.deepEqual(await names(['data/b.csv', './data/*.csv']), ['csv', 'b.csv', 'a.csv']);
  assert.deepEqual(await names('raw/**/*.parquet'), ['parquet', 'x.parquet']);
  assert.deepEqual(await names('raw/x.jsonl.gz'), ['ndjson', 'x.jsonl.gz']);
  assert.equal((await resolveSource(files, root, 't.tsv')).csv?.delimiter, '\t');
});

test('what is not there, or lies outside, is refused', async (t) => {
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, 'secret.csv'), 'a\n1\n');
  const root = project(t, { 'data/a.csv': '', 'data/b.parquet': '', 'notes.txt': '' });
  symlinkSync(join(outside, 'secret.csv'), join(root, 'data', 'link.csv'));
  const refused = (source: string, why: string) => assert.rejects(resolveSource(files, root, source), reason(why));
  await refused('data/none.csv', 'source-not-found');
  await refused('data/*.arrow', 'source-not-found');
  await refused('../secret.csv', 'source-outside');
  await refused('data/../../x.csv', 'source-outside');
  await refused(join(outside, 'secret.csv'), 'source-outside');
  await refused('data/link.csv', 'source-outside');
  await refused('notes.txt', 'source-format');
  await refused('data/?.*', 'source-format');
});

test('a version is the hash of its manifest, as sha256sum would write it', async (t) => {
  const root = project(t, { 'b.csv': 'a\n1\n', 'a.csv': 'a\n2\n' });
  const table = await resolveSource(files, root, ['b.csv', 'a.csv']);
  const { version, files: listed } = await datasetVersion(root, table, { files, memo: memory() });
  assert.deepEqual(
    listed.map(({ path, size }) => [path, size]),
    [
      ['a.csv', 4],
      ['b.csv', 4],
    ],
  );
  // sha256sum a.csv b.csv | sha256sum
  assert.equal(version, 'ecc87c1a4d202b941160cce64c4acfe435ee4eeac1e4acf9b12913c5714e92f4');
  assert.equal(version, manifestHash(listed));
});

test('only what is new or changed is hashed again', async (t) => {
  const root = project(t, { 'one.csv': 'a\n1\n', 'two.csv': 'a\n2\n' });
  const hashed: string[] = [];
  const hash: Files['hash'] = (path, signal) => {
    hashed.push(basename(path));
    return files.hash(path, signal);
  };
  const counting: Files = { ...files, hash };
  const memo = memory();
  const version = async () => {
    const table = await resolveSource(files, root, '*.csv');
    return (await datasetVersion(root, table, { files: counting, memo })).version;
  };
  const first = await version();
  assert.equal(await version(), first);
  appendFileSync(join(root, 'two.csv'), '3\n');
  assert.notEqual(await version(), first);
  assert.deepEqual(hashed, ['one.csv', 'two.csv', 'two.csv']);
});

test('rows and columns of a version are counted once', async (t) => {
  const data = await openData(t);
  const table = data.csv('a,b\n1,x\n2,y\n');
  const memo = memory();
  const shape = await datasetShape(data.source, table, { version: 'v', memo });
  assert.equal(shape.rows, 2);
  assert.deepEqual(
    shape.columns.map((column) => [column.name, column.type]),
    [
      ['a', 'integer'],
      ['b', 'string'],
    ],
  );
  assert.deepEqual(await datasetShape(data.source, table, { version: 'v', memo }), shape);
  assert.deepEqual(memo.asked, ['dataset-shape']);
  assert.deepEqual(await columnsOf(data.source, table), shape.columns);
});
