import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sliceColumns } from '../../../../engine/src/monitoring/explain/sliceColumns.ts';
import { sliceMoves } from '../../../../engine/src/monitoring/explain/sliceMoves.ts';
import { openData } from '../../data/openData.ts';
import { rowsOf } from '../rowsOf.ts';

/** Ten airports of equal size; the delay of one rises by 20, of all others not at all, and half of one carrier's flights go to another. */
const BEFORE = `SELECT 'A' || i % 10 AS airport, (i // 10 % 7)::DOUBLE AS delay, i % 2 AS side,
  CASE WHEN i // 10 % 4 = 0 THEN 'AA' ELSE 'UA' END AS carrier, i AS id FROM range(10000) t(i)`;
const NOW = `SELECT * REPLACE (CASE WHEN airport = 'A3' THEN delay + 20 ELSE delay END AS delay,
  CASE WHEN airport IN ('A3', 'A4') AND id % 20 < 10 THEN 'DL' ELSE carrier END AS carrier) FROM (${BEFORE})`;

test('the slice that moved explains the move', async (t) => {
  const { source } = await openData(t);
  const [reference, current] = [await rowsOf(source, BEFORE), await rowsOf(source, NOW)];
  const found = await sliceMoves(
    { source },
    {
      reference,
      current,
      columns: [
        { column: 'delay', kind: 'number' },
        { column: 'carrier', kind: 'category' },
      ],
      by: ['airport', 'side', 'carrier', 'gone'],
    },
  );
  const [first, ...more] = found.get('delay') ?? [];
  assert.deepEqual([first?.by, first?.value, first?.rows], ['airport', 'A3', { reference: 1000, current: 1000 }]);
  assert.ok(Math.abs(first!.explains - 1) < 1e-9 && Math.abs(first!.current - first!.reference - 20) < 1e-9);
  assert.deepEqual(
    more.map(({ by, value }) => `${by} ${value}`),
    ['side 1'],
  );
  const carrier = found.get('carrier') ?? [];
  assert.deepEqual(
    carrier.map(({ by, value, category }) => [by, value, category]),
    [
      ['airport', 'A3', 'DL'],
      ['airport', 'A4', 'DL'],
    ],
  );
  assert.ok(Math.abs(carrier[0]!.explains - 0.5) < 1e-9 && carrier[0]!.current === 0.5);
});

test('what slices explain adds up to the change, the shares of the slices included', async (t) => {
  const { source } = await openData(t);
  const before =
    "SELECT CASE WHEN i < 300 THEN 'a' WHEN i < 600 THEN 'b' ELSE 'c' END AS k, i AS x FROM range(1000) t(i)";
  const now =
    "SELECT CASE WHEN i < 700 THEN 'a' WHEN i < 800 THEN 'b' ELSE 'c' END AS k, i * 2 AS x FROM range(1000) t(i)";
  const found = await sliceMoves(
    { source },
    {
      reference: await rowsOf(source, before),
      current: await rowsOf(source, now),
      columns: [{ column: 'x', kind: 'number' }],
      by: ['k'],
    },
  );
  // By hand: means 149.5, 449.5, 799.5 at shares .3, .3, .4 become 699, 1499, 1799 at .7, .1, .2; from 499.5 to 999.
  const parts = [
    0.5 * (699 - 149.5) + 0.4 * ((699 + 149.5) / 2 - 749.25),
    0.2 * (1499 - 449.5) - 0.2 * ((1499 + 449.5) / 2 - 749.25),
    0.3 * (1799 - 799.5) - 0.2 * ((1799 + 799.5) / 2 - 749.25),
  ];
  assert.ok(Math.abs(parts[0]! + parts[1]! + parts[2]! - 499.5) < 1e-9);
  const told = found.get('x')!;
  assert.deepEqual(
    told.map(({ value }) => value),
    ['c', 'b'],
  );
  for (const { value, explains } of told)
    assert.ok(Math.abs(explains - parts['abc'.indexOf(value)]! / 499.5) < 1e-9, `${value} ${explains}`);
});

test('a mean that did not move is explained by nothing', async (t) => {
  const { source } = await openData(t);
  const [reference, current] = [await rowsOf(source, BEFORE), await rowsOf(source, `${BEFORE} WHERE i % 3 = 0`)];
  const columns = [{ column: 'delay', kind: 'number' } as const];
  const found = await sliceMoves({ source }, { reference, current, columns, by: ['airport'] });
  assert.deepEqual(found.get('delay'), []);
  const none = await rowsOf(source, `${BEFORE} WHERE false`);
  const empty = await sliceMoves({ source }, { reference, current: none, columns, by: ['airport'] });
  assert.deepEqual(empty.get('delay'), []);
});

test('a change that is everywhere is in no slice', async (t) => {
  const { source } = await openData(t);
  const noisy = (shift: number) =>
    `SELECT airport, side, carrier, delay + hash(id + ${shift}) % 11 + ${shift} AS delay FROM (${BEFORE})`;
  const found = await sliceMoves(
    { source },
    {
      reference: await rowsOf(source, noisy(0)),
      current: await rowsOf(source, noisy(3)),
      columns: [{ column: 'delay', kind: 'number' }],
      by: ['airport', 'side', 'carrier'],
    },
  );
  assert.deepEqual(found.get('delay'), []);
});

test('rows are cut by columns of few values', async (t) => {
  const { source } = await openData(t);
  const reference = await rowsOf(source, `SELECT *, 1 AS same, id::VARCHAR AS name FROM (${BEFORE})`);
  const all = reference.columns.map(({ name }) => name);
  assert.deepEqual(await sliceColumns({ source }, reference, all), ['airport', 'side', 'carrier']);
  assert.deepEqual(await sliceColumns({ source }, reference, ['delay']), []);
});
