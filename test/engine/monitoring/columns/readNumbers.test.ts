import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumbers } from '../../../../engine/src/monitoring/columns/readNumbers.ts';
import type { ScannedTable } from '../../../../engine/src/monitoring/columns/scannedTable.ts';
import { type Data, openData } from '../../data/openData.ts';

const ROWS = 20_000;
const NAMES = Array.from({ length: 20 }, (_, k) => `c${k}`);

test('many columns come side by side, each in the order of the rows, NaN where there is no value', async (t) => {
  const data = await openData(t);
  // Every third column has gaps; odd ones are integers.
  const items = NAMES.map((name, k) => {
    const value = k % 2 === 0 ? `i + ${k} / 100` : `i * ${k}`;
    return `${k % 3 === 0 ? `CASE WHEN i % 7 <> 0 THEN ${value} END` : value} AS ${name}`;
  });
  const table = await scanned(data, `SELECT ${items.join(', ')} FROM range(${ROWS}) r(i)`);
  const expected = NAMES.map((_, k) =>
    Array.from({ length: ROWS }, (_, i) => {
      if (k % 3 === 0 && i % 7 === 0) return Number.NaN;
      return k % 2 === 0 ? i + k / 100 : i * k;
    }),
  );
  assert.deepEqual(await readAll(data, table), expected);
});

test('reading ends with what went wrong, and what is asked next is answered', async (t) => {
  const data = await openData(t);
  const items = NAMES.map((name, k) => `${k === 13 ? `if(i = 19000, 'x', i::VARCHAR)::INTEGER` : 'i'} AS ${name}`);
  const table = await scanned(data, `SELECT * FROM range(${ROWS}) r(i)`);
  const broken = { ...table, relation: `(SELECT ${items.join(', ')} FROM ${table.relation})` };
  await assert.rejects(readAll(data, broken), { reason: 'query-failed' });
  assert.deepEqual(await data.source.rows('SELECT 1 AS a'), [{ a: 1 }]);
});

async function scanned({ source, table }: Data, sql: string): Promise<ScannedTable> {
  return { data: source, relation: await source.relation(await table(sql)), rows: ROWS, signal: undefined };
}

async function readAll({ source }: Data, table: ScannedTable): Promise<readonly (readonly number[])[]> {
  const columns = await source.columns(`SELECT * FROM ${table.relation}`);
  const values = columns.map((): number[] => []);
  await readNumbers(table, new Map(columns.map((column, at) => [column, (taken) => values[at]!.push(...taken)])));
  return values;
}
