import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnBaseline } from '../../../../engine/src/math/baseline.ts';
import { healthChecks } from '../../../../engine/src/monitoring/health/healthChecks.ts';
import type { HealthRows, HealthSpec } from '../../../../engine/src/monitoring/health/healthSpec.ts';
import type { ReportCheck } from '../../../../engine/src/monitoring/report/monitorReport.ts';
import type { RowsInSql } from '../../../../engine/src/monitoring/rowsInSql.ts';
import { type Data, openData } from '../../data/openData.ts';
import { rowsOf } from '../rowsOf.ts';

const REFERENCE = `SELECT i AS id, (i % 100)::DOUBLE AS a, i % 7 AS b, 'c' || (i % 20) AS c,
  timestamp '2001-01-31 07:20:00' + to_minutes(i::BIGINT) AS at FROM range(1000) t(i)`;
const AT = Date.UTC(2001, 1, 1);

interface Given {
  readonly current?: string;
  readonly reference?: RowsInSql | Record<string, ColumnBaseline> | null;
  readonly data?: Partial<HealthRows['data']>;
}

async function look({ source }: Data, spec: HealthSpec, given: Given = {}): Promise<readonly ReportCheck[]> {
  const current = await rowsOf(source, given.current ?? REFERENCE);
  const reference = given.reference === undefined ? await rowsOf(source, REFERENCE) : given.reference;
  const data = { current, found: current.columns, expected: null, timestamp: 'at', key: [], ...given.data };
  return healthChecks({ source, at: AT }, { inputs: { names: ['a', 'b', 'c'], current, reference }, data }, spec);
}

async function one(data: Data, spec: HealthSpec, given?: Given): Promise<ReportCheck> {
  const [check, ...more] = await look(data, spec, given);
  assert.ok(check !== undefined && more.length === 0);
  return check;
}

test('rows like the reference pass every check', async (t) => {
  const data = await openData(t);
  const columns = await data.source.columns(REFERENCE);
  const checks = await look(
    data,
    {
      missing: { max: 0 },
      schema: 'same',
      range: { max: 0 },
      freshness: 86_400_000,
      duplicates: { max: 0 },
      cardinality: { change: 0.1 },
    },
    { data: { expected: columns, key: ['id'] } },
  );
  assert.deepEqual(
    checks.map(({ id, status, value }) => [id, status, value]),
    [
      ['schema', 'passed', 0],
      ['missing', 'passed', 0],
      ['range', 'passed', 0],
      ['cardinality', 'passed', 0],
      ['duplicates', 'passed', 0],
      ['freshness', 'passed', 60],
    ],
  );
});

test('missing values count null, NaN and columns that are gone', async (t) => {
  const data = await openData(t);
  const holes = `SELECT CASE WHEN i < 20 THEN 'NaN'::DOUBLE WHEN i < 50 THEN NULL ELSE 1 END AS a,
    CASE WHEN i = 0 THEN NULL ELSE 1 END AS b, 'x' AS c FROM range(1000) t(i)`;
  const found = await one(data, { missing: { max: 0.01 } }, { current: holes });
  assert.deepEqual([found.status, found.value, found.about, found.rows], ['failed', 0.05, ['a'], 1000]);
  assert.equal(found.said, '`a` is missing in 5% of 1,000 rows; at most 1%');
  const gone = await one(data, { missing: { max: 0.01 } }, { current: 'SELECT 1 AS a, 2 AS b' });
  assert.deepEqual([gone.value, gone.said], [1, '`c` is gone from the rows']);
  const fine = await one(data, { missing: { max: 0.05 } }, { current: holes });
  assert.deepEqual([fine.status, fine.said], ['passed', 'At most 5% is missing, in `a`']);
});

test('values outside of the range of the reference, of rows or of its baseline', async (t) => {
  const data = await openData(t);
  const wild = `SELECT CASE WHEN i < 30 THEN 'inf'::DOUBLE WHEN i < 40 THEN -1 WHEN i < 50 THEN NULL ELSE 99 END AS a,
    6 AS b, 'c' AS c FROM range(1000) t(i)`;
  const found = await one(data, { range: { max: 0.01 } }, { current: wild });
  assert.deepEqual([found.status, found.value, found.about], ['failed', 40 / 990, ['a']]);
  assert.equal(found.said, '4% of the values of `a` lie outside of what the reference had; at most 1%');
  const stored = { kind: 'numbers', rows: 1, missing: 0, nonFinite: 0, mean: 0, sd: 0 } as const;
  const baseline = {
    b: { ...stored, min: 0, max: 5.5, distribution: { kind: 'values', values: [], counts: [] } },
  } as const;
  const held = await one(data, { range: { max: 0.01 } }, { current: wild, reference: baseline });
  assert.deepEqual([held.status, held.value, held.about], ['failed', 1, ['b']]);
  const none = await one(data, { range: { max: 0.01 } }, { reference: null });
  assert.deepEqual([none.status, none.said], ['unknown', 'There is no reference to tell a range from']);
});

test('columns that are gone, retyped or new', async (t) => {
  const data = await openData(t);
  const expected = await data.source.columns("SELECT 1 AS a, 2 AS b, 'x' AS c");
  const found = await data.source.columns("SELECT 1 AS a, '2' AS b, 3 AS d");
  const same = await one(data, { schema: 'same' }, { data: { found, expected } });
  assert.deepEqual([same.status, same.value, same.about], ['failed', 3, ['c', 'b', 'd']]);
  assert.equal(same.said, '`c` is gone; `b` was integer and is string; `d` is new');
  const wider = await data.source.columns("SELECT 1 AS a, 2 AS b, 'x' AS c, 3 AS d");
  const compatible = await one(data, { schema: 'compatible' }, { data: { found: wider, expected } });
  assert.deepEqual([compatible.status, compatible.said], ['passed', '`d` is new']);
  assert.equal((await one(data, { schema: 'same' }, { data: { found } })).status, 'unknown');
});

test('duplicates are rows equal in the key, or in every column with null equal to null', async (t) => {
  const data = await openData(t);
  const current = 'SELECT i % 8 AS id, NULL AS a FROM range(10) t(i)';
  const rows = { current: await rowsOf(data.source, current) };
  const whole = await one(data, { duplicates: { max: 0.1 } }, { data: rows });
  assert.deepEqual([whole.status, whole.value], ['failed', 0.2]);
  assert.equal(whole.said, '20% of 10 rows repeat an earlier one in every column; at most 10%');
  const keyed = await one(data, { duplicates: { max: 0.2 } }, { data: { ...rows, key: ['id'] } });
  assert.deepEqual([keyed.status, keyed.value, keyed.about], ['passed', 0.2, []]);
  const absent = await one(data, { duplicates: { max: 0.2 } }, { data: { ...rows, key: ['nr'] } });
  assert.deepEqual([absent.status, absent.said], ['unknown', 'The rows have no `nr`']);
});

test('freshness is the age of the newest row, whatever the window', async (t) => {
  const data = await openData(t);
  const all = await rowsOf(data.source, "SELECT timestamp '2001-01-31 21:00:00' AS at");
  const day = { freshness: 3_600_000 };
  const old = await one(data, day, { data: { all } });
  assert.deepEqual([old.status, old.value, old.max], ['failed', 10_800, 3600]);
  assert.equal(old.said, 'The newest row is of 2001-01-31 21:00 UTC, 3 h 00 min before the check; at most 1 h 00 min');
  const later = await rowsOf(data.source, "SELECT timestamp '2001-02-02' AS at");
  assert.equal((await one(data, day, { data: { all: later } })).status, 'unknown');
  const endless = await rowsOf(data.source, "SELECT 'infinity'::TIMESTAMP AS at");
  assert.deepEqual((await one(data, day, { data: { all: endless } })).said, 'No row has a time');
  assert.equal((await one(data, day, { data: { timestamp: null } })).said, 'The data names no `timestamp`');
});

test('fewer rows hold fewer categories without any change', async (t) => {
  const data = await openData(t);
  const wide = "SELECT 1 AS a, 1 AS b, 'c' || hash(i) % 5000 AS c FROM range(20000) t(i)";
  const reference = await rowsOf(data.source, wide);
  const part = await one(data, { cardinality: { change: 0.05 } }, { reference, current: `${wide} WHERE i % 10 = 3` });
  assert.equal(part.status, 'passed');
  assert.ok(part.value !== null && part.value < 0.05, `${part.value}`);
  const twice = "SELECT 1 AS a, 1 AS b, 'c' || hash(i) % 20000 AS c FROM range(20000) t(i)";
  const grown = await one(data, { cardinality: { change: 0.5 } }, { reference, current: twice });
  assert.deepEqual([grown.status, grown.about], ['failed', ['c']]);
  assert.match(grown.said, /^`c` has 12,6\d\d categories where as many rows of the reference have 4,9\d\d$/);
});

test('of no rows nothing is told', async (t) => {
  const data = await openData(t);
  const spec: HealthSpec = {
    missing: { max: 0 },
    range: { max: 0 },
    freshness: 1,
    duplicates: { max: 0 },
    cardinality: { change: 0.1 },
  };
  const checks = await look(data, spec, { current: `${REFERENCE} WHERE i < 0` });
  assert.deepEqual(
    checks.map(({ status }) => status),
    checks.map(() => 'unknown'),
  );
  assert.equal(checks.length, 5);
});
