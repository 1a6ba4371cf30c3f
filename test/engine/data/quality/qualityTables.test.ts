import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { checkQuality, type DatasetCheck, type QualityRequest } from '../../../../engine/src/data/quality/quality.ts';
import { type Data, openData } from '../openData.ts';

async function check(t: TestContext, data: Data, sql: string, request: Partial<QualityRequest>) {
  const { results } = await checkQuality(data.source, {
    files: await data.table(sql),
    columns: [],
    checks: [],
    samples: { show: 'full' },
    ...request,
  });
  assert.ok(t.name);
  return results.filter((result) => result.kind !== 'column');
}

const outline = (results: Awaited<ReturnType<typeof check>>) =>
  results.map((one) => [one.name, one.status, one.failing, one.sample.map((sample) => sample.row)]);

test('duplicates are rows equal to an earlier one in every column, null to null', async (t) => {
  const data = await openData(t);
  const rows = `select * from (values (1, 'a', null), (2, 'b', 1.0), (1, 'a', null), (2, 'b', 1.5), (1, 'a', null),
    (3, null, 'nan'::double), (3, null, 'nan'), (4, '', 0.0), (4, '', -0.0)) as rows(k, "a ""b""", x)`;
  const duplicates = (allow: number): DatasetCheck => ({ kind: 'duplicates', name: `${allow}`, allow });
  assert.deepEqual(outline(await check(t, data, rows, { checks: [duplicates(0.4), duplicates(0.5)] })), [
    ['0.4', 'failed', 4, [3, 7, 9]],
    ['0.5', 'passed', 4, [3, 7, 9]],
  ]);
});

test('references: values must stand in the other table, nulls aside; each missing value is shown once', async (t) => {
  const data = await openData(t);
  const other = await data.table(`select * from (values ('LAX', 1), ('ORD', 2), ('ORD', 2), (null, 3)) as o(iata, n)`);
  const flights = `select * from (values ('LAX', 1), ('XXX', 1), (null, 9), ('XXX', 1), ('ORD', 1), ('YYY', null)) as f(origin, n)`;
  const to = (columns: readonly string[], text: string, allow = 0): DatasetCheck => ({
    kind: 'references',
    name: text,
    columns,
    to: text,
    allow,
    referred: { kind: 'files', files: other },
  });
  const found = await check(t, data, flights, {
    checks: [to(['origin'], 'airports(iata)', 0.5), to(['origin', 'n'], 'airports(iata, n)'), to(['n'], 'airports(n)')],
  });
  assert.deepEqual(outline(found), [
    ['airports(iata)', 'passed', 3, [2, 6]],
    ['airports(iata, n)', 'failed', 3, [2, 5]],
    ['airports(n)', 'failed', 1, [3]],
  ]);
  const wrong = await check(t, data, flights, {
    checks: [
      to(['origin'], 'airports(code)'),
      to(['origin'], 'airports(n)'),
      to(['origin', 'n'], 'airports(iata)'),
      to(['destination'], 'airports(iata)'),
      {
        kind: 'references',
        name: 'gone',
        columns: ['n'],
        to: 'gone(n)',
        allow: 0,
        referred: { kind: 'unknown', message: 'no data' },
      },
    ],
  });
  assert.deepEqual(
    wrong.map((one) => [one.status, one.message]),
    [
      ['unknown', '`airports(code)`: there is no column `code`'],
      ['unknown', '`origin` is string (VARCHAR), `n` of `airports(n)` is integer (INTEGER)'],
      ['unknown', '2 columns refer to the 1 of `airports(iata)`: name as many'],
      ['unknown', 'the data has no column `destination`'],
      ['unknown', 'no data'],
    ],
  );
});

test('freshness is the age of the newest row; rows of the future and without a time are left out and named', async (t) => {
  const data = await openData(t);
  const now = Date.parse('2026-03-01T12:00:00Z');
  const fresh = async (
    type: string,
    times: readonly string[],
    hours: number,
    timestamp: string | undefined = 'seen',
  ) => {
    const rows = `select seen::${type} as seen from (values ${times.map((time) => `(${time})`).join(', ')}) as rows(seen)`;
    const checks = [{ kind: 'freshness', name: 'fresh', timestamp, limit: hours * 3_600_000, now } as const];
    const [one] = await check(t, data, rows, { checks });
    return [one?.status, one?.value, one?.message];
  };
  const hour = "'2026-03-01 11:00:00'";
  assert.deepEqual(await fresh('TIMESTAMP', [hour, "'2026-01-01'"], 1), [
    'passed',
    3600,
    'the newest row is of 2026-03-01T11:00:00Z, 1 h 00 min old',
  ]);
  assert.deepEqual(await fresh('TIMESTAMPTZ', ["'2026-03-01 11:00:00+02'", "'2026-03-01 14:00:01+02'", 'null'], 2), [
    'failed',
    10_800,
    'the newest row is of 2026-03-01T09:00:00Z, 3 h 00 min old; 1 row after the moment of the check left out; 1 row without a time left out',
  ]);
  assert.deepEqual(await fresh('DATE', ["'2026-02-20'", "'9999-01-01'", "'infinity'"], 24), [
    'failed',
    820_800,
    'the newest row is of 2026-02-20T00:00:00Z, 9 days old; 2 rows after the moment of the check left out',
  ]);
  assert.deepEqual(await fresh('TIMESTAMP', ["'2026-03-01 12:00:00.000001'", 'null'], 24), [
    'failed',
    null,
    'no row has a time up to now; 1 row after the moment of the check left out; 1 row without a time left out',
  ]);
  assert.deepEqual(await fresh('VARCHAR', [hour], 24), [
    'unknown',
    null,
    '`seen` is string (VARCHAR), not a timestamp or date',
  ]);
  assert.deepEqual(await fresh('DATE', [hour], 24, 'gone'), ['unknown', null, 'the data has no column `gone`']);
});

test('the times of a sensitive column are not told', async (t) => {
  const data = await openData(t);
  const now = Date.parse('2026-03-01T12:00:00Z');
  const freshness = {
    kind: 'freshness',
    name: 'fresh',
    timestamp: 'seen',
    limit: 1000,
    now,
    isSensitive: true,
  } as const;
  const [one] = await check(t, data, `select timestamp '2026-01-01' as seen`, { checks: [freshness] });
  assert.deepEqual([one?.status, one?.value, one?.message], ['failed', null, 'the times are sensitive']);
});

test('row change is measured against the version before; the first version passes', async (t) => {
  const data = await openData(t);
  const version = 'ab'.repeat(32);
  const changed = async (rows: number, before: number | undefined, limit: number) => {
    const known = before === undefined ? undefined : { version, rows: before, source: 'its lock' };
    const checks = [{ kind: 'row_change', name: 'change', limit, before: known } as const];
    const [one] = await check(t, data, `select i from range(${rows}) as r(i)`, { checks });
    return [one?.status, one?.value, one?.message];
  };
  assert.deepEqual(await changed(8, undefined, 0), ['passed', null, 'no version before is known']);
  assert.deepEqual(await changed(8, 10, 0.2), ['passed', -0.2, '8 rows, 10 in version abababababab (its lock)']);
  assert.equal((await changed(7, 10, 0.2))[0], 'failed');
  assert.equal((await changed(13, 10, 0.2))[0], 'failed');
  assert.deepEqual((await changed(0, 0, 0.2)).slice(0, 2), ['passed', 0]);
  assert.deepEqual((await changed(1, 0, 1)).slice(0, 2), ['failed', null]);
});

test('over no rows all passes but what asks for rows', async (t) => {
  const data = await openData(t);
  const other = await data.table('select 1 as k');
  const found = await check(t, data, 'select 1 as k, now()::timestamp as at where false', {
    columns: [{ name: 'k', type: 'integer', min: 5, max: 1, in: [7], nullable: false, pattern: '^x', unique: true }],
    key: ['k'],
    checks: [
      { kind: 'rows', name: 'rows', sql: { text: 'k > 9' }, allow: 0 },
      { kind: 'duplicates', name: 'duplicates', allow: 0 },
      {
        kind: 'references',
        name: 'to',
        columns: ['k'],
        to: 'other(k)',
        allow: 0,
        referred: { kind: 'files', files: other },
      },
      { kind: 'expect', name: 'some', sql: { text: 'count(*) > 0' } },
      { kind: 'expect', name: 'big', sql: { text: 'max(k) > 0' } },
      { kind: 'freshness', name: 'fresh', timestamp: 'at', limit: 1000, now: 0 },
    ],
  });
  assert.deepEqual(
    found.filter((one) => one.status !== 'passed').map((one) => [one.name, one.status, one.value, one.message]),
    [
      ['some', 'failed', false, '`count(*) > 0` is false'],
      ['big', 'failed', null, '`max(k) > 0` is null'],
      ['fresh', 'failed', null, 'no row has a time up to now'],
    ],
  );
});

test('a CSV of a header alone is of any type', async (t) => {
  const data = await openData(t);
  const { results } = await checkQuality(data.source, {
    files: data.csv('n,at\n'),
    columns: [
      { name: 'n', type: 'integer', min: 5 },
      { name: 'at', type: 'timestamp', max: '2001-01-01' },
    ],
    checks: [],
    samples: { show: 'full' },
  });
  assert.deepEqual(
    results.map((one) => one.status),
    results.map(() => 'passed'),
  );
});

test('SQL that some row makes impossible is unknown alone, and tells no hidden value; division by zero is null', async (t) => {
  const data = await openData(t);
  const rows = `select i as n, case i when 77 then 'secret' else i::varchar end as s from range(100) as r(i)`;
  const sql = (text: string): DatasetCheck => ({ kind: 'rows', name: text, sql: { text }, allow: 0 });
  const checks = [
    sql('s::int >= 0'),
    sql('n >= 0'),
    sql('10 / n > 1'),
    sql('n < 98'),
    sql("s::date > date '2000-01-01'"),
  ];
  const asked = (sensitive: readonly string[]) =>
    check(t, data, rows, { checks, samples: { show: 'full', sensitive } });
  const shown = await asked([]);
  assert.deepEqual(
    shown.map((one) => [one.status, one.failing]),
    [
      ['unknown', 0],
      ['passed', 0],
      ['failed', 90],
      ['failed', 2],
      ['unknown', 0],
    ],
  );
  assert.match(shown[0]?.message ?? '', /'secret'/);
  const hidden = await asked(['s']);
  assert.ok(!JSON.stringify(hidden).includes('secret'), JSON.stringify(hidden));
});

test('columns of any name, also those that we would use', async (t) => {
  const data = await openData(t);
  const names = [
    'select',
    'a.b',
    'say "x"',
    '🙂',
    'number of row',
    'number',
    'times of row',
    'value 0',
    'hash of row',
    'n',
    'id',
  ];
  const list = names
    .map((name, at) => `${at === 0 ? 'i' : `i % ${at + 1}`} as "${name.replaceAll('"', '""')}"`)
    .join(', ');
  const other = await data.table(`select ${list} from range(3) as r(i)`);
  const found = await check(t, data, `select ${list} from range(6) as r(i)`, {
    columns: names.map((name) => ({ name, max: 0, unique: true })),
    key: names,
    checks: [
      { kind: 'unique', name: 'pair', columns: names.slice(1) },
      { kind: 'duplicates', name: 'duplicates', allow: 0 },
      ...names.map(
        (name): DatasetCheck => ({
          kind: 'references',
          name: `to ${name}`,
          columns: [name],
          to: `other(${name})`,
          allow: 0,
          referred: { kind: 'files', files: other },
        }),
      ),
    ],
  });
  assert.ok(
    found.every((one) => one.status !== 'unknown'),
    JSON.stringify(found.map((one) => one.message)),
  );
  const rows = (name: string) => found.find((one) => one.name === name)?.sample.map((sample) => sample.row);
  assert.deepEqual(rows('select max'), [2, 3, 4, 5, 6]);
  assert.deepEqual(rows('to select'), [4, 5, 6]);
});

test('hundreds of columns with rules take several statements', async (t) => {
  const data = await openData(t);
  const names = Array.from({ length: 150 }, (_, at) => `c${at}`);
  const list = names.map((name, at) => `i + ${at} as ${name}`).join(', ');
  const found = await check(t, data, `select ${list} from range(3) as r(i)`, {
    columns: names.map((name, at) => ({ name, min: at, max: at + (at % 2) })),
    checks: [{ kind: 'duplicates', name: 'duplicates', allow: 0 }],
  });
  assert.equal(found.length, 301);
  assert.equal(found.filter((one) => one.status === 'failed').length, 150);
});
