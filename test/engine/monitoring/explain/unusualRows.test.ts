import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled } from '../../../../engine/src/failure.ts';
import { type ColumnBaseline, describeCategories, describeNumbers } from '../../../../engine/src/math/baseline.ts';
import { unusualRows } from '../../../../engine/src/monitoring/explain/unusualRows.ts';
import { type Data, openData } from '../../data/openData.ts';
import { rowsOf } from '../rowsOf.ts';

/** Height and weight go together; the rest does not. A tenth of `holes` is missing, and half of the tail numbers stand once. */
const rows = (count: number, from = 0) => `SELECT i, 150 + (h1 % 4000) / 100 AS height,
  (150 + (h1 % 4000) / 100) * 0.5 - 10 + (h2 % 1000) / 200 AS weight, 'k' || (h3 % 9) AS k,
  'tail' || (h4 % ${count}) AS tail, h5 % 3 = 0 AS yes, CASE WHEN h6 % 10 > 0 THEN h6 % 7 END AS holes, ln((h7 % 9999 + 1) / 10000) AS skewed
  FROM (SELECT i, ${Array.from({ length: 7 }, (_, n) => `hash(i * 10 + ${n}) AS h${n + 1}`).join(', ')}
    FROM range(${from}, ${from + count}) t(i))`;
const COLUMNS = ['height', 'weight', 'k', 'tail', 'yes', 'holes', 'skewed'];

interface Asked {
  readonly reference?: string;
  readonly baseline?: Record<string, ColumnBaseline>;
  readonly sensitive?: readonly string[];
  readonly id?: readonly string[];
  readonly seed?: number;
}

async function look({ source }: Data, current: string, asked: Asked = {}) {
  return unusualRows(
    { source },
    {
      reference: asked.baseline ?? (await rowsOf(source, asked.reference ?? rows(20_000))),
      current: await rowsOf(source, current),
      columns: COLUMNS,
      sensitive: new Set(asked.sensitive ?? []),
      id: asked.id ?? [],
      seed: asked.seed ?? 1,
    },
  );
}

test('of rows like those of the reference about 1% are unusual', async (t) => {
  const data = await openData(t);
  const shares: number[] = [];
  for (let seed = 0; seed < 12; seed++) {
    const half = (side: number) =>
      `SELECT * FROM (${rows(40_000)}) WHERE hash(i * 100 + ${seed} + 7000003) % 2 = ${side}`;
    const found = await look(data, half(0), { reference: half(1), seed });
    assert.ok(found !== null);
    assert.ok(found.expected > 0.0095 && found.expected <= 0.01, `${found.expected}`);
    assert.ok(found.share > 0.006 && found.share < 0.014, `${seed}: ${found.share}`);
    shares.push(found.share);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  assert.ok(Math.abs(mean - 0.01) < 0.001, `${mean}`);
});

test('made outliers are found, each with what makes it one', async (t) => {
  const data = await openData(t);
  const made = `SELECT * REPLACE (
      CASE i WHEN 30001 THEN 900 WHEN 30003 THEN 188 ELSE height END AS height,
      CASE i WHEN 30003 THEN 68 ELSE weight END AS weight,
      CASE i WHEN 30002 THEN 'never' ELSE k END AS k,
      CASE i WHEN 30004 THEN NULL ELSE yes END AS yes,
      CASE i WHEN 30005 THEN 'inf'::DOUBLE ELSE skewed END AS skewed)
    FROM (${rows(2000, 30_000)})`;
  const found = await look(data, made, { id: ['i', 'k'] });
  assert.ok(found !== null);
  const because = new Map(found.rows.map((row) => [row.id.split(' ')[0], row.because]));
  assert.deepEqual(because.get('30002'), ['k']);
  assert.deepEqual(because.get('30004'), ['yes']);
  assert.deepEqual(because.get('30005'), ['skewed']);
  // Neither 188 cm nor 68 kg is rare; together they are.
  for (const id of ['30001', '30003']) {
    assert.ok(
      because.get(id)?.some((name) => name === 'height' || name === 'weight'),
      `${id} ${because.get(id)}`,
    );
  }
  const scores = found.rows.map(({ score }) => score);
  assert.deepEqual(
    scores,
    scores.toSorted((a, b) => b - a),
  );
  assert.ok(scores.every((score) => score > 1) && found.rows.length <= 20);
  const first = found.rows.find(({ id }) => id === '30002 never')!;
  assert.equal(first.values[found.columns.indexOf('k')], 'never');
});

test('values and ids that are sensitive are masked', async (t) => {
  const data = await openData(t);
  const made = `SELECT * REPLACE (CASE i WHEN 30002 THEN 'secret' ELSE k END AS k) FROM (${rows(2000, 30_000)})`;
  const found = await look(data, made, { sensitive: ['k', 'tail'], id: ['i', 'k'] });
  assert.doesNotMatch(JSON.stringify(found), /secret|tail\d/);
  const row = found?.rows.find(({ id }) => id === '3');
  assert.deepEqual([row?.because, row?.values[found!.columns.indexOf('k')]], [['k'], '•••']);
});

test('a stored baseline knows what is rare in a column', async (t) => {
  const data = await openData(t);
  const baseline = await baselineOf(data, rows(20_000));
  const like = await look(data, rows(20_000, 100_000), { baseline });
  assert.ok(like !== null);
  assert.ok(like.expected <= 0.01 && like.share <= 0.013, `${like.share} of ${like.expected}`);
  const made = `SELECT * REPLACE (CASE WHEN i % 10 = 0 THEN 'never' ELSE k END AS k, CASE WHEN i % 10 = 1 THEN -99 ELSE height END AS height)
    FROM (${rows(2000, 100_000)})`;
  const found = await look(data, made, { baseline });
  assert.ok(found !== null && found.share >= 0.2 && found.share < 0.22, `${found?.share}`);
  assert.deepEqual([...new Set(found.rows.flatMap(({ because }) => because))].sort(), ['height', 'k']);
  assert.ok(found.rows.every(({ score }) => score >= 1));
});

test('the same rows give the same answer, and large sides are sampled', async (t) => {
  const data = await openData(t);
  const [reference, current] = [rows(150_000), rows(150_000, 500_000)];
  const first = await look(data, current, { reference });
  assert.deepEqual(await look(data, current, { reference }), first);
  assert.ok(first !== null && Math.abs(first.share - 0.01) < 0.002, `${first?.share}`);
});

test('too few rows, and columns that are not there', async (t) => {
  const data = await openData(t);
  assert.equal(await look(data, rows(100), { reference: rows(400) }), null);
  assert.equal(await look(data, `${rows(100)} WHERE false`), null);
  assert.equal(await look(data, 'SELECT 1 AS other'), null);
  assert.equal(await look(data, rows(100), { baseline: {} }), null);
  const same = 'SELECT 1 AS height, NULL::DOUBLE AS weight FROM range(1000)';
  const none = await look(data, same, { reference: same });
  assert.deepEqual([none?.share, none?.expected, none?.rows], [0, 0, []]);
});

test('it can be interrupted', async (t) => {
  const { source } = await openData(t);
  const many = await rowsOf(source, rows(50_000));
  const request = { reference: many, current: many, columns: COLUMNS, sensitive: new Set<string>(), id: [], seed: 1 };
  await assert.rejects(unusualRows({ source, signal: AbortSignal.timeout(20) }, request), Cancelled);
});

async function baselineOf({ source }: Data, sql: string): Promise<Record<string, ColumnBaseline>> {
  const found = await source.rows(sql);
  const baseline: Record<string, ColumnBaseline> = {};
  for (const name of COLUMNS) {
    const values = found.map((row) => row[name] ?? null);
    if (name === 'k' || name === 'tail') {
      const dictionary = [...new Set(values.map(String))];
      const codes = new Map(dictionary.map((text, code) => [text, code]));
      baseline[name] = describeCategories(
        Int32Array.from(values, (value) => codes.get(String(value))!),
        dictionary,
      );
    } else
      baseline[name] = describeNumbers(
        Float32Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
      );
  }
  return baseline;
}
