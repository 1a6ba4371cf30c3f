import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqlMetrics } from '../../../../engine/src/monitoring/health/sqlMetrics.ts';
import { openData } from '../../data/openData.ts';
import { rowsOf } from '../rowsOf.ts';

const ROWS = "SELECT i AS a, 'secret' || i AS t FROM range(100) t(i)";

test('figures of the user are held against their limits, and one that fails hides no other', async (t) => {
  const { source } = await openData(t);
  const metric = (name: string, text: string, min: number | null = null, max: number | null = null) => ({
    name,
    sql: { text },
    min,
    max,
  });
  const checks = await sqlMetrics({ source }, await rowsOf(source, ROWS), [
    metric('mean', 'avg(a) -- of all', 10, 60),
    metric('rows', 'count(*)', null, 99),
    metric('share', 'avg((a < 25)::INT)', 0.3),
    metric('shown', 'max(a)'),
    metric('none', 'max(a) FILTER (a > 1000)'),
    metric('bad column', 'avg(b)'),
    metric('text', 'max(t)'),
    metric('file', "(SELECT count(*) FROM '/etc/passwd')"),
    metric('one a row', 'a'),
    metric('values', 'sum(t::INT)'),
  ]);
  assert.deepEqual(
    checks.map(({ id, status, value }) => [id, status, value]),
    [
      ['sql: mean', 'passed', 49.5],
      ['sql: rows', 'failed', 100],
      ['sql: share', 'failed', 0.25],
      ['sql: shown', 'passed', 99],
      ['sql: none', 'unknown', null],
      ['sql: bad column', 'unknown', null],
      ['sql: text', 'unknown', null],
      ['sql: file', 'unknown', null],
      ['sql: one a row', 'unknown', null],
      ['sql: values', 'unknown', null],
    ],
  );
  assert.equal(checks[0]?.said, '`mean` is 49.5; 10 to 60');
  assert.match(checks[5]?.said ?? '', /^Metric `bad column`: .*`b`/);
  assert.equal(checks[6]?.said, 'It must be a number, and is VARCHAR');
  assert.doesNotMatch(checks[9]?.said ?? '', /secret/);
});

test('of no rows only counts are known', async (t) => {
  const { source } = await openData(t);
  const metrics = [{ name: 'rows', sql: { text: 'count(*)' }, min: 1, max: null }];
  const mean = { name: 'mean', sql: { text: 'avg(a)' }, min: 1, max: null };
  const none = await sqlMetrics({ source }, await rowsOf(source, `${ROWS} WHERE false`), [...metrics, mean]);
  assert.deepEqual(
    none.map(({ status, value }) => [status, value]),
    [
      ['failed', 0],
      ['unknown', null],
    ],
  );
  assert.equal(none[1]?.said, 'There are no current rows');
  const [unread] = await sqlMetrics({ source }, null, metrics);
  assert.deepEqual([unread?.status, unread?.value], ['unknown', null]);
});
