import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSplitLeakage, keyPartSql } from '../../../../engine/src/data/leakage/leakageSplit.ts';
import { type Data, openData } from '../openData.ts';

const A = '0123456789abcdef';
const B = 'fedcba9876543210';

async function parts(data: Data, ids: Readonly<Record<'train' | 'validation' | 'test', readonly string[]>>) {
  const table = (rows: readonly string[]) => data.table(`SELECT unnest([${rows.map((id) => `'${id}'`)}]) AS row_id`);
  return { train: await table(ids.train), validation: await table(ids.validation), test: await table(ids.test) };
}

test('copies of a source row in several parts are counted, those within a part are not', async (t) => {
  const data = await openData(t);
  const made = await parts(data, { train: [A, `${B}`], validation: [`${A}-2`, 'c'], test: [`${A}-3`, 'd', 'e'] });
  const found = await findSplitLeakage(data.source, { parts: made, rowId: 'row_id' });
  assert.deepEqual(
    found.map(({ kind, value }) => [kind, value]),
    [['duplicates-across-parts', 2]],
  );
  assert.match(found[0]!.message, /^2 of 5 rows/);
  const within = await parts(data, { train: [A, `${A}-2`], validation: [B, `${B}-2`], test: ['d'] });
  assert.deepEqual(await findSplitLeakage(data.source, { parts: within, rowId: 'row_id' }), []);
});

test('keys that end like an occurrence number are no copies', async (t) => {
  const data = await openData(t);
  const made = await parts(data, { train: ['AB', 'AB-10'], validation: ['AB-2'], test: ['AB-3'] });
  assert.deepEqual(await findSplitLeakage(data.source, { parts: made, rowId: 'row_id' }), []);
});

test('an entity of a key of several columns stands in several parts', async (t) => {
  const data = await openData(t);
  const made = await parts(data, {
    train: ['ann|2001-01', String.raw`b\|c|2001-01`],
    validation: ['ann|2001-02', 'b|2001-01'],
    test: [String.raw`b\|c|2001-03`, 'ann|2001-03', 'dora|2001-01'],
  });
  const columns = ['customer'];
  const entities = [{ columns, sql: keyPartSql('row_id', ['customer', 'month'], columns) }];
  const [found, ...others] = await findSplitLeakage(data.source, { parts: made, rowId: 'row_id', entities });
  assert.deepEqual([found?.kind, found?.columns, found?.value, others], ['entity-across-parts', columns, 3, []]);
  assert.match(found!.message, /^3 of 5 rows .* `customer`/);
});

test('several columns of a key are one entity', async (t) => {
  const { source } = await openData(t);
  const key = ['carrier', 'day', 'flight'];
  const sql = keyPartSql('id', key, ['carrier', 'flight']);
  const ids = String.raw`['AA|01|7', 'A\|A|01|7', 'A\\|01|7', 'AA|01', 'x']`;
  assert.deepEqual(
    (await source.rows(`SELECT ${sql} AS e FROM (SELECT unnest(${ids}) AS id)`)).map((row) => row['e']),
    ['AA|7', String.raw`A\|A|7`, String.raw`A\\|7`, null, null],
  );
});

test('one part alone leaks nothing', async (t) => {
  const data = await openData(t);
  const train = await data.table(`SELECT '${A}-2' AS row_id`);
  assert.deepEqual(await findSplitLeakage(data.source, { parts: { train }, rowId: 'row_id' }), []);
});
