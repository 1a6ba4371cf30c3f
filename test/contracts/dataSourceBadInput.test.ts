import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { Failure } from '../../engine/src/failure.ts';
import type { CsvDialect, TableFormat } from '../../engine/src/ports/dataSource.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

interface Refusal {
  readonly reason: string;
  readonly line?: number;
  readonly message?: RegExp;
}

/** Reads all of a file that holds `content`, and expects a refusal that names it and says what to do. */
async function refused(
  t: TestContext,
  name: string,
  content: string | Uint8Array,
  expected: Refusal,
  csv?: CsvDialect,
) {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: join(folder, 'tmp'), readable: [folder], threads: 2 });
  t.after(() => source.close());
  const file = join(folder, name);
  writeFileSync(file, content);
  const failure = await failureOf(async () => {
    const relation = await source.relation({ files: [file], format: formatOf(name), ...(csv && { csv }) });
    for await (const _ of source.batches(`SELECT * FROM ${relation}`));
  });
  assert.equal(failure.reason, expected.reason, failure.message);
  assert.deepEqual(
    failure.place,
    expected.line === undefined ? { file } : { file, line: expected.line },
    failure.message,
  );
  if (expected.message) assert.match(failure.message, expected.message);
  assert.ok(failure.next, 'a next step');
}

function formatOf(name: string): TableFormat {
  if (name.includes('.csv')) return 'csv';
  if (name.includes('json')) return 'ndjson';
  return name.endsWith('.parquet') ? 'parquet' : 'arrow';
}

async function failureOf(work: () => Promise<unknown>): Promise<Failure> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Failure, String((error as Error).stack));
    return error;
  }
  return assert.fail('nothing was refused');
}

const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');

const CSV: Readonly<Record<string, readonly [content: string | Uint8Array, expected: Refusal]>> = {
  'a short row among the first': [
    'a,b,c\n1,2,3\n4,5\n6,7,8\n',
    { reason: 'source-corrupt', line: 3, message: /2 values in a table of 3 columns/ },
  ],
  'a long row among the first': ['a,b\n1,2\n3,4,5\n', { reason: 'source-corrupt', line: 3 }],
  'a short row far below': [
    `a,b\n${lines(200_000, (row) => `${row},x`)}\n7\n1,y\n`,
    { reason: 'source-corrupt', line: 200_002 },
  ],
  'two rows ragged, of which DuckDB alone would make the header': [
    `a,b,c\n${lines(100, (row) => `${row},x,2`)}\n1,2\n3,4,5,6\n`,
    { reason: 'source-corrupt', line: 102 },
  ],
  'bytes that are not UTF-8': [
    Buffer.from('a,b\n1,M\xfcnchen\n', 'latin1'),
    { reason: 'source-corrupt', line: 2, message: /not UTF-8/ },
  ],
  'a quote that is never closed': ['a,b\n1,"x\n2,y\n', { reason: 'source-corrupt', line: 2, message: /never closed/ }],
  'mixed line ends': ['a,b\r\n1,2\n3,4\r\n', { reason: 'source-corrupt' }],
  'one column name twice': ['a,b,A\n1,2,3\n', { reason: 'source-corrupt', line: 1, message: /`A` stands twice/ }],
  'nothing at all': ['', { reason: 'source-corrupt', message: /empty/ }],
  'nothing but line ends': ['\n\n\n', { reason: 'source-corrupt', message: /empty/ }],
};
for (const [what, [content, expected]] of Object.entries(CSV)) {
  test(`CSV: ${what}`, (t) => refused(t, 'table.csv', content, expected));
}

test('CSV: text where a declared type has numbers', (t) =>
  refused(
    t,
    'table.csv',
    `a,b\n${lines(200_000, (row) => `${row},x`)}\nhello,y\n`,
    { reason: 'source-corrupt', line: 200_002, message: /`hello` in column `a` is no BIGINT/ },
    { types: { a: 'BIGINT' } },
  ));

test('CSV: no gzip though its name says so', (t) =>
  refused(t, 'table.csv.gz', 'a,b\n1,2\n', { reason: 'source-corrupt', message: /cannot be unpacked/ }));

const JSON_LINES: Readonly<Record<string, readonly [content: string, expected: Refusal]>> = {
  'garbage in a line': ['{"a":1}\n{"a":2}\n{garbage\n', { reason: 'source-corrupt', line: 4 }],
  'no JSON at all': ['hello world\n', { reason: 'source-corrupt', line: 1 }],
  'bare numbers': ['1\n2\n', { reason: 'source-corrupt', line: 1, message: /no JSON object/ }],
  'nothing at all': ['', { reason: 'source-corrupt', message: /empty/ }],
};
for (const [what, [content, expected]] of Object.entries(JSON_LINES)) {
  test(`JSON lines: ${what}`, (t) => refused(t, 'table.ndjson', content, expected));
}

for (const [what, content] of Object.entries({
  text: 'hello world, this is text',
  'its start alone': 'PAR1aaaaaaaaaaaaaaaaaaa',
  nothing: '',
})) {
  test(`Parquet: ${what} instead of a table`, (t) =>
    refused(t, 'table.parquet', content, { reason: 'source-corrupt' }));
}

test('Parquet: cut off, or damaged inside', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads: 2 });
  t.after(() => source.close());
  const file = join(folder, 'table.parquet');
  const read = async () => {
    const relation = await source.relation({ files: [file], format: 'parquet' });
    await source.rows(`SELECT sum(hash(a, b)) AS s FROM ${relation}`);
  };
  await source.write(`SELECT i AS a, 'text ' || hash(i) AS b FROM range(50000) r(i)`, file);
  const whole = readFileSync(file);
  truncateSync(file, 1000);
  assert.deepEqual((await failureOf(read)).place, { file });
  const damaged = Buffer.from(whole);
  damaged.fill(0xa5, 200, 60_000);
  writeFileSync(file, damaged);
  const failure = await failureOf(read);
  assert.equal(failure.reason, 'source-corrupt', failure.message);
  assert.deepEqual(failure.place, { file });
});

test('Arrow: text instead of a table', (t) => refused(t, 'table.arrow', 'hello world', { reason: 'source-corrupt' }));

test('what is not there, or a folder', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads: 1 });
  t.after(() => source.close());
  mkdirSync(join(folder, 'folder.csv'));
  const open = (name: string) => failureOf(() => source.relation({ files: [join(folder, name)], format: 'csv' }));
  assert.equal((await open('none.csv')).reason, 'source-not-found');
  assert.equal((await open('none/below.csv')).reason, 'source-not-found');
  assert.equal((await open('folder.csv')).reason, 'source-unreadable');
});

test('a file that vanishes after it was found', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads: 1 });
  t.after(() => source.close());
  const gone = join(folder, 'gone.parquet');
  const failure = await failureOf(() => source.rows(`FROM read_parquet(['${gone}'])`));
  assert.equal(failure.reason, 'source-not-found');
  assert.deepEqual(failure.place, { file: gone });
});

test('no room to spill to, and no memory', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({
    tmpFolder: folder,
    readable: [],
    threads: 1,
    memoryLimit: 40 << 20,
    retryMemory: 40 << 20,
    spillLimit: 1 << 20,
  });
  t.after(() => source.close());
  const file = join(folder, 'never.parquet');
  const sort = `SELECT hash(i) AS h, hash(i + 1)::VARCHAR AS t FROM range(3000000) r(i) ORDER BY h, t`;
  const failure = await failureOf(() => source.write(sort, file));
  assert.match(failure.reason, /^(?:disk-full|out-of-memory)$/, failure.message);
  assert.deepEqual(
    readdirSync(folder).filter((name) => /never|partial/.test(name)),
    [],
  );
  assert.deepEqual(await source.rows('SELECT 1 AS one'), [{ one: 1 }]);
});

test('more memory is tried once before giving up', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({
    tmpFolder: folder,
    readable: [],
    threads: 2,
    memoryLimit: 30 << 20,
    spillLimit: 1 << 20,
  });
  t.after(() => source.close());
  const sort = `SELECT hash(i) AS h FROM range(3000000) r(i) ORDER BY h`;
  assert.equal((await source.write(sort, join(folder, 'sorted.parquet'))).rows, 3_000_000);
});

test('a folder that cannot be made', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: join(folder, 'tmp'), readable: [], threads: 1 });
  t.after(() => source.close());
  writeFileSync(join(folder, 'file'), '');
  const failure = await failureOf(() => source.write('SELECT 1 AS a', join(folder, 'file', 'table.parquet')));
  assert.equal(failure.reason, 'cannot-write');
});

test('values that overflow name the SQL, not the engine', async (t) => {
  const source = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [], threads: 1 });
  t.after(() => source.close());
  const failure = await failureOf(() => source.rows(`SELECT (i * 200)::TINYINT AS a FROM range(3) r(i)`));
  assert.equal(failure.reason, 'query-failed');
});
