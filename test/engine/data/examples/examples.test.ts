import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeExamples } from '../../../../engine/src/data/examples/examples.ts';
import type { ExamplesRequest } from '../../../../engine/src/data/examples/examplesRequest.ts';
import { reason } from '../../../contracts/dataSource.ts';
import { openData } from '../openData.ts';

const FLIGHTS = `
  date,delay,distance,origin
  2001-01-03 10:00:00,20,100,LAX
  2001-01-01 09:00:00,3,200,ORD
  2001-01-02 08:00:00,,300,ORD
  2001-01-01 09:00:00,3,200,ORD
  2001-01-01 09:00:00,30,150,JFK`;

const late = { name: 'late', sql: { text: 'delay > 15' } };

async function examples(t: TestContext, request: Partial<ExamplesRequest>, csv = FLIGHTS, threads = 2) {
  const data = await openData(t, threads);
  const file = join(data.folder, 'examples.parquet');
  const made = await makeExamples(data.source, {
    files: data.csv(csv),
    columns: { distance: { text: 'distance' } },
    file,
    ...request,
  });
  const rows = (await data.rows(file)) as Record<string, unknown>[];
  return { made, rows, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
}

test('rows with a label, in order of time, with inputs and label', async (t) => {
  const { made, rows } = await examples(t, {
    timestamp: 'date',
    label: late,
    columns: { distance: { text: 'distance' }, hour: { text: 'hour(date) -- of departure' } },
  });
  assert.deepEqual(Object.keys(rows[0]!), ['row_id', 'timestamp', 'distance', 'hour', 'late']);
  assert.deepEqual(rows.map((row) => [row['timestamp'], row['distance'], row['hour'], row['late']]).slice(-1), [
    ['2001-01-03T10:00:00Z', 100, 10, true],
  ]);
  assert.equal(rows.length, 4);
  assert.equal(made.rows, 4);
  assert.equal(made.withoutLabel, 1);
  assert.deepEqual(made.inputs, ['distance', 'hour']);
  assert.deepEqual(made.reads, { distance: ['distance'], hour: ['date'], late: ['delay'] });
});

test('row ids are hashes of the values, and equal rows are numbered', async (t) => {
  const { rows } = await examples(t, { timestamp: 'date', label: late });
  const ids = rows.map((row) => String(row['row_id']));
  assert.equal(new Set(ids).size, 4);
  const [, numbered] = /([0-9a-f]{16})-2/.exec(ids.join(' ')) ?? [];
  assert.ok(ids.includes(numbered!));
  assert.deepEqual(
    ids.filter((id) => !/^[0-9a-f]{16}(-2)?$/.test(id)),
    [],
  );
});

test('a row id is the md5 of its values in the order of their names', async (t) => {
  const { rows } = await examples(t, { columns: { a: { text: 'a' } } }, 'b,a\n2,x\n,y\n');
  // printf 'x\0372' | md5sum, printf 'y\037\036' | md5sum
  const expected = ['x\u001f2', 'y\u001f\u001e'].map((text) =>
    createHash('md5').update(text).digest('hex').slice(0, 16),
  );
  assert.deepEqual(rows.map((row) => row['row_id']).toSorted(), expected.toSorted());
});

test('the order of rows and columns in the file does not matter, nor does the number of threads', async (t) => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) => `2001-01-0${(n % 9) + 1},${(n * 7919) % 5000},${n % 50}`);
  const lines = rows(20_000);
  const request = { timestamp: 'date', label: late, columns: { distance: { text: 'distance' } } };
  const one = await examples(t, request, ['date,delay,distance', ...lines].join('\n'), 1);
  const two = await examples(t, request, ['date,delay,distance', ...lines.toReversed()].join('\n'), 2);
  const moved = lines.map((line) => line.split(',').toReversed().join(','));
  const three = await examples(t, request, ['distance,delay,date', ...moved].join('\n'), 4);
  assert.equal(one.made.rows, 20_000);
  assert.equal(two.sha256, one.sha256);
  assert.equal(three.sha256, one.sha256);
});

test('a key gives the row id', async (t) => {
  const keyed = 'id,part,x\n7,a|b,1\n8,c,2\n7,c,3\n';
  const columns = { x: { text: 'x' } };
  const { rows } = await examples(t, { key: ['id', 'part'], columns }, keyed);
  assert.deepEqual(
    rows.map((row) => row['row_id']),
    [String.raw`7|a\|b`, '7|c', '8|c'],
  );
  await assert.rejects(
    examples(t, { key: ['id'], columns }, keyed),
    /key `id` does not tell rows apart: 7 stands in 2 rows/,
  );
  await assert.rejects(examples(t, { key: ['x'], columns }, 'x,y\n1,1\n,2\n'), /key `x` is null in 1 rows/);
});

test('parameters of several texts do not mix', async (t) => {
  const { rows } = await examples(t, {
    where: { text: `distance >= $p and origin <> '$p'`, bindings: { p: 150 } },
    label: { name: 'late', sql: { text: 'delay > $p', bindings: { p: 15 } } },
    columns: { kind: { text: `$p || origin`, bindings: { p: 'from ' } } },
  });
  assert.deepEqual(rows.map((row) => `${row['kind']} ${row['late']}`).toSorted(), [
    'from JFK true',
    'from ORD false',
    'from ORD false',
  ]);
});

test('what cannot be made is refused by name', async (t) => {
  await assert.rejects(examples(t, { columns: { a: { text: 'distanc' } } }), reason('sql-refused'));
  await assert.rejects(examples(t, { columns: { a: { text: 'sum(distance)' } } }), reason('sql-refused'));
  await assert.rejects(examples(t, { timestamp: 'time' }), reason('unknown-column'));
  await assert.rejects(examples(t, { columns: { row_id: { text: 'distance' } } }), reason('name-taken'));
  await assert.rejects(examples(t, { label: { name: 'distance', sql: { text: 'delay' } } }), reason('name-taken'));
  await assert.rejects(examples(t, { where: { text: 'distance > 1000' } }), reason('no-examples'));
  await assert.rejects(
    examples(t, { label: { name: 'l', sql: { text: 'nullif(delay, delay)' } } }),
    /5 rows have no `l`/,
  );
});
