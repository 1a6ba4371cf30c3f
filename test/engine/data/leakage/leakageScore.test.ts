import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLabelledSample } from '../../../../engine/src/data/leakage/leakageSample.ts';
import { columnScorer } from '../../../../engine/src/data/leakage/leakageScore.ts';
import { openData } from '../openData.ts';

const TABLE = `SELECT i, CASE WHEN i % 11 <> 0 THEN i * 7919 % 1009 END AS a, i * 104729 % 503 / 10 AS b,
  'c' || (i * 1299709 % 37) AS city, 'u' || (i * 31 % 1500) AS visitor, i * 611953 % 997 AS noise FROM range(3000) r(i)`;

const LABELS = {
  late: 'coalesce(a, 500) + noise > 1100',
  band: 'b > 12 AND b < 25 AND noise > 150',
  cheap: 'len(city) = 2 AND noise > 300',
  price: 'b ** 3 + noise * 20',
  kind: `CASE WHEN coalesce(a, 0) < 300 THEN 'low' WHEN noise > 500 THEN 'high' ELSE 'mid' END`,
} as const;

/**
 * Computed with scikit-learn 1.9.1 and SciPy of the same rows. `groups`: `TargetEncoder(smooth=1.0,
 * target_type='continuous')` fitted on four of five folds (row number modulo 5), of the fifth then `roc_auc_score` (kind:
 * mean over the classes) or `r2_score`; numbers of many values in bins `floor((rankdata(x, 'min') - 1) / n * 64)`, missing
 * ones apart. `order`: `roc_auc_score(y, x)`, pairs with a missing value counted half; R2: `LinearRegression` on
 * `rankdata` of both, `line`: on x itself, times the share of rows with a value.
 */
const REFERENCE: readonly (readonly [string, keyof typeof LABELS, string, number])[] = [
  ['a', 'late', 'groups', 0.8169479874],
  ['noise', 'late', 'order', 0.8487428564],
  ['b', 'late', 'order', 0.5082302223],
  ['b', 'band', 'groups', 0.9744931272],
  ['noise', 'band', 'order', 0.6106395806],
  ['city', 'cheap', 'groups', 0.9270251313],
  ['b', 'price', 'groups', 0.9735986825],
  ['a', 'price', 'line', 0.0000504626],
  ['noise', 'price', 'order', 0.0646115323],
  ['a', 'kind', 'groups', 0.8249724291],
  ['noise', 'kind', 'order', 0.7447959899],
  ['city', 'kind', 'groups', 0.5206340129],
];

test('a column alone predicts as well as scikit-learn finds', async (t) => {
  const data = await openData(t);
  const files = await data.table(TABLE);
  const columns = ['a', 'b', 'city', 'visitor', 'noise'];
  for (const label of Object.keys(LABELS) as (keyof typeof LABELS)[]) {
    const sample = await readLabelledSample(data.source, { files, target: { text: LABELS[label] }, columns });
    const scoreOf = columnScorer(sample.label);
    for (const [name, , by, value] of REFERENCE.filter(([, of]) => of === label)) {
      const column = sample.columns.find((one) => one.name === name)!;
      const score = scoreOf(column);
      assert.equal(score.by, by, `${name} of ${label}`);
      assert.ok(Math.abs(score.value - value) < 1e-9, `${name} of ${label}: ${score.value}, not ${value}`);
    }
  }
});

test('a column of many values that stand in few rows each tells nothing', async (t) => {
  const data = await openData(t);
  const target = { text: 'noise > 500' };
  const sample = await readLabelledSample(data.source, {
    files: await data.table(TABLE),
    target,
    columns: ['visitor'],
  });
  assert.equal(columnScorer(sample.label)(sample.columns[0]!).value, 0.5);
});

test('of a large table evenly spread rows are read, always the same', async (t) => {
  const data = await openData(t);
  const files = await data.table('SELECT i, i % 24 AS hour, i % 2 = 0 AS y FROM range(1000000) r(i)');
  const [one, two] = [
    await readLabelledSample(data.source, { files, target: { text: 'y' } }),
    await readLabelledSample(data.source, { files, target: { text: 'y' } }),
  ];
  assert.equal(one.total, 1_000_000);
  assert.ok(Math.abs(one.rows - 100_000) < 10, `${one.rows} rows`);
  assert.deepEqual(one, two);
  const hours = new Float64Array(24);
  for (const hour of one.columns[1]!.numbers!) hours[hour]!++;
  assert.ok(Math.max(...hours) - Math.min(...hours) < 100, `rows by hour: ${hours.join(' ')}`);
});
