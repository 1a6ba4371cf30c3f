import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled } from '../../../../engine/src/failure.ts';
import { separate } from '../../../../engine/src/monitoring/explain/separate.ts';
import type { Data } from '../../data/openData.ts';
import { openData } from '../../data/openData.ts';
import { rowsOf } from '../rowsOf.ts';

const rows = (
  count: number,
) => `SELECT i, (hash(i * 10 + 1) % 1000)::DOUBLE AS a, (hash(i * 10 + 2) % 1000)::DOUBLE AS b,
  'k' || hash(i * 10 + 3) % 30 AS k, hash(i * 10 + 4) % 2 = 0 AS yes, timestamp '2001-01-01' + to_seconds(i) AS at,
  CASE WHEN hash(i * 10 + 5) % 5 > 0 THEN 1 END AS holes FROM range(${count}) t(i)`;
const COLUMNS = ['a', 'b', 'k', 'yes', 'at', 'holes'];

async function told({ source }: Data, reference: string, current: string, seed = 1) {
  const found = await separate(
    { source },
    { reference: await rowsOf(source, reference), current: await rowsOf(source, current), columns: COLUMNS, seed },
  );
  assert.ok(found !== null);
  return found;
}

test('random halves cannot be told apart', async (t) => {
  const data = await openData(t);
  let held = 0;
  for (let seed = 0; seed < 20; seed++) {
    const half = (side: number) => `FROM (${rows(4000)}) WHERE hash(i * 100 + ${seed} + 1000003) % 2 = ${side}`;
    const { auc, low, high, columns } = await told(data, half(0), half(1), seed);
    assert.ok(Math.abs(auc - 0.5) < 0.08, `${seed}: ${auc}`);
    assert.deepEqual(columns.map(({ column }) => column).sort(), ['a', 'b', 'holes', 'k', 'yes']);
    if (low <= 0.5 && 0.5 <= high) held++;
  }
  assert.ok(held >= 18, `${held} of 20 intervals hold 0.5`);
});

test('the column that changed is named first, whether number or category', async (t) => {
  const data = await openData(t);
  const moved = `SELECT * REPLACE (a + 300 AS a) FROM (${rows(4000)})`;
  const number = await told(data, rows(4000), moved);
  assert.equal(number.columns[0]?.column, 'a');
  assert.ok(number.columns[0].share > 0.5 && number.low > 0.6 && number.high < 0.9);
  const renamed = `SELECT * REPLACE (CASE WHEN k < 'k2' THEN 'new' ELSE k END AS k) FROM (${rows(4000)})`;
  const category = await told(data, rows(4000), renamed);
  assert.equal(category.columns[0]?.column, 'k');
  const filled = `SELECT * REPLACE (1 AS holes) FROM (${rows(4000)})`;
  assert.equal((await told(data, rows(4000), filled)).columns[0]?.column, 'holes');
});

test('the same rows give the same answer, and large sides are sampled', async (t) => {
  const data = await openData(t);
  const moved = `SELECT * REPLACE (b * 1.1 AS b) FROM (${rows(120_000)})`;
  const first = await told(data, rows(120_000), moved);
  assert.deepEqual(await told(data, rows(120_000), moved), first);
  assert.ok(Math.abs(first.rows - 30_000) < 600, `${first.rows}`);
  assert.equal(first.columns[0]?.column, 'b');
});

test('too few rows, no columns and rows that are all the same', async (t) => {
  const { source } = await openData(t);
  const [few, many] = [await rowsOf(source, rows(100)), await rowsOf(source, rows(1000))];
  assert.equal(await separate({ source }, { reference: many, current: few, columns: COLUMNS, seed: 1 }), null);
  assert.equal(await separate({ source }, { reference: many, current: many, columns: ['at', 'gone'], seed: 1 }), null);
  const same = await rowsOf(source, 'SELECT 1 AS a, NULL::VARCHAR AS k FROM range(1000)');
  const found = await separate({ source }, { reference: same, current: same, columns: COLUMNS, seed: 1 });
  assert.ok(found !== null && found.auc === 0.5 && found.low < 0.5 && found.low > 0.4 && found.high < 0.6);
  const twins = await separate({ source }, { reference: many, current: many, columns: COLUMNS, seed: 1 });
  assert.ok(twins !== null && twins.low <= 0.5 && 0.5 <= twins.high, `${twins?.auc}`);
});

test('it can be interrupted', async (t) => {
  const { source } = await openData(t);
  const many = await rowsOf(source, rows(20_000));
  const stop = new AbortController();
  const work = separate({ source, signal: stop.signal }, { reference: many, current: many, columns: COLUMNS, seed: 1 });
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(work, Cancelled);
});
