import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { ColumnProfile } from '../../../../engine/src/data/profile/columnProfile.ts';
import { type ProfileOptions, profileTable } from '../../../../engine/src/data/profile/profile.ts';
import type { DataSource, TableFiles } from '../../../../engine/src/ports/dataSource.ts';
import { openData } from '../openData.ts';

async function profile(t: TestContext, sql: string, options?: ProfileOptions) {
  const data = await openData(t);
  return profileTable(data.source, await data.table(sql), options);
}

async function column(t: TestContext, sql: string): Promise<ColumnProfile> {
  return (await profile(t, sql)).columns[0]!;
}

function near(actual: number | null | undefined, expected: number, relative: number): void {
  const within = Math.abs(Number(actual) - expected) <= relative * Math.max(1e-300, Math.abs(expected));
  assert.ok(within, `${actual}, not ${expected}`);
}

/**
 * With numpy 2.4.6 and pandas 3.1.1: i = np.arange(500); x = (i*37 % 101)*0.5; y = np.where(i%7 == 0, nan, i*i % 97);
 * z = np.where(i < 50, 5.0, x*2 + i%3); mean(), std(), quantile([.01, .05, .25, .5, .75, .95, .99]), nunique(), corr();
 * np.histogram(np.maximum(x - 1e-9, 0), np.linspace(0, 50, 31)), since our bins hold their upper edges.
 */
const FEW = `SELECT (i*37 % 101)*0.5e0 AS x, CASE WHEN i%7 = 0 THEN NULL ELSE (i*i % 97)::DOUBLE END AS y,
  CASE WHEN i < 50 THEN 5e0 ELSE (i*37 % 101) + i%3 END AS z FROM range(500) AS r(i)`;

test('of few numbers every figure is that of pandas', async (t) => {
  const { rows, columns } = await profile(t, FEW);
  const [x, y, z] = columns as [ColumnProfile, ColumnProfile, ColumnProfile];
  assert.equal(rows, 500);
  const outline = (one: ColumnProfile) => [one.missing, one.distinct, one.min, one.max, one.infinite, one.estimated];
  assert.deepEqual(outline(x), [0, 101, 0, 50, 0, []]);
  assert.deepEqual(outline(y), [72, 49, 0, 96, 0, []]);
  assert.deepEqual(outline(z), [0, 103, 0, 102, 0, []]);
  near(x.mean, 24.997, 1e-15);
  near(x.std, 14.604659638838992, 1e-14);
  near(y.mean, 47.24065420560748, 1e-15);
  near(y.std, 30.364615354276552, 1e-14);
  const quantiles = (one: ColumnProfile) => Object.values(one.quantiles).map((value) => Number(value.toFixed(9)));
  assert.deepEqual(quantiles(x), [0.495, 2.475, 12.5, 25, 37.5, 47.525, 49.505]);
  assert.deepEqual(quantiles(y), [0.27, 2, 22, 48, 73, 94, 96]);
  assert.deepEqual(quantiles(z), [2, 5, 17, 45, 73.25, 96, 100.01]);
  const counts = '20 15 20 15 15 19 15 15 19 15 15 20 15 15 20 15 14 20 15 14 20 15 15 20 15 15 20 14 15 20';
  assert.equal(x.histogram?.counts.join(' '), counts);
  assert.equal(x.histogram?.edges.length, 31);
});

test('correlations are those of pandas, over the rows where both have a value', async (t) => {
  const { correlations } = await profile(t, FEW, { correlations: true });
  assert.deepEqual(correlations?.columns, ['x', 'y', 'z']);
  assert.deepEqual(correlations.leftOut, []);
  assert.deepEqual(
    correlations.values.map((row) => row.map((value) => value?.toFixed(12))),
    [
      ['1.000000000000', '-0.022826682780', '0.846961851727'],
      ['-0.022826682780', '1.000000000000', '-0.043511162963'],
      ['0.846961851727', '-0.043511162963', '1.000000000000'],
    ],
  );
});

/** As above: i = np.arange(10007); u = (i*7919 % 10007)/10007; e = -np.log(1 - u*0.9999); w = np.where(i%3 == 0, 0, e). */
const MANY = `SELECT u, -ln(1 - u*0.9999e0) AS e, CASE WHEN i%3 = 0 THEN 0 ELSE -ln(1 - u*0.9999e0) END AS w
  FROM (SELECT i, (i*7919 % 10007)/10007 AS u FROM range(10007) AS r(i))`;

test('quantiles of many numbers are near those of numpy, moments the same', async (t) => {
  const { columns } = await profile(t, MANY);
  const expected = [
    [
      0.49995003497551715, 0.2886895578946593, 0.00999900069951, 0.0499950035, 0.249975017, 0.499950035, 0.7499250525,
      0.9499050665, 0.989901069,
    ],
    [
      0.9986267724433502, 0.9941967222494873, 0.0100483167, 0.0512827735, 0.2876154369, 0.6929472805, 1.3856948007,
      2.9919414044, 4.5855741082,
    ],
    [0.6650709372916715, 0.9372971855104213, 0, 0, 0, 0.2874156278, 0.9806957982, 2.5823050956, 4.1868609056],
  ];
  for (const [index, [mean, std, ...quantiles]] of expected.entries()) {
    const found = columns[index]!;
    near(found.mean, mean!, 1e-12);
    near(found.std, std!, 1e-12);
    for (const [at, value] of Object.values(found.quantiles).entries()) near(value, quantiles[at]!, 0.01);
    assert.deepEqual(found.estimated, ['quantiles']);
  }
  assert.deepEqual(
    columns.map((one) => one.distinct),
    [10_007, 10_007, 6672],
  );
});

test('values that crowd between two edges are told apart', async (t) => {
  // One outlier leaves all others in one of a thousand bins; half of all are one and the same value.
  const found = await column(
    t,
    'SELECT CASE WHEN i = 0 THEN 1e12 WHEN i%2 = 0 THEN 7.25 ELSE 5 + i/5000 END FROM range(20000) r(i)',
  );
  near(found.quantiles['0.25'], 7, 0.01);
  near(found.quantiles['0.5'], 7.25, 0.001);
  near(found.quantiles['0.75'], 7.25, 0.001);
  near(found.quantiles['0.99'], 8.96, 0.01);
});

test('every type has its figures, exact as text where a double would lose digits', async (t) => {
  const { columns } = await profile(
    t,
    `SELECT true AS yes, 9007199254740993::BIGINT AS long,
      12.50::DECIMAL(9,2) AS price, 12345678901234567.25::DECIMAL(30,2) AS wide, 0.1::FLOAT AS small,
      date '2001-02-03' AS day, timestamp '2001-02-03 04:05:06.5' AS moment, timestamptz '2001-02-03 04:05:06+02' AS zoned,
      time '04:05:06' AS clock, 'a''b'::VARCHAR AS text, [1, 2] AS list, {'a': 1} AS struct, MAP {'k': 1} AS map,
      '\\xAA'::BLOB AS bytes, 'ff0e0db2-0b9a-4a5c-8e2c-6a2b5d4a7f10'::UUID AS id, interval 2 days AS span`,
  );
  assert.deepEqual(
    columns.map(({ name, type, min, distinct }) => [name, type, min, distinct]),
    [
      ['yes', 'boolean', null, 1],
      ['long', 'integer', '9007199254740993', 1],
      ['price', 'decimal', 12.5, 1],
      ['wide', 'decimal', '12345678901234567.25', 1],
      ['small', 'float', 0.1, 1],
      ['day', 'date', '2001-02-03', 1],
      ['moment', 'timestamp', '2001-02-03T04:05:06.5Z', 1],
      ['zoned', 'timestamp', '2001-02-03T02:05:06Z', 1],
      ['clock', 'time', '04:05:06', 1],
      ['text', 'string', "a'b", 1],
      ['list', 'list', null, 1],
      ['struct', 'struct', null, 1],
      ['map', 'struct', null, 1],
      ['bytes', 'string', null, 1],
      ['id', 'string', 'ff0e0db2-0b9a-4a5c-8e2c-6a2b5d4a7f10', 1],
      ['span', 'string', '2 days', 1],
    ],
  );
  const data = await openData(t);
  const huge: TableFiles = { ...data.csv(`n\n${2n ** 127n - 1n}`), csv: { types: { n: 'HUGEINT' } } };
  assert.equal((await profileTable(data.source, huge)).columns[0]?.max, String(2n ** 127n - 1n));
  assert.deepEqual(columns[0]?.top, [{ value: true, count: 1 }]);
  assert.deepEqual(columns[1]?.top, [{ value: '9007199254740993', count: 1 }]);
});

test('NaN is missing, infinite values are counted apart', async (t) => {
  const value =
    "CASE WHEN i%10 = 0 THEN 'nan' WHEN i%10 = 1 THEN 'inf' WHEN i = 2 THEN '-inf' ELSE i::VARCHAR END::DOUBLE";
  const { rows, columns } = await profile(
    t,
    `SELECT ${value} AS many, CASE WHEN i < 9 THEN ${value} END::FLOAT AS few, 'nan'::DOUBLE AS none,
     CASE WHEN i%2 = 0 THEN timestamp 'infinity' ELSE timestamp '2001-01-01' + to_hours(i::BIGINT) END AS moment FROM range(5000) r(i)`,
  );
  assert.deepEqual(
    columns.map(({ missing, infinite, min, max }) => [missing, infinite, min, max]),
    [
      [500, 501, 3, 4999],
      [4992, 2, 3, 8],
      [5000, 0, null, null],
      [0, 2500, '2001-01-01T01:00:00Z', '2001-07-28T07:00:00Z'],
    ],
  );
  for (const { missing, infinite, histogram } of columns)
    assert.equal(total(histogram?.counts ?? []), rows - missing - infinite);
});

test('the greatest and the least doubles have figures', async (t) => {
  const sql = 'SELECT 1.7976931348623157e308 * (1 - 2 * (i % 2)) AS big, 5e-324 * i AS small FROM range(5) r(i)';
  const [big, small] = (await profile(t, sql)).columns as [ColumnProfile, ColumnProfile];
  near(big.mean, 1.7976931348623157e308 / 5, 1e-12);
  assert.equal(big.std, null);
  assert.deepEqual([small.mean, small.max], [1e-323, 2e-323]);
});

test('texts: the most frequent first, long ones cut, the rest counted', async (t) => {
  const text = await column(
    t,
    "SELECT CASE WHEN i%4 = 0 THEN repeat('x', 300) WHEN i%4 = 1 THEN NULL ELSE 'v' || i%3 END FROM range(1200) r(i)",
  );
  assert.equal(text.missing, 300);
  assert.equal(text.distinct, 4);
  assert.deepEqual(
    text.top.map(({ value, count }) => [value, count]),
    [
      [`${'x'.repeat(199)}…`, 300],
      ['v0', 200],
      ['v1', 200],
      ['v2', 200],
    ],
  );
  assert.deepEqual([text.min, text.max], ['v0', `${'x'.repeat(199)}…`]);
});

test('tables of no row, one row, nothing but null, one value', async (t) => {
  const sql = (rows: string) => `SELECT * FROM (VALUES ${rows}) AS v(x, s, d, n)`;
  const typed = (rows: string) =>
    `SELECT x::DOUBLE AS x, s::VARCHAR AS s, d::DATE AS d, n::INTEGER AS n FROM (${sql(rows)})`;
  for (const [rows, count] of [
    [typed("(1, 'a', date '2001-01-01', NULL)"), 1],
    [`${typed("(1, 'a', date '2001-01-01', NULL)")} LIMIT 0`, 0],
    [typed("(7, 'a', date '2001-01-01', NULL), (7, 'a', date '2001-01-01', NULL)"), 2],
  ] as const) {
    const found = await profile(t, rows, { correlations: true });
    assert.equal(found.rows, count);
    const [x, s, d, n] = found.columns as [ColumnProfile, ColumnProfile, ColumnProfile, ColumnProfile];
    assert.deepEqual([n.missing, n.distinct, n.min, n.mean, n.histogram], [count, 0, null, null, null]);
    assert.deepEqual([x.distinct, s.distinct, d.distinct], count === 0 ? [0, 0, 0] : [1, 1, 1]);
    assert.equal(x.std, count === 2 ? 0 : null);
    for (const one of [x, d]) assert.equal(total(one.histogram?.counts ?? []), count);
  }
});

test('columns may have any name', async (t) => {
  const names = ['select', 'a.b', 'q"uo\'te', '🐧 weight', '$e0', 'present 0'];
  const list = names.map((name, i) => `${i} + r.i AS "${name.replaceAll('"', '""')}"`).join(', ');
  const texts = ['entry', 'Entry_', 'g', 'n', 'v', 'rows', 'at'].map((name) => `'t' || r.i AS "${name}"`).join(', ');
  for (const rows of [3, 100_001]) {
    const found = await profile(t, `SELECT ${texts}, r.i % 5 AS e FROM range(${rows}) AS r(i)`);
    assert.deepEqual(
      found.columns.map(({ distinct }) => distinct),
      [...Array(7).fill(rows), Math.min(5, rows)],
    );
  }
  const { columns } = await profile(t, `SELECT ${list} FROM range(3) AS r(i)`, { correlations: true });
  assert.deepEqual(
    columns.map(({ name, mean }) => [name, mean]),
    names.map((name, i) => [name, i + 1]),
  );
});

test('of a sensitive column only its type and what is missing are told', async (t) => {
  const sql = "SELECT CASE WHEN i < 4 THEN 'nan'::DOUBLE ELSE i END AS pay, 'Ann' AS name FROM range(9) r(i)";
  const { columns, correlations } = await profile(t, sql, { sensitive: ['PAY', 'name'], correlations: true });
  const nothing = {
    ...{ distinct: null, min: null, max: null, mean: null, std: null, infinite: 0 },
    ...{ quantiles: {}, histogram: null, top: [], estimated: [], sensitive: true },
  };
  assert.deepEqual(columns, [
    { ...nothing, name: 'pay', type: 'float', sqlType: 'DOUBLE', missing: 4 },
    { ...nothing, name: 'name', type: 'string', sqlType: 'VARCHAR', missing: 0 },
  ]);
  assert.deepEqual(correlations?.columns, []);
});

test('three hundred columns are profiled in few statements', async (t) => {
  const list = Array.from({ length: 300 }, (_, i) => (i % 2 ? `i*${i} AS c${i}` : `'t' || i%${i + 2} AS c${i}`));
  const { columns } = await profile(t, `SELECT ${list.join(', ')} FROM range(20) r(i)`);
  assert.equal(columns.length, 300);
  assert.equal(columns[299]?.max, 19 * 299);
});

test('a file that grows between two passes is refused', async (t) => {
  const { source, csv } = await openData(t);
  const files = csv(`x\n${Array.from({ length: 3000 }, (_, i) => i / 7).join('\n')}\n`);
  let asked = 0;
  const growing = {
    relation: source.relation.bind(source),
    columns: source.columns.bind(source),
    rows: (...given: Parameters<DataSource['rows']>) => {
      if (asked++ === 1) appendFileSync(files.files[0]!, '\n1.5\n');
      return source.rows(...given);
    },
  } as DataSource;
  await assert.rejects(profileTable(growing, files), { reason: 'file-changed' });
});

test('figures hold together, and do not depend on threads or on the format', async (t) => {
  const one = await openData(t, 1);
  const two = await openData(t, 2);
  const cell = fc.oneof(
    fc.double({ noNaN: false }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 80 }), fc.boolean(), async (cells, repeated) => {
      const list = cells.map((value) => (value === null ? 'NULL' : `'${value}'::DOUBLE`)).join(', ');
      const spread = repeated ? 'v' : 'v + i * 1e-3';
      const sql = `SELECT ${spread} AS v, i FROM (SELECT unnest([${list}]::DOUBLE[]) AS v), range(40) AS r(i)`;
      const [files, other] = [await one.table(sql), await two.table(sql)];
      const found = await profileTable(one.source, files);
      assert.deepEqual(await profileTable(two.source, other), found);
      assert.deepEqual(await asCsv(two.source, other, two.folder), found);
      checkFigures(found.columns[0]!, found.rows);
    }),
    { numRuns: 15 },
  );
});

async function asCsv(source: DataSource, table: TableFiles, folder: string) {
  const files: TableFiles = { files: [`${folder}/same.csv`], format: 'csv', csv: { types: { v: 'DOUBLE' } } };
  await source.write(`SELECT * FROM ${await source.relation(table)}`, files.files[0]!, { format: 'csv' });
  return profileTable(source, files);
}

function checkFigures(
  { missing, infinite, distinct, min, max, mean, quantiles, histogram }: ColumnProfile,
  rows: number,
) {
  const finite = rows - missing - infinite;
  assert.equal(total(histogram?.counts ?? []), finite);
  assert.equal(histogram === null, finite === 0);
  assert.ok(distinct !== null && distinct <= finite && (finite === 0 || distinct > 0));
  const values = Object.values(quantiles);
  assert.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
  );
  if (typeof min !== 'number' || typeof max !== 'number') return;
  for (const value of [...values, mean!]) assert.ok(min <= value && value <= max, `${min} ${value} ${max}`);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
