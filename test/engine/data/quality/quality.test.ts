import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { checkQuality, type QualityRequest } from '../../../../engine/src/data/quality/quality.ts';
import { openData } from '../openData.ts';

const TABLE = `
  id,date,delay,origin,score
  1,2001-01-01,5,LAX,0.5
  2,2001-01-02,-7,lax,nan
  3,2001-01-03,,ORD,2.5
  4,2001-01-04,900,ORD,-1.0
  4,2001-01-05,20,,1.0`;

async function check(t: TestContext, request: Partial<QualityRequest>, csv = TABLE) {
  const data = await openData(t);
  return checkQuality(data.source, {
    files: data.csv(csv),
    columns: [],
    checks: [],
    samples: { show: 'full' },
    ...request,
  });
}

async function outline(t: TestContext, request: Partial<QualityRequest>) {
  const { results } = await check(t, request);
  return results
    .filter((one) => one.kind !== 'column')
    .map((one) => [one.name, one.status, one.failing, one.sample.map((sample) => sample.row)]);
}

test('column rules count the rows that break them', async (t) => {
  const columns = [
    { name: 'delay', type: 'integer', min: 0, max: 500, nullable: false },
    { name: 'origin', type: 'category', pattern: '^[A-Z]{3}$', in: ['LAX', 'ORD'] },
    { name: 'score', type: 'float', min: 0 },
    { name: 'date', type: 'timestamp', max: '2001-01-04' },
    { name: 'id', type: 'string', unique: true },
  ] as const;
  assert.deepEqual(await outline(t, { columns }), [
    ['delay type', 'passed', 0, []],
    ['origin type', 'passed', 0, []],
    ['score type', 'passed', 0, []],
    ['date type', 'passed', 0, []],
    ['id type', 'failed', 0, []],
    ['delay nullable', 'failed', 1, [3]],
    ['delay min', 'failed', 1, [2]],
    ['delay max', 'failed', 1, [4]],
    ['origin pattern', 'failed', 1, [2]],
    ['origin in', 'failed', 1, [2]],
    ['score min', 'failed', 2, [2, 4]],
    ['date max', 'failed', 1, [5]],
    ['id unique', 'failed', 2, [4, 5]],
  ]);
});

test('written checks: expectations, rows with an allowance, keys', async (t) => {
  const found = await outline(t, {
    key: ['id'],
    checks: [
      { kind: 'expect', name: 'enough', sql: { text: 'count(*) >= $n', bindings: { n: 5 } } },
      { kind: 'expect', name: 'too many', sql: { text: 'count(*) > 5' } },
      { kind: 'expect', name: 'of nothing', sql: { text: 'max(delay) filter (where false) > 0' } },
      { kind: 'rows', name: 'some late', sql: { text: 'delay < $n', bindings: { n: 500 } }, allow: 0.2 },
      { kind: 'rows', name: 'none late', sql: { text: 'delay < 500 -- minutes' }, allow: 0.1 },
      { kind: 'unique', name: 'pairs', columns: ['id', 'date'] },
    ],
  });
  assert.deepEqual(found, [
    ['key', 'failed', 2, [4, 5]],
    ['enough', 'passed', 0, []],
    ['too many', 'failed', 0, []],
    ['of nothing', 'failed', 0, []],
    ['some late', 'passed', 1, [4]],
    ['none late', 'failed', 1, [4]],
    ['pairs', 'passed', 0, []],
  ]);
});

test('a check that cannot be computed is unknown, says why and hides no other', async (t) => {
  const { results } = await check(t, {
    columns: [{ name: 'gone', min: 1 }],
    key: ['nothing'],
    checks: [
      { kind: 'expect', name: 'no boolean', sql: { text: 'count(*)' } },
      { kind: 'expect', name: 'no column', sql: { text: 'max(delya) > 0' } },
      { kind: 'rows', name: 'no number', sql: { text: 'origin::int > 0' }, allow: 0 },
      { kind: 'rows', name: 'fine', sql: { text: 'id > 0' }, allow: 0 },
    ],
  });
  assert.deepEqual(
    results.map((one) => [one.name, one.status]),
    [
      ['gone is there', 'failed'],
      ['key', 'unknown'],
      ['no boolean', 'unknown'],
      ['no column', 'unknown'],
      ['no number', 'unknown'],
      ['fine', 'passed'],
    ],
  );
  assert.match(results[4]?.message ?? '', /LAX/);
});

test('a pattern that is none is unknown', async (t) => {
  const { results } = await check(t, {
    columns: [
      { name: 'origin', pattern: '([' },
      { name: 'id', min: 1 },
    ],
  });
  assert.deepEqual(
    results.filter((one) => one.kind !== 'column').map((one) => one.status),
    ['unknown', 'passed'],
  );
});

test('samples show the row and hide what is sensitive; where nobody says what is, `masked` hides all', async (t) => {
  const columns = [{ name: 'delay', max: 500 }];
  const sample = async (show: 'none' | 'masked' | 'full', sensitive?: readonly string[]) =>
    (await check(t, { columns, samples: { show, sensitive } })).results.at(-1)?.sample;
  const values = { id: 4, date: '2001-01-04', delay: 900, origin: 'ORD', score: -1 };
  const hidden = { ...values, origin: '***', score: '***' };
  const all = { id: '***', date: '***', delay: '***', origin: '***', score: '***' };
  // md5 of the values in the order of their names, parted by U+001F: 2001-01-04, 900, 4, ORD, -1.0.
  const id = 'b5dc8832455dd096';
  assert.deepEqual(await sample('full'), [{ row: 4, id, values }]);
  assert.deepEqual(await sample('full', ['ORIGIN', 'score']), [{ row: 4, values: hidden }]);
  assert.deepEqual(await sample('masked'), [{ row: 4, values: all }]);
  assert.deepEqual(await sample('masked', ['origin', 'score']), [{ row: 4, values: hidden }]);
  assert.deepEqual(await sample('masked', []), [{ row: 4, id, values }]);
  assert.deepEqual(await sample('none', []), []);
});

test('at most five rows are shown, the first ones', async (t) => {
  const rows = Array.from({ length: 5000 }, (_, n) => `${n}`).join('\n');
  const { results } = await check(t, { columns: [{ name: 'n', max: 99 }] }, `n\n${rows}`);
  assert.deepEqual(
    results.at(-1)?.sample.map((one) => one.row),
    [101, 102, 103, 104, 105],
  );
  assert.equal(results.at(-1)?.value, 0.98);
});
