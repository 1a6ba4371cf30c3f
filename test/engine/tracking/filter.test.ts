import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../../../engine/src/failure.ts';
import { parseFilter, parseOrder } from '../../../engine/src/tracking/filter.ts';

test('a filter is comparisons joined by AND', () => {
  assert.deepEqual(parseFilter("metrics.auc >= -1.5e-3 and params.`a b` ILIKE \"x%\" AND run_id not in ('a', 'b')"), [
    { entity: 'metric', key: 'auc', kind: 'number', operator: '>=', value: -0.0015 },
    { entity: 'param', key: 'a b', kind: 'text', operator: 'ILIKE', value: 'x%' },
    { entity: 'attribute', key: 'run_id', kind: 'list', operator: 'NOT IN', values: ['a', 'b'] },
  ]);
  assert.deepEqual(parseFilter('tag.mlflow.source.name IS NOT NULL'), [
    { entity: 'tag', key: 'mlflow.source.name', kind: 'presence', operator: 'IS NOT NULL' },
  ]);
  assert.deepEqual(parseFilter('  '), []);
});

/** The character at which each is wrong, counted from 1, and a word of the reason. */
const WRONG: readonly [filter: string, position: number, reason: RegExp][] = [
  ["status = 'a' OR status = 'b'", 14, /OR is not supported/],
  ["(status = 'a')", 1, /parentheses/],
  ['metrics.auc > high', 15, /compared with a number/],
  ["metrics.auc > '1'", 15, /compared with a number/],
  ['metrics.auc LIKE 1', 13, /expected one of = !=/],
  ['params.a = 1', 12, /text in quotes/],
  ["params.a > '1'", 10, /expected one of = != LIKE/],
  ['metrics.auc BETWEEN 1 AND 2', 13, /expected one of/],
  ["metrix.auc = 'a'", 1, /'metrix' is not one of/],
  ['auc > 1', 1, /metrics\.auc/],
  ['constructor = 1', 1, /not one of run_id/],
  ["params.a = 'open", 12, /never closed/],
  ['params.a', 9, /expected one of/],
  ["params.a = 'x' tags.b = 'y'", 16, /expected AND/],
  ["params.a = 'x' AND", 19, /expected a name/],
  ['tags. = 1', 7, /a key after the dot/],
  ['status IS NULL', 8, /for params and tags/],
  ["status IN ('a')", 8, /for run_id and datasets/],
  ['run_id IN ()', 12, /text in quotes/],
  ["run_id NOT LIKE 'a'", 12, /expected IN/],
  ["run_id IN ('a'", 15, /expected , or \)/],
  ["dataset.rows = '1'", 1, /only name, digest and context/],
  ["params.a = 'x' ; DROP TABLE runs", 16, /no meaning/],
  [Array(102).fill('metrics.a > 1').join(' AND '), 1801, /more than 100/],
  ['x'.repeat(100_001), 100_001, /longer than/],
  [`params.a LIKE '${'*'.repeat(10_001)}'`, 15, /pattern is longer/],
  ["params.run_id IN ('a')", 15, /for run_id and datasets/],
];

for (const [filter, position, reason] of WRONG)
  test(`${filter.slice(0, 40)} is wrong at character ${position}`, () => {
    assert.throws(
      () => parseFilter(filter),
      (error: Failure) => {
        assert.equal(error.reason, 'filter-syntax');
        assert.match(error.message, new RegExp(`at character ${position}:`));
        assert.match(error.message, reason);
        return true;
      },
    );
  });

test('an order is a key and a direction', () => {
  assert.deepEqual(parseOrder('metrics.`log loss` desc'), { entity: 'metric', key: 'log loss', descending: true });
  assert.deepEqual(parseOrder('Created'), { entity: 'attribute', key: 'start_time', descending: false });
  for (const wrong of ['', 'dataset.name', 'metrics.a UP', 'metrics.a ASC DESC'])
    assert.throws(() => parseOrder(wrong), { reason: 'filter-syntax' }, wrong);
});

test('any text is read or refused', () => {
  const piece = fc.constantFrom(
    'metrics.a',
    'params.',
    '`',
    "'",
    '"',
    ' AND ',
    '>=',
    '=',
    '1',
    '(',
    ',',
    'NOT',
    'IN',
    'é',
    '.',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join(' ')),
      ),
      (text) => {
        try {
          parseFilter(text);
        } catch (error) {
          assert.ok(error instanceof Failure, String(error));
        }
      },
    ),
  );
});
