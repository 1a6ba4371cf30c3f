import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type SplitRequest, splitTable } from '../../../../engine/src/data/examples/split.ts';
import { reason } from '../../../contracts/dataSource.ts';
import { type Data, openData } from '../openData.ts';

type Asked = Pick<SplitRequest, 'how'> & Partial<SplitRequest>;

async function cut(data: Data, sql: string, asked: Asked) {
  const file = (part: string) => join(data.folder, `${part}.parquet`);
  const split = await splitTable(data.source, {
    files: await data.table(sql),
    validation: 0,
    test: 0,
    rowId: 'id',
    write: { train: file('train'), validation: file('validation'), test: file('test') },
    ...asked,
  });
  const ids = async (part: 'train' | 'validation' | 'test') =>
    split.rows[part] === 0 ? [] : ((await data.rows(file(part))) as { id: number }[]).map((row) => row.id);
  return { split, train: await ids('train'), validation: await ids('validation'), test: await ids('test') };
}

async function split(t: TestContext, sql: string, asked: Asked) {
  return cut(await openData(t), sql, asked);
}

const HOURS = `SELECT n AS id, timestamp '2001-01-01' + n * interval 1 hour AS time FROM range(20) r(n)`;
const byTime = (gap = 0) => ({ kind: 'time', column: 'time', gap }) as const;
const HOUR = 3_600_000_000;

test('time: the last shares of the rows, in order', async (t) => {
  const parts = await split(t, HOURS, { how: byTime(), validation: 0.15, test: 0.2 });
  assert.deepEqual(parts.train, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.deepEqual(parts.validation, [13, 14, 15]);
  assert.deepEqual(parts.test, [16, 17, 18, 19]);
  assert.deepEqual(parts.split.cuts, { validation: '2001-01-01T13:00:00Z', test: '2001-01-01T16:00:00Z' });
});

test('time: rows in the gap before each cut are left out and counted', async (t) => {
  const parts = await split(t, HOURS, { how: byTime(2 * HOUR), validation: 0.15, test: 0.2 });
  assert.deepEqual(parts.train.at(-1), 10);
  assert.deepEqual(parts.validation, [13]);
  assert.deepEqual(parts.test, [16, 17, 18, 19]);
  assert.deepEqual(parts.split.dropped, { gap: 4, withoutTime: 0 });
});

test('time: equal timestamps stay together, rows without one are left out', async (t) => {
  const sql = `SELECT n AS id, CASE WHEN n = 0 THEN NULL ELSE timestamp '2001-01-01' + (n // 5) * interval 1 day END AS time FROM range(20) r(n)`;
  const parts = await split(t, sql, { how: byTime(), test: 0.35 });
  assert.deepEqual(parts.test, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  assert.deepEqual(parts.split.dropped, { gap: 0, withoutTime: 1 });
});

test('random: near the shares, the same for the same seed, stable when rows are added', async (t) => {
  const data = await openData(t);
  const how = { kind: 'random', seed: 7 } as const;
  const rows = (count: number) => `SELECT n AS id FROM range(${count}) r(n)`;
  const first = await cut(data, rows(4000), { how, validation: 0.2, test: 0.1 });
  assert.ok(Math.abs(first.test.length - 400) < 80 && Math.abs(first.validation.length - 800) < 100);
  const grown = await cut(data, rows(5000), { how, validation: 0.2, test: 0.1 });
  assert.deepEqual(
    grown.test.filter((id) => id < 4000),
    first.test,
  );
  const other = await cut(data, rows(4000), { how: { ...how, seed: 8 }, validation: 0.2, test: 0.1 });
  assert.notDeepEqual(other.test, first.test);
});

test('stratified: every value has its shares, to the row', async (t) => {
  const data = await openData(t);
  const sql = `SELECT n AS id, CASE WHEN n % 10 = 0 THEN 'rare' WHEN n % 10 < 9 THEN 'often' END AS label FROM range(1000) r(n)`;
  const how = { kind: 'stratified', seed: 1, column: 'label' } as const;
  const parts = await cut(data, sql, { how, validation: 0.1, test: 0.2 });
  const values = (ids: readonly number[]) =>
    [ids.filter((id) => id % 10 === 0), ids.filter((id) => id % 10 === 9)].map((some) => some.length);
  assert.deepEqual([parts.train.length, ...values(parts.train)], [700, 70, 70]);
  assert.deepEqual([parts.validation.length, ...values(parts.validation)], [100, 10, 10]);
  assert.deepEqual([parts.test.length, ...values(parts.test)], [200, 20, 20]);
});

test('group: the rows of a value are in one part', async (t) => {
  const data = await openData(t);
  const how = { kind: 'group', seed: 3, column: 'who' } as const;
  const parts = await cut(data, `SELECT n AS id, n // 10 AS who FROM range(2000) r(n)`, {
    how,
    validation: 0.2,
    test: 0.2,
  });
  const groups = [parts.train, parts.validation, parts.test].map(
    (ids) => new Set(ids.map((id) => Math.floor(id / 10))),
  );
  assert.equal(
    groups.reduce((sum, group) => sum + group.size, 0),
    200,
  );
});

test('whatever the shares, parts are disjoint and nothing but the gap is lost', async (t) => {
  const data = await openData(t);
  const kinds = [
    byTime(3 * HOUR),
    { kind: 'random', seed: 5 },
    { kind: 'stratified', seed: 5, column: 'who' },
    { kind: 'group', seed: 5, column: 'who' },
  ] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.double({ min: 0.2, max: 0.4, noNaN: true }),
      fc.double({ min: 0.2, max: 0.4, noNaN: true }),
      async (how, validation, test) => {
        const sql = `SELECT n AS id, n % 40 AS who, timestamp '2001-01-01' + (n // 3) * interval 1 hour AS time FROM range(300) r(n)`;
        const parts = await cut(data, sql, { how, validation, test });
        const all = [...parts.train, ...parts.validation, ...parts.test];
        assert.equal(new Set(all).size, all.length);
        assert.equal(all.length + parts.split.dropped.gap, 300);
      },
    ),
    { numRuns: 12 },
  );
});

test('what cannot be split is refused with shares and counts', async (t) => {
  const data = await openData(t);
  await assert.rejects(cut(data, HOURS, { how: byTime(), validation: 0.5, test: 0.5 }), reason('shares'));
  await assert.rejects(
    cut(data, HOURS, { how: byTime(30 * HOUR), test: 0.2 }),
    /the train part has no row \(20 rows; train 80%, validation 0%, test 20%, test from 2001-01-01T16:00:00Z\)/,
  );
  const same = `SELECT n AS id, timestamp '2001-01-01' AS time FROM range(20) r(n)`;
  await assert.rejects(cut(data, same, { how: byTime(), test: 0.2 }), reason('empty-part'));
  await assert.rejects(
    cut(data, 'SELECT 1 AS id', { how: { kind: 'random', seed: 1 }, test: 0.01 }),
    reason('empty-part'),
  );
  await assert.rejects(
    cut(data, HOURS, { how: { kind: 'group', seed: 1, column: 'who' }, test: 0.2 }),
    reason('unknown-column'),
  );
});
