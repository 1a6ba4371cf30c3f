import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DriftTestCode, driftTests } from '../../../../engine/src/catalog/driftTests.ts';
import type { ColumnPair } from '../../../../engine/src/math/drift/columnPair.ts';
import { judgeColumns } from '../../../../engine/src/monitoring/drift/judgeColumns.ts';
import { type Counts, categories, numbers } from '../../../kit/driftPairs.ts';

const CODES = driftTests.map(({ code }) => code);
const some = Array.from({ length: 50 }, (_, index) => index);

function judge(pair: ColumnPair, test: DriftTestCode = 'auto') {
  return judgeColumns([{ column: 'x', pair }], { test, allTests: true })[0]!;
}

function isUnknown(pair: ColumnPair, reason: RegExp): void {
  for (const code of CODES) {
    const judged = judge(pair, code);
    assert.equal(judged.verdict, 'unknown', code);
    assert.match(judged.reason!, reason);
  }
}

test('an empty window is no drift and not none', () => {
  isUnknown(numbers(some, []), /^There are no current rows$/);
  isUnknown(numbers([], some), /^The reference has no rows$/);
  isUnknown(categories({ a: 40, b: 40 }, {}), /^There are no current rows$/);
  isUnknown(numbers([], []), /^The reference has no rows$/);
});

test('a column without values is unknown, and says how many went missing', () => {
  const gone = numbers(some, Array<number>(60).fill(Number.NaN));
  isUnknown(gone, /^No current row has a value$/);
  assert.equal(judge(gone).changed, 'Missing rose from 0% to 100%');
  isUnknown(categories({ a: 40, b: 40 }, {}, { reference: 0, current: 70 }), /^No current row has a value$/);
  const infinite = numbers(some, [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
  isUnknown(infinite, /^No current row has a value that is finite; 2 are infinite$/);
});

test('infinities are left out, counted and said', () => {
  const [plain, broken] = [numbers(some, some), numbers(some, [...some, Number.POSITIVE_INFINITY, Number.NaN])];
  assert.equal(judge(broken).verdict, 'none');
  assert.equal(judge(broken).statistic, judge(plain).statistic);
  assert.equal(judge(broken).changed, 'Mean still 24.5; missing rose from 0% to 1.9%, 1 infinite');
});

test('a million categories, each on a row of its own, tell nothing; many that stay are as before', () => {
  const pair = (size: number, from: number): ColumnPair => {
    const names = Array.from({ length: 2 * size }, (_, index) => String(index));
    const side = (start: number) => ({
      rows: size,
      missing: 0,
      counts: names.map((_, index) => (index >= start && index < start + size ? 1 : 0)),
      other: 0,
      distinct: size,
    });
    return { kind: 'categories', categories: names, reference: side(0), current: side(from) };
  };
  const [apart] = judgeColumns([{ column: 'x', pair: pair(500_000, 500_000) }], { test: 'auto' });
  assert.equal(apart?.verdict, 'unknown');
  assert.equal(apart.reason, 'Too few rows share a category to tell change from chance');
  assert.equal(apart.newCategories?.count, 500_000);
  assert.equal(apart.newCategories.categories.length, 20);
  assert.equal(judgeColumns([{ column: 'x', pair: pair(20_000, 0) }], { test: 'auto' })[0]?.verdict, 'none');
});

test('a cut list of categories calls none of them new', () => {
  const pair = categories({ a: 400, b: 300 }, { a: 400, b: 290, z: 10 });
  const cut = { ...pair, reference: { ...pair.reference, rows: 710, other: 10, distinct: 12 } };
  assert.equal(judge(cut).newCategories, null);
});

test('enormous and tiny numbers have figures like any others', () => {
  const scaled = (by: number) =>
    judge(
      numbers(
        some.map((value) => value * by),
        some.map((value) => (value + 20) * by),
      ),
    );
  assert.equal(scaled(1).verdict, 'drift');
  assert.equal(scaled(1e306).verdict, 'drift');
  assert.ok(Math.abs(scaled(1e306).statistic! / scaled(1).statistic! - 1) < 1e-9);
  const ends = judge(numbers([...some, -1.7e308, 1.7e308], [...some, -1.7e308, 1.7e308]));
  assert.equal(ends.verdict, 'none');
  assert.equal(ends.statistic, 0);
  assert.equal(
    judge(
      numbers(
        some.map((value) => value * 5e-324),
        some,
      ),
    ).verdict,
    'drift',
  );
});

test('names of categories that are names of everything stay names', () => {
  const odd = { __proto__: null, constructor: 40, toString: 30, '': 20, '\u0000': 10, '<b>': 5 } as unknown as Counts;
  const judged = judgeColumns([{ column: '__proto__', pair: categories(odd, { constructor: 80, valueOf: 40 }) }], {
    test: 'auto',
    columns: {},
  });
  assert.equal(judged[0]?.verdict, 'drift');
});

test('whatever the numbers, no test throws, and what it says is finite and has a reason or a verdict', () => {
  const value = fc.oneof(
    fc.double(),
    fc.integer({ min: 0, max: 3 }).map(Number),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e308, -1e308, 5e-324),
  );
  const sample = fc.array(value, { maxLength: 80, size: 'max' });
  fc.assert(
    fc.property(sample, sample, fc.boolean(), fc.constantFrom(...CODES), (a, b, isInteger, code) => {
      const judged = judge(numbers(a, b, isInteger), code);
      assert.equal(judged.verdict === 'unknown', judged.reason !== null);
      for (const { statistic, pValue, adjusted } of judged.tests)
        for (const figure of [statistic, pValue, adjusted])
          assert.ok(figure === null || Number.isFinite(figure), `${code} ${figure}`);
    }),
    { numRuns: 300 },
  );
});
