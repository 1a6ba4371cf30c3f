import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { LeakageFinding, LeakageRequest } from '../../../../engine/src/data/leakage/finding.ts';
import { findLeakage } from '../../../../engine/src/data/leakage/leakage.ts';
import { reason } from '../../../contracts/dataSource.ts';
import { openData } from '../openData.ts';

type Asked = Omit<LeakageRequest, 'files' | 'target'>;

/** Findings as `severity kind columns`. */
async function found(t: TestContext, sql: string, target: string, asked: Asked = {}): Promise<readonly string[]> {
  return (await findings(t, sql, target, asked)).map(inWords);
}

async function findings(t: TestContext, sql: string, target: string, asked: Asked = {}) {
  const data = await openData(t);
  return findLeakage(data.source, { files: await data.table(sql), target: { text: target }, ...asked });
}

function inWords({ severity, kind, columns }: LeakageFinding): string {
  return `${severity} ${kind} ${columns.join(' ')}`;
}

/** Honest columns `a` to `d` and a label that each of them tells a little of. */
const ROWS = `SELECT i, i * 7919 % 1009 / 10 AS a, i * 104729 % 503 AS b, 'c' || (i * 1299709 % 37) AS c, i % 7 AS d,
  i * 611953 % 997 AS chance FROM range(2000) r(i)`;
const LATE = `SELECT * EXCLUDE (i, chance), a * 10 + b * 2 + chance > 1500 AS late FROM (${ROWS})`;
const PRICE = `SELECT * EXCLUDE (i, chance), a * 10 + b * 2 + chance AS price FROM (${ROWS})`;

const of = (table: string, more: string) => `SELECT *, ${more} FROM (${table})`;

test('a table of honest columns has no findings', async (t) => {
  assert.deepEqual(await found(t, LATE, 'late'), []);
  assert.deepEqual(await found(t, PRICE, 'price'), []);
  assert.deepEqual(
    await found(t, of(LATE, `CASE WHEN late THEN 'x' WHEN a * 4 + b > 450 THEN 'y' ELSE 'z' END AS kind`), 'kind', {
      columns: ['a', 'b', 'c', 'd'],
    }),
    [],
  );
});

const TELLING: readonly (readonly [string, string, string])[] = [
  ['a copy', LATE, 'late'],
  ['its opposite', LATE, 'NOT late'],
  ['other words', LATE, `CASE WHEN late THEN 'yes' ELSE 'no' END`],
  ['a code of it', LATE, `CASE WHEN late THEN 1 + b % 3 * 10 ELSE 2 + b % 3 * 10 END`],
  ['a number whose middle it is', LATE, `CASE WHEN late THEN 50 + b / 100 WHEN b > 250 THEN b ELSE -b END`],
  ['a copy with a few mistakes', LATE, `CASE WHEN b = 7 THEN NOT late ELSE late END`],
  ['what came of it', LATE, `CASE WHEN late THEN 1000 + b ELSE b END`],
  ['a copy', PRICE, 'price'],
  ['another unit', PRICE, 'price * 2.54 - 3'],
  ['its logarithm', PRICE, 'ln(price + 1)'],
  ['its tens', PRICE, 'price // 10'],
  ['text of it', PRICE, `'' || price`],
];

for (const [what, table, sql] of TELLING) {
  const target = table === LATE ? 'late' : 'price';
  test(`a column tells the label: ${what} of ${target}`, async (t) => {
    assert.deepEqual(await found(t, of(table, `${sql} AS leak`), target), ['error tells-label leak']);
  });
}

const MADE: readonly (readonly [string, string, string])[] = [
  ['a sum', PRICE, 'price - b AS rest'],
  ['a difference', PRICE, 'price + b AS rest'],
  ['a product', PRICE, 'price / (b + 1) AS rest, b + 1 AS other'],
  ['a ratio', PRICE, 'price * (b + 1) AS rest, b + 1 AS other'],
  [
    'times',
    PRICE,
    `timestamp '2001-01-01' + to_seconds(b * 86400) AS other, timestamp '2001-01-01' + to_seconds((b * 86400 + price * 60)::BIGINT) AS rest`,
  ],
  ['two of a class', LATE, 'CASE WHEN late THEN b * 1000 + 200 + d ELSE b * 1000 - d END AS rest, b * 1000 AS other'],
];

for (const [what, table, sql] of MADE)
  test(`a label that is made of two columns: ${what}`, async (t) => {
    const target = table === LATE ? 'late' : 'price';
    const other = sql.includes('other') ? 'other' : 'b';
    const told = await findings(t, `SELECT * EXCLUDE (a) FROM (${of(table, sql)})`, target);
    const pairs = told.filter(({ columns }) => columns.length === 2);
    assert.ok(
      pairs.some(({ columns }) => [...columns].sort().join() === [other, 'rest'].sort().join()),
      told.map(({ message }) => message).join('\n'),
    );
    assert.ok(
      told.every(({ columns }) => columns.includes('rest')),
      told.map(inWords).join('\n'),
    );
  });

test('two columns of which the one is nearly always zero make nothing', async (t) => {
  const table = `SELECT * EXCLUDE (price), CASE WHEN b < 20 THEN b * 100 + chance ELSE 0 END AS paid,
    CASE WHEN d = 9 THEN 1 ELSE 0 END AS zero, CASE WHEN b = 3 THEN 5 ELSE 0 END AS few FROM (SELECT *, 0 AS price FROM (${ROWS}))`;
  assert.deepEqual(await found(t, `SELECT * EXCLUDE (i, chance, b) FROM (${table})`, 'paid'), []);
});

test('a column that tells much alone is to be looked at', async (t) => {
  const [one, ...others] = await findings(
    t,
    of(LATE, 'CASE WHEN b % 5 = 0 THEN b ELSE late::INT * 300 + b END AS talk'),
    'late',
  );
  assert.deepEqual([one && inWords(one), others], ['warning tells-label talk', []]);
  assert.match(one!.message, /AUC 0\.\d+/);
});

test('missing where the label is one value', async (t) => {
  assert.deepEqual(await found(t, of(LATE, `CASE WHEN late THEN b END AS reason`), 'late'), [
    'error missing-tells-label reason',
  ]);
  assert.deepEqual(await found(t, of(LATE, `CASE WHEN late THEN ' ' ELSE c END AS note`), 'late'), [
    'error missing-tells-label note',
  ]);
  assert.deepEqual(await found(t, of(LATE, `CASE WHEN late AND b % 2 = 0 THEN 7 END AS refund`), 'late'), [
    'warning missing-tells-label refund',
  ]);
  assert.deepEqual(await found(t, of(LATE, `CASE WHEN d > 1 THEN b END AS honest`), 'late'), []);
  const hundred = of(
    PRICE,
    'CASE WHEN b % 2 = 0 THEN 1000 + d ELSE d END AS cost, CASE WHEN b % 2 = 0 THEN c END AS supplier',
  );
  assert.deepEqual(await found(t, hundred, 'cost', { columns: ['supplier'] }), ['error missing-tells-label supplier']);
});

test('ids: of rows, of things, named keys', async (t) => {
  const ids = of(
    ROWS,
    `i + 1 AS number_of_row, i * 7919 % 2003 AS shuffled, 1000000 + i * 99991 % 2000003 AS visit_id,
    md5('' || i) AS hash, uuid() AS uuid, 'id-' || (i * 7 % 2000) AS name, i * 1.5 AS measured,
    1000000 + i * 99991 % 2000003 AS cents, timestamp '2001-01-01' + to_hours(i) AS time, b > chance AS y`,
  );
  const told = await found(t, `SELECT * EXCLUDE (i, chance) FROM (${ids})`, 'y', {
    columns: ['number_of_row', 'shuffled', 'visit_id', 'hash', 'uuid', 'name', 'measured', 'cents', 'time', 'c'],
    key: ['c'],
  });
  assert.deepEqual(told.map((one) => one.split(' ').at(-1)).sort(), [
    'c',
    'hash',
    'name',
    'number_of_row',
    'shuffled',
    'uuid',
    'visit_id',
  ]);
  assert.ok(
    told.every((one) => one.startsWith('warning identifier ')),
    told.join('\n'),
  );
});

test('a column of a key of several is no id by itself', async (t) => {
  assert.deepEqual(await found(t, LATE, 'late', { key: ['c', 'd'] }), []);
});

test('times after the row’s own, as times or as text', async (t) => {
  const table = of(
    LATE,
    `timestamp '2001-01-01' + to_hours(b) AS at, timestamp '2001-01-01' + to_hours(b + 5) AS ended,
    timestamp '2001-01-01' + to_hours(b - 5) AS ordered, (timestamp '2001-01-02' + to_hours(b))::VARCHAR AS paid, date '2000-01-01' AS born`,
  );
  const told = await findings(t, table, 'late', { timestamp: 'at' });
  assert.deepEqual(told.map(inWords), ['warning after-label ended', 'warning after-label paid']);
  assert.equal(told[0]!.value, 1);
});

test('columns of any name, types of any kind, infinities and rows without a label', async (t) => {
  const table = of(
    LATE,
    `late::INT AS "select", b AS "a.b", c AS "😀""'", [b] AS list, {x: b} AS pair, 'Infinity'::DOUBLE * (b - 200) AS inf,
    time '10:00' + to_minutes(b) AS clock, NULL AS nothing, b::DECIMAL(9, 2) AS cents, CASE WHEN d > 0 THEN late END AS "default"`,
  );
  assert.deepEqual(
    await found(t, table, 'default', {
      columns: ['select', 'a.b', '😀"\'', 'list', 'pair', 'inf', 'clock', 'nothing', 'cents'],
    }),
    ['error tells-label select'],
  );
});

test('few rows say nothing', async (t) => {
  assert.deepEqual(await found(t, 'SELECT i > 2 AS y, i, i AS j FROM range(6) r(i)', 'y'), []);
  assert.deepEqual(await found(t, 'SELECT i = 2 AS y, i * 7 % 11 AS j FROM range(40) r(i)', 'y'), []);
});

test('what cannot be looked at is refused', async (t) => {
  const refused = async (target: string, why: string, asked: Asked = {}) =>
    await assert.rejects(findings(t, of(LATE, '[b] AS list'), target, asked), reason(why));
  await refused('nope', 'sql-refused');
  await refused('sum(a) > 3', 'sql-refused');
  await refused('NULL::INT', 'no-label');
  await refused('1', 'label-constant');
  await refused('list', 'label-type');
  await refused('late', 'unknown-column', { timestamp: 'nope' });
  await refused('late', 'unknown-column', { key: ['nope'] });
});

test('expressions over some rows, and the first rows alone', async (t) => {
  const sql = (text: string) => ({ text });
  assert.deepEqual(await found(t, LATE, 'late', { inputs: { twice: sql('late::INT * 2'), honest: sql('a + 1') } }), [
    'error tells-label twice',
  ]);
  assert.deepEqual(await found(t, of(LATE, 'd > 3 AND late AS z'), 'late', { where: sql('d > 3'), columns: ['z'] }), [
    'error tells-label z',
  ]);
  const late = of(ROWS, 'i < 500 OR chance > 500 AS y, i < 500 OR chance > 500 AS x');
  await assert.rejects(
    findings(t, late, 'y', { first: { rows: 400, labelled: 1000 }, columns: ['x'] }),
    reason('label-constant'),
  );
  const second = of(ROWS, 'CASE WHEN i >= 500 THEN i % 3 < 1 OR i >= 900 END AS y, i % 3 < 1 AS x');
  const asked = { first: { rows: 1900, labelled: 400 }, columns: ['x'] };
  assert.deepEqual(await found(t, second, 'y', asked), ['error tells-label x']);
});
