import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeColumns } from '../../../../engine/src/monitoring/drift/judgeColumns.ts';
import { categories, numbers } from '../../../kit/driftPairs.ts';
import { driftReferences } from '../../../kit/driftReference.ts';

const references = driftReferences();
const named = references.map(({ name, pair }) => ({ column: name, pair }));

test('`evidently` takes the test that Evidently takes, and finds what it finds', () => {
  const judged = judgeColumns(named, { test: 'evidently' });
  for (const [index, { name, default: chosen }] of references.entries()) {
    const { test: taken, verdict } = judged[index]!;
    assert.deepEqual([taken, verdict], [chosen[0], chosen[1] ? 'drift' : 'none'], name);
  }
});

test('`auto` finds what is sure and large, and says why where it says nothing', () => {
  const judged = judgeColumns(named, { test: 'auto' });
  const verdicts = Object.fromEntries(judged.map(({ column, verdict }) => [column, verdict]));
  assert.deepEqual(verdicts, {
    num_small_drift: 'drift',
    num_small_same: 'none',
    num_tiny: 'unknown',
    num_large_drift: 'none',
    num_large_same: 'none',
    num_constant_ref: 'unknown',
    num_few_unique_small: 'drift',
    num_few_unique_large: 'drift',
    num_binary_small: 'drift',
    num_10_unique: 'drift',
    num_integer_dtype: 'drift',
    num_outlier: 'none',
    cat3_small: 'none',
    cat3_large: 'none',
    cat_new_level: 'drift',
    cat_missing_level: 'drift',
    cat_binary_small: 'drift',
    cat_binary_large: 'none',
    cat_constant: 'unknown',
  });
  const reasons = judged.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  assert.deepEqual(reasons, [
    'Only 12 rows of the reference have a value; fewer than 30 tell nothing',
    'The reference holds one value only, 5: how far values move by chance cannot be told',
    'The reference holds one value only, `a`: how far values move by chance cannot be told',
  ]);
});

test('a column says its test, its effect against the limit, and its adjusted p', () => {
  const [first] = judgeColumns(named, { test: 'auto' });
  assert.equal(first?.test, 'wasserstein');
  assert.equal(first.threshold, 0.1);
  assert.deepEqual(
    first.tests.map(({ test, threshold, drifted }) => [test, threshold, drifted]),
    [
      ['wasserstein', 0.1, true],
      ['ks', 0.05, true],
    ],
  );
  const [, ks] = first.tests;
  assert.ok(ks!.adjusted! > ks!.pValue!);
  assert.equal(first.pValue, ks!.adjusted);
});

test('p-values are adjusted over the columns that `auto` judges: what is sure alone may not be among many', () => {
  const moved = { column: 'moved', pair: numbers(spread(60, 0), spread(60, 16)) };
  const still = Array.from({ length: 19 }, (_, index) => ({
    column: `still${index}`,
    pair: numbers(spread(60, 0), spread(60, 0)),
  }));
  assert.equal(judgeColumns([moved], { test: 'auto' })[0]?.verdict, 'drift');
  assert.equal(judgeColumns([moved, ...still], { test: 'auto' })[0]?.verdict, 'none');
  const own = {
    test: 'auto',
    columns: Object.fromEntries(still.map(({ column }) => [column, { test: 'psi' as const }])),
  } as const;
  assert.equal(judgeColumns([moved, ...still], own)[0]?.verdict, 'drift');
});

test('one row more or less changes no verdict of `auto`, also where Evidently changes its mind', () => {
  // Sure, as Kolmogorov and Smirnov have it, and too little to matter.
  const pair = (rows: number) => ({ column: 'x', pair: numbers(spread(rows, 0), spread(rows, rows * 0.02)) });
  const verdicts = (test: 'auto' | 'evidently', sizes: readonly number[]) =>
    sizes.map((rows) => judgeColumns([pair(rows)], { test })[0]?.verdict);
  const around = [998, 999, 1000, 1001, 1002];
  assert.deepEqual(new Set(verdicts('auto', around)), new Set(['none']));
  const shifted = (rows: number) => ({ column: 'x', pair: numbers(spread(rows, 0), spread(rows, rows * 0.0245)) });
  const mind = around.map((rows) => judgeColumns([shifted(rows)], { test: 'evidently' })[0]!.test);
  assert.deepEqual(mind, ['ks', 'ks', 'ks', 'wasserstein', 'wasserstein']);
  for (const sizes of [[9_999, 10_000, 10_001], [29, 30, 31].map((rows) => rows * 100)]) {
    const large = sizes.map(
      (rows) =>
        judgeColumns([{ column: 'x', pair: numbers(spread(rows, 0), spread(rows, rows * 0.05)) }], { test: 'auto' })[0]
          ?.verdict,
    );
    assert.deepEqual(new Set(large), new Set(['drift']));
  }
});

test('`auto` finds the same in any unit, however small the spread; by name the distance has the floor of Evidently', () => {
  const shifted = (unit: number) =>
    numbers(
      spread(400, 0).map((x) => x * unit),
      spread(400, 200).map((x) => x * unit),
    );
  const figures = (test: 'auto' | 'wasserstein', unit: number) => {
    const [{ verdict, statistic } = { verdict: 'none', statistic: null }] = judgeColumns(
      [{ column: 'x', pair: shifted(unit) }],
      { test },
    );
    return [verdict, statistic!] as const;
  };
  const [verdict, statistic] = figures('auto', 1);
  assert.equal(verdict, 'drift');
  for (const unit of [1e-3, 1e-6, 1e-9]) {
    assert.equal(figures('auto', unit)[0], 'drift', `${unit}`);
    assert.ok(Math.abs(figures('auto', unit)[1] / statistic - 1) < 1e-9, `${unit}`);
  }
  assert.equal(figures('wasserstein', 1e-9)[0], 'none');
});

test('a column has the test and the limit of its own', () => {
  const rule = {
    test: 'auto',
    columns: { num_large_drift: { test: 'psi', max: 0.01 }, cat3_large: { max: 0.09 } },
  } as const;
  const judged = judgeColumns(named, rule);
  const psi = judged.find(({ column }) => column === 'num_large_drift')!;
  assert.deepEqual([psi.test, psi.threshold, psi.verdict, psi.pValue], ['psi', 0.01, 'drift', null]);
  const shares = judged.find(({ column }) => column === 'cat3_large')!;
  assert.deepEqual([shares.test, shares.threshold, shares.verdict], ['js', 0.09, 'drift']);
});

test('a limit is the greatest statistic that is no drift; a test of its own does not take the limit of the others', () => {
  const pair = { column: 'x', pair: categories({ a: 50, b: 50 }, { a: 60, b: 40 }) };
  const { statistic } = judgeColumns([pair], { test: 'psi' })[0]!;
  assert.equal(judgeColumns([pair], { test: 'psi', max: statistic! })[0]?.verdict, 'none');
  assert.equal(judgeColumns([pair], { test: 'psi', max: statistic! - 1e-12 })[0]?.verdict, 'drift');
  const own = judgeColumns([pair], { test: 'psi', max: 0.7, columns: { x: { test: 'js' } } })[0]!;
  assert.equal(own.threshold, 0.1);
});

test('all tests that fit the column stand after the one that decides', () => {
  const all = judgeColumns(named, { test: 'auto', allTests: true });
  assert.deepEqual(
    all[0]?.tests.map(({ test }) => test),
    ['wasserstein', 'ks', 'psi', 'kl', 'js', 'hellinger', 'anderson_darling', 'chi_square', 'g', 'z'],
  );
  assert.deepEqual(
    all[12]?.tests.map(({ test }) => test),
    ['js', 'chi_square', 'psi', 'kl', 'hellinger', 'g', 'z'],
  );
});

test('a test of the order of numbers does not judge categories', () => {
  const [judged] = judgeColumns([{ column: 'x', pair: categories({ a: 50 }, { a: 40, b: 9 }) }], {
    test: 'wasserstein',
  });
  assert.equal(judged?.verdict, 'unknown');
  assert.equal(judged?.reason, '`wasserstein` compares numbers, and this column holds categories');
});

/** Evenly spread values: 0 ... rows - 1 and so much more. */
function spread(rows: number, plus: number): readonly number[] {
  return Array.from({ length: rows }, (_, index) => index + plus);
}
