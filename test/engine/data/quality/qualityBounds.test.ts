import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { checkQuality } from '../../../../engine/src/data/quality/quality.ts';
import type { ColumnRule } from '../../../../engine/src/data/quality/qualityRules.ts';
import { openData } from '../openData.ts';

/** The rules of one column `x` over a table that a SELECT gives: how many rows fail, or why it cannot be told. */
async function failing(t: TestContext, sql: string, ...rules: readonly Omit<ColumnRule, 'name'>[]) {
  const data = await openData(t);
  const { results } = await checkQuality(data.source, {
    files: await data.table(sql),
    columns: rules.map((rule) => ({ name: 'x', ...rule })),
    checks: [],
    samples: { show: 'full' },
  });
  return results
    .filter((result) => result.kind !== 'column')
    .map(({ kind, status, failing: rows, message }) => [kind, status === 'unknown' ? message : rows]);
}

const values = (type: string, ...texts: readonly string[]) =>
  `select x::${type} as x from (values ${texts.map((text) => `(${text})`).join(', ')}) as rows(x)`;

test('integers are compared digit by digit, whatever a number in the spec is held in', async (t) => {
  const big = values('BIGINT', '9007199254740992', '9007199254740993', '-5', '6', 'null');
  assert.deepEqual(
    await failing(
      t,
      big,
      { max: '9007199254740992' },
      { max: 5.5, min: -5.5 },
      { min: -4.5 },
      { max: 1e30, min: -1e30 },
      { max: Number.POSITIVE_INFINITY },
      { in: [6, 6.5, '9007199254740993'] },
      { in: [0.5] },
    ),
    [
      ['max', 1],
      ['min', 0],
      ['max', 3],
      ['min', 1],
      ['min', 0],
      ['max', 0],
      ['max', 0],
      ['in', 2],
      ['in', 4],
    ],
  );
});

test('decimals are compared digit by digit', async (t) => {
  const decimals = values('DECIMAL(38, 2)', "'123456789012345678901234567890123456.78'", "'0.10'", "'0.30'", 'null');
  assert.deepEqual(
    await failing(
      t,
      decimals,
      { max: '123456789012345678901234567890123456.77' },
      { max: '123456789012345678901234567890123456.781' },
      { min: 0.1, max: 1e300 },
      { min: 0.101 },
      { in: [0.1, '0.3'] },
    ),
    [
      ['max', 1],
      ['max', 0],
      ['min', 0],
      ['max', 0],
      ['min', 1],
      ['in', 1],
    ],
  );
});

test('0.1 in a column of single floats is not more than 0.1', async (t) => {
  const rules = [{ max: 0.1, min: 0.1, in: [0.1] }];
  assert.deepEqual(await failing(t, values('FLOAT', '0.1'), ...rules), [
    ['min', 0],
    ['max', 0],
    ['in', 0],
  ]);
});

test('NaN lies in no range and no list, infinity above or below all that is finite', async (t) => {
  const odd = values('DOUBLE', "'nan'", "'inf'", "'-inf'", "'1'", 'null');
  assert.deepEqual(await failing(t, odd, { min: 0, max: 2, in: [1] }, { min: Number.NEGATIVE_INFINITY }), [
    ['min', 2],
    ['max', 2],
    ['in', 3],
    ['min', 1],
  ]);
});

test('times are compared with texts, with their zone where they have one', async (t) => {
  const bounds = [{ min: '2001-01-01', max: '2001-01-02T00:00:00+02:00' }, { in: ['2001-01-01 22:00', '2001-01-02'] }];
  const times = ["'2000-12-31 23:59:59'", "'2001-01-01 22:00:00'", "'2001-01-01 22:00:01'", "'infinity'", 'null'];
  for (const type of ['TIMESTAMP', 'TIMESTAMPTZ'])
    assert.deepEqual(
      await failing(t, values(type, ...times), ...bounds),
      [
        ['min', 1],
        ['max', 2],
        ['in', 3],
      ],
      type,
    );
  assert.deepEqual(await failing(t, values('DATE', "'2000-12-31'", "'2001-01-01'", "'2001-01-02'"), ...bounds), [
    ['min', 1],
    ['max', 1],
    ['in', 2],
  ]);
  assert.deepEqual(await failing(t, values('TIME', "'09:00'", "'11:00'"), { min: '10:00', max: '10:30:30' }), [
    ['min', 1],
    ['max', 1],
  ]);
});

test('texts are compared with texts by code point; a number is no bound of texts', async (t) => {
  const texts = values('VARCHAR', "'a'", "'Z'", "'é'", "'10'", "'9'", 'null');
  assert.deepEqual(await failing(t, texts, { min: 'a' }, { max: '5' }, { in: ['a', 9] }), [
    ['min', 3],
    ['max', 4],
    ['in', 3],
  ]);
  assert.deepEqual(await failing(t, texts, { min: 5 }), [
    ['min', '`x` is string (VARCHAR): 5 is no text; quote it to compare texts by their characters'],
  ]);
});

test('what cannot be compared is unknown with the reason', async (t) => {
  const asked = async (type: string, value: string, rule: Omit<ColumnRule, 'name'>) =>
    (await failing(t, values(type, value), rule))[0]?.[1];
  assert.match(
    String(await asked('INTEGER', '1', { min: 'early' })),
    /`x` is integer \(INTEGER\): 'early' is no number/,
  );
  assert.match(String(await asked('INTEGER', '1', { in: [true] })), /true is no number/);
  assert.match(String(await asked('DATE', "'2001-01-01'", { max: 5 })), /5 is no date or time/);
  assert.match(String(await asked('TIMESTAMP', "'2001-01-01'", { max: 'yesterday' })), /"yesterday": .*timestamp/);
  assert.match(String(await asked('DATE', "'2001-01-01'", { in: ['2001-13-40'] })), /out of range/);
  assert.match(String(await asked('BOOLEAN', 'true', { min: 0 })), /no order/);
  assert.match(String(await asked('BOOLEAN', 'true', { in: ['Yes'] })), /'Yes' is neither true nor false/);
  assert.match(String(await asked('INTEGER[]', '[1]', { in: [1] })), /cannot be compared/);
  assert.match(String(await asked('INTERVAL', "'1 day'", { max: '2 days' })), /cannot be compared/);
  assert.match(String(await asked('BLOB', "'a'", { pattern: 'a' })), /a pattern is for texts/);
  assert.match(
    String(await asked('DOUBLE', '1.5', { pattern: '1' })),
    /a pattern is for texts, whole numbers and dates/,
  );
  assert.match(String(await asked('DOUBLE', '1', { max: Number.NaN })), /NaN is no number/);
});

test('patterns are RE2, of texts, whole numbers and dates; one that is none is unknown, also over no rows', async (t) => {
  const rules = [{ pattern: '^\\d{3}' }, { pattern: '([' }, { pattern: '(?=a)' }];
  const wrong = [/missing \]/, /invalid perl operator/];
  for (const [sql, rows] of [
    [values('VARCHAR', "'123'", "'12'", "''", 'null'), 2],
    [values('INTEGER', '123', '12', 'null'), 1],
    [values('DATE', "'2001-01-01'"), 0],
    [`${values('VARCHAR', "'a'")} where false`, 0],
    [values("ENUM('100', 'b')", "'100'", "'b'"), 1],
  ] as const) {
    const [first, ...others] = await failing(t, sql, ...rules);
    assert.deepEqual(first, ['pattern', rows]);
    for (const [index, other] of others.entries()) assert.match(String(other[1]), wrong[index]!);
  }
});

test('a column of nulls fails nothing but `nullable`, whatever it is compared with', async (t) => {
  const rule = { min: 5, max: 'z', pattern: 'a', in: [true], nullable: false };
  for (const type of ['VARCHAR', 'INTEGER', 'BOOLEAN', 'BLOB', 'INTEGER[]'])
    assert.deepEqual(
      await failing(t, values(type, 'null', 'null'), rule),
      [
        ['nullable', 2],
        ['min', 0],
        ['max', 0],
        ['pattern', 0],
        ['in', 0],
      ],
      type,
    );
});
