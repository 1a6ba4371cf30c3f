import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASELINE_SCHEMA, type Baseline } from '../../../../engine/src/math/baseline.ts';
import { describeTable } from '../../../../engine/src/monitoring/baseline/describeTable.ts';
import type { PairedColumn, Pairs, PairsRequest } from '../../../../engine/src/monitoring/columns/pairedColumns.ts';
import { readPairs } from '../../../../engine/src/monitoring/columns/readPairs.ts';
import { withScanned } from '../../../../engine/src/monitoring/columns/scannedTable.ts';
import { judgeColumns } from '../../../../engine/src/monitoring/drift/judgeColumns.ts';
import { type Data, openData } from '../../data/openData.ts';

const signal = undefined;

type Options = Omit<PairsRequest, 'reference' | 'current'>;

/** Two SELECTs against each other. */
function pairsOf({ source }: Data, reference: string, current: string, options: Options = {}): Promise<Pairs> {
  const table = (sql: string) => ({ kind: 'table', relation: `(${sql})` }) as const;
  return readPairs(source, { reference: table(reference), current: table(current), ...options });
}

function only({ columns }: Pairs): PairedColumn {
  assert.equal(columns.length, 1);
  return columns[0]!;
}

async function baselineOf({ source }: Data, sql: string, exactCells: number): Promise<Baseline> {
  const columns = await source.columns(sql);
  const isText = ({ type }: { type: string }) => type === 'string';
  return withScanned(
    source,
    { kind: 'table', relation: `(${sql})` },
    columns.map(({ name }) => name),
    { signal },
    async (table) => {
      const numbers = columns.filter((column) => !isText(column));
      const inputs = await describeTable(table, { numbers, categories: columns.filter(isText), exactCells });
      return { schema: BASELINE_SCHEMA, rows: table.rows, inputs, outputs: {}, label: {} };
    },
  );
}

test('numbers come sorted, with what is missing and infinite told apart', async (t) => {
  const data = await openData(t);
  const values = "SELECT unnest(['3', '1', NULL, 'nan', 'inf', '-inf', '2'])::DOUBLE AS a";
  const { pair, figures, picture } = only(await pairsOf(data, values, 'SELECT unnest([5, 4]) AS a'));
  assert.ok(pair?.kind === 'numbers' && pair.reference.values.kind === 'sorted');
  assert.deepEqual([...pair.reference.values.sorted], [1, 2, 3]);
  assert.deepEqual(figures.reference, {
    rows: 7,
    missing: 2,
    infinite: 2,
    mean: 2,
    sd: Math.sqrt(2 / 3),
    min: 1,
    max: 3,
    median: 2,
    distinct: null,
  });
  assert.ok(picture?.kind === 'bins');
  assert.deepEqual(
    [picture.reference, picture.current].map((shares) => shares.reduce((sum, one) => sum + one, 0)),
    [1, 1],
  );
});

test('one value far out does not press the picture of all others together', async (t) => {
  const data = await openData(t);
  const sql = 'SELECT CASE WHEN i = 0 THEN 1e9 ELSE i % 1000 END::DOUBLE AS a FROM range(10000) r(i)';
  const { picture } = only(await pairsOf(data, sql, sql));
  assert.ok(picture?.kind === 'bins');
  assert.ok(picture.edges.at(-1)! <= 1000);
  assert.ok(picture.reference.every((share) => share > 0.02 && share < 0.05));
  assert.ok(Math.abs(picture.reference.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
});

test('decimals, integers and times of day are numbers; booleans and enums are categories', async (t) => {
  const data = await openData(t);
  const sql = `SELECT 1.50::DECIMAL(9, 2) AS money, 7::HUGEINT AS big, time '01:00:00' AS clock, true AS yes,
    'a'::ENUM('a', 'b') AS letter FROM range(3)`;
  const { columns } = await pairsOf(data, sql, sql);
  assert.deepEqual(
    columns.map(({ column, kind, pair }) => [
      column,
      kind,
      pair?.kind === 'numbers' ? pair.reference.mean : pair?.categories,
    ]),
    [
      ['money', 'number', 1.5],
      ['big', 'number', 7],
      ['clock', 'number', 3600],
      ['yes', 'category', ['true']],
      ['letter', 'category', ['a']],
    ],
  );
});

test('categories are counted on both sides, the empty text too', async (t) => {
  const data = await openData(t);
  const { pair, figures, picture } = only(
    await pairsOf(data, "SELECT unnest(['a', 'b', 'a', NULL, '']) AS c", "SELECT unnest(['b', 'c', 'b', 'c']) AS c"),
  );
  assert.ok(pair?.kind === 'categories');
  assert.deepEqual(
    Object.fromEntries(pair.categories.map((name, k) => [name, [pair.reference.counts[k], pair.current.counts[k]]])),
    {
      a: [2, 0],
      b: [1, 2],
      c: [0, 2],
      '': [1, 0],
    },
  );
  assert.deepEqual([figures.reference.missing, figures.reference.distinct, figures.current.distinct], [1, 3, 2]);
  assert.ok(picture?.kind === 'categories' && picture.other.categories === 0);
});

test('columns that are gone, new or of another type are said to be so', async (t) => {
  const data = await openData(t);
  const { columns } = await pairsOf(
    data,
    "SELECT 1 AS a, 2 AS gone, 'x' AS c, 1 AS b FROM range(40)",
    "SELECT 1.5 AS a, 'x' AS b, 2 AS c, 3 AS added FROM range(40)",
  );
  assert.deepEqual(
    columns.map(({ column, schema, reason }) => [column, schema, reason]),
    [
      ['a', 'same', null],
      ['gone', 'lost', 'The current rows do not have it'],
      ['c', 'retyped', 'It was string and is integer'],
      ['b', 'retyped', 'It was integer and is string'],
      ['added', 'new', 'The reference does not have it'],
    ],
  );
});

test('a column without a value that is read as text for want of one is not of another type', async (t) => {
  const data = await openData(t);
  const { columns } = await pairsOf(
    data,
    'SELECT 1 AS gaps, 2 AS letters, NULL::VARCHAR AS once FROM range(40)',
    "SELECT NULL::VARCHAR AS gaps, 'x' AS letters, 3 AS once FROM range(40)",
  );
  assert.deepEqual(
    columns.map(({ column, schema, reason }) => [column, schema, reason]),
    [
      ['gaps', 'same', 'No current row has a value'],
      ['letters', 'retyped', 'It was integer and is string'],
      ['once', 'same', 'No row of the reference has a value'],
    ],
  );
});

test('a column that is asked for and in neither table is refused with the near name', async (t) => {
  const data = await openData(t);
  await assert.rejects(pairsOf(data, 'SELECT 1 AS income', 'SELECT 1 AS income', { columns: ['incme'] }), {
    reason: 'unknown-column',
    next: 'Did you mean `income`?',
  });
});

test('times and texts with a value of its own in most rows are not judged, times by name are', async (t) => {
  const data = await openData(t);
  const sql =
    "SELECT 'id' || i AS id, timestamp '2001-01-01' + to_days(i::INTEGER) AS at, [i] AS list FROM range(100) r(i)";
  const { columns } = await pairsOf(data, sql, sql);
  assert.deepEqual(
    columns.map(({ pair, reason }) => [pair, reason]),
    [
      [null, '100 different texts in 100 rows: an identifier or free text, which is not judged'],
      [null, 'It says when a row is, which always moves on; name the column to judge it'],
      [null, 'Values of type list are not judged'],
    ],
  );
  const { pair } = only(await pairsOf(data, sql, sql, { columns: ['at'] }));
  assert.ok(pair?.kind === 'numbers');
  assert.equal(pair.reference.min, Date.UTC(2001, 0, 1) / 1000);
});

test('empty tables, and columns of nulls alone, have pairs that no test can judge', async (t) => {
  const data = await openData(t);
  const sql = "SELECT 1.5 AS a, 'x' AS c, NULL::DOUBLE AS n FROM range(50)";
  for (const [reference, current] of [
    [sql, `${sql} WHERE false`],
    [`${sql} WHERE false`, sql],
    [`${sql} WHERE false`, `${sql} WHERE false`],
  ] as const) {
    const { columns } = await pairsOf(data, reference, current, { correlations: true });
    const judged = judgeColumns(
      columns.map(({ column, pair }) => ({ column, pair: pair! })),
      { test: 'auto', allTests: true },
    );
    assert.deepEqual(
      judged.map(({ verdict }) => verdict),
      ['unknown', 'unknown', 'unknown'],
    );
  }
});

test('of a sensitive column only how many rows have a value is told', async (t) => {
  const data = await openData(t);
  const sql = "SELECT 'secret' || (i % 5) AS c, i AS n FROM range(100) r(i)";
  const { columns, correlations } = await pairsOf(data, sql, sql, { sensitive: ['C', 'n'], correlations: true });
  for (const { figures, picture, sensitive } of columns) {
    assert.deepEqual([sensitive, picture], [true, null]);
    const { rows, missing, infinite, ...values } = figures.current;
    assert.deepEqual([rows, missing, infinite], [100, 0, 0]);
    assert.deepEqual(new Set(Object.values(values)), new Set([null]));
  }
  assert.deepEqual(correlations, []);
});

test('a million categories are told by the most frequent and the rows of the rest', async (t) => {
  const data = await openData(t);
  const of = (from: number) => `SELECT 'c' || (i % 1000000 + ${from}) AS c FROM range(2100000) r(i)`;
  const { pair, reason } = only(await pairsOf(data, of(0), of(500_000)));
  assert.equal(reason, null);
  assert.ok(pair?.kind === 'categories');
  const { reference, current } = pair;
  assert.equal(pair.categories.length, 10_000);
  for (const side of [reference, current]) {
    assert.equal(side.distinct, 1_000_000);
    assert.equal(
      side.counts.reduce((sum, one) => sum + one, side.other),
      2_100_000,
    );
  }
});

test('long texts are told by their beginning, each by a name of its own', async (t) => {
  const data = await openData(t);
  const sql = "SELECT repeat('long ', 1000) || (i % 3) AS c FROM range(90) r(i)";
  const { pair, picture } = only(await pairsOf(data, sql, sql));
  assert.ok(pair?.kind === 'categories' && picture?.kind === 'categories');
  assert.equal(new Set(pair.categories).size, 3);
  for (const category of [...pair.categories, ...picture.categories])
    assert.match(category, /^(long ){16}… [0-9a-f]{8}$/);
});

const WIDE = `SELECT sqrt(-2 * ln(hash(i) / 18446744073709551616::DOUBLE + 1e-12)) AS a, i % 40 AS few,
  CASE WHEN i % 10 > 0 THEN (hash(i + 7) % 100000)::DOUBLE END AS b, 'c' || (hash(i) % 30) AS c FROM range(20000) r(i)`;

test('against a stored baseline every row is counted once, between its edges or by its values', async (t) => {
  const data = await openData(t);
  const baseline = await baselineOf(data, WIDE, Infinity);
  const moved = `SELECT a + 0.3 AS a, few + 3 AS few, b, c || (CASE WHEN a > 2 THEN '!' ELSE '' END) AS c FROM (${WIDE})`;
  const exact = await pairsOf(data, WIDE, moved);
  const stored = await readPairs(data.source, {
    reference: { kind: 'baseline', baseline },
    current: { kind: 'table', relation: `(${moved})` },
  });
  const judged = [exact, stored].map(({ columns }) =>
    judgeColumns(
      columns.map(({ column, pair }) => ({ column, pair: pair! })),
      { test: 'auto' },
    ),
  );
  for (const [k, column] of judged[0]!.entries()) {
    const other = judged[1]![k]!;
    assert.deepEqual([other.column, other.verdict, other.test], [column.column, column.verdict, column.test]);
    assert.ok(Math.abs(other.statistic! - column.statistic!) < 0.005, `${column.column}: ${other.statistic}`);
  }
  const figures = ({ columns }: Pairs) =>
    columns.map(({ figures: { current } }) => [
      current.rows,
      current.missing,
      current.min,
      current.max,
      current.distinct,
    ]);
  assert.deepEqual(figures(stored), figures(exact));
  const few = stored.columns[1]!.pair;
  assert.ok(few?.kind === 'numbers' && few.current.values.kind === 'values' && few.current.values.values.length === 40);
});

test('stored categories are counted where they have become rare, and new ones beside them', async (t) => {
  const data = await openData(t);
  const stored = "SELECT 'it''s \"' || (i % 30) AS c FROM range(3000) r(i)";
  const current = `SELECT CASE WHEN i < 2 THEN 'it''s "7' ELSE 'new ' || (i % 2500) END AS c FROM range(10000) r(i)`;
  const { pair } = only(
    await readPairs(data.source, {
      reference: { kind: 'baseline', baseline: await baselineOf(data, stored, Infinity) },
      current: { kind: 'table', relation: `(${current})` },
    }),
  );
  assert.ok(pair?.kind === 'categories');
  const { categories, current: side } = pair;
  assert.equal(side.counts[categories.indexOf('it\'s "7')], 2);
  assert.deepEqual([categories.length, side.distinct], [1030, 2501]);
  assert.equal(
    side.counts.reduce((sum, one) => sum + one, side.other),
    10_000,
  );
});

test('of a stored list that was cut nobody is called new', async (t) => {
  const data = await openData(t);
  const stored = "SELECT 'c' || (i % 1500) AS c FROM range(6000) r(i)";
  const { pair } = only(
    await readPairs(data.source, {
      reference: { kind: 'baseline', baseline: await baselineOf(data, stored, Infinity) },
      current: { kind: 'table', relation: `(${stored})` },
    }),
  );
  assert.ok(pair?.kind === 'categories');
  assert.equal(pair.categories.length, 1000);
  assert.deepEqual(
    [pair.reference.other, pair.current.other, pair.current.counts.every((count) => count === 4)],
    [2000, 2000, true],
  );
});

test('tables too large to hold are told from edges of a part of the reference, every row of both counted', async (t) => {
  const data = await openData(t);
  const moved = `SELECT a + 0.3 AS a, few, b, c FROM (${WIDE})`;
  const { columns } = await pairsOf(data, WIDE, moved, { exactCells: 1000 });
  for (const { pair } of columns) {
    if (pair?.kind !== 'numbers') continue;
    for (const { values, rows, missing } of [pair.reference, pair.current]) {
      assert.ok(values.kind !== 'sorted');
      assert.equal(
        values.counts.reduce((sum, one) => sum + one, missing),
        rows,
      );
    }
  }
  const judged = judgeColumns(
    columns.map(({ column, pair }) => ({ column, pair: pair! })),
    { test: 'auto' },
  );
  assert.deepEqual(
    judged.map(({ verdict, tests }) => [verdict, tests[0]!.binned]),
    [
      ['drift', true],
      ['none', false],
      ['none', true],
      ['none', false],
    ],
  );
});

test('values far out are told as such between edges too, not as a thousandth of the rows', async (t) => {
  const data = await openData(t);
  const of = (seed: number) =>
    `SELECT exp(3 * sqrt(-2 * ln(hash(i + ${seed}) / 18446744073709551616::DOUBLE + 1e-12))) AS a FROM range(40000) r(i)`;
  const moved = async (exactCells: number) => {
    const { pair } = only(await pairsOf(data, of(0), of(1e9), { exactCells }));
    return judgeColumns([{ column: 'a', pair: pair! }], { test: 'wasserstein' })[0]!.statistic!;
  };
  const [exact, binned] = [await moved(Infinity), await moved(1000)];
  assert.ok(Math.abs(exact - binned) < 0.005, `${exact} ${binned}`);
});

test('pairs of numbers that go together otherwise are told, the largest change first', async (t) => {
  const data = await openData(t);
  const rows =
    'SELECT hash(i) % 1000 AS a, hash(i + 1000000) % 1000 AS b, hash(i + 2000000) % 1000 AS c FROM range(5000) r(i)';
  const { correlations } = await pairsOf(
    data,
    `SELECT a, a + b / 10 AS b, c FROM (${rows})`,
    `SELECT a, b, c + a / 2 AS c FROM (${rows})`,
    { correlations: true },
  );
  assert.deepEqual(
    correlations.map(({ a, b }) => [a, b]),
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
  );
  assert.ok(correlations[0]!.reference > 0.9 && Math.abs(correlations[0]!.current) < 0.05);
});

test('a correlation that a few rows far out carry alone is no change', async (t) => {
  const data = await openData(t);
  const rows = (
    seed: number,
    far: number,
  ) => `SELECT CASE WHEN i < ${far} THEN 500 ELSE hash(i + ${seed}) % 10 END AS a,
    CASE WHEN i < ${far} THEN 500 ELSE hash(i + ${seed + 50000}) % 10 END AS b FROM range(5000) r(i)`;
  const { correlations } = await pairsOf(data, rows(1, 1), rows(2, 0), { correlations: true });
  assert.deepEqual(correlations, []);
});

test('equal tables give equal pairs, however often they are read', async (t) => {
  const data = await openData(t);
  for (const exactCells of [1000, Infinity])
    assert.deepEqual(await pairsOf(data, WIDE, WIDE, { exactCells }), await pairsOf(data, WIDE, WIDE, { exactCells }));
});
