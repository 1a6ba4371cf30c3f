import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairedDifferences } from '../../../../engine/src/evaluation/pairedBootstrap.ts';
import { type Scored, scoredAt } from '../../../../engine/src/evaluation/scored.ts';
import { streamOf } from '../../../../engine/src/evaluation/slices.ts';
import { pairedSlices } from '../../../../engine/src/operations/paired/pairedSlices.ts';

const ROWS = 400;
const METRICS = ['roc_auc', 'log_loss'];

/** Slices of every fourth row, of the rows after these, and so on; the last rows are few, or have no value. */
const PARTS = Array.from({ length: ROWS }, (_, row) => (row >= 380 ? 4 : row >= 350 ? -1 : row % 4));
const NAMES = ['a', 'b', 'c', 'd', 'few'];

/** Rows of a better and of a worse model that Python makes the same way. */
function twoModels(slices: readonly number[] = PARTS, theirs = slices) {
  const spread = (step: number) =>
    Array.from({ length: ROWS }, (_, row) => (row + 1) * step - Math.floor((row + 1) * step));
  const [u, v, w] = [0.6180339887498949, 0.7548776662466927, 0.5698402909980532].map(spread) as [
    number[],
    number[],
    number[],
  ];
  const labels = Int32Array.from(w, (value, row) => (value < 0.15 + 0.7 * u[row]! ? 1 : 0));
  const of = (share: number, codes: readonly number[], dictionary: readonly string[]): Scored => ({
    task: 'binary',
    classes: ['no', 'yes'],
    labels,
    scores: [Float64Array.from(u, (value, row) => share * value + (1 - share) * v[row]!)],
    slices: [{ name: 'part', codes: Int32Array.from(codes), dictionary }],
  });
  return { candidate: of(0.7, slices, NAMES), champion: of(0.45, theirs, NAMES) };
}

test('a slice has the interval of its difference that numpy gives', async () => {
  // numpy 2.4.6 on the rows of the slice: 50,000 draws of 100 rows with `default_rng(20261122).integers`, np.percentile.
  const expected = {
    a: {
      roc_auc: { better: 0.05202080832332934, low: 0.00560897, high: 0.10156628 },
      log_loss: { better: 0.05358114023557914, low: 0.01481704, high: 0.09203718 },
    },
    b: {
      roc_auc: { better: 0.044070512820512775, low: -0.00909467, high: 0.10024351 },
      log_loss: { better: 0.042309533882116446, low: -0.00066616, high: 0.08460836 },
    },
  };
  const fourths = Array.from({ length: ROWS }, (_, row) => row % 4);
  const { column, total, values } = await pairedSlices(twoModels(fourths), 0, METRICS, { resamples: 20_000 });
  assert.deepEqual([column, total, values.map(({ value }) => value)], ['part', 4, ['a', 'b', 'c', 'd']]);
  for (const [slice, metrics] of Object.entries(expected)) {
    const told = values.find(({ value }) => value === slice)!;
    assert.deepEqual([told.rows, told.reason], [100, null]);
    for (const [name, { better, low, high }] of Object.entries(metrics)) {
      const metric = told.metrics.find((one) => one.name === name)!;
      assert.ok(Math.abs(metric.better! - better) < 1e-12, `${slice} ${name}: ${metric.better}`);
      const allowed = 0.02 * (high - low);
      assert.ok(Math.abs(metric.low! - low) < allowed, `${slice} ${name}: from ${metric.low}, not ${low}`);
      assert.ok(Math.abs(metric.high! - high) < allowed, `${slice} ${name}: to ${metric.high}, not ${high}`);
    }
  }
});

test('a slice is told as it would be alone, and one of few rows says so', async () => {
  const models = twoModels();
  const { total, values } = await pairedSlices(models, 0, METRICS, { resamples: 200 });
  assert.deepEqual(
    values.map(({ value, rows, reason }) => [value, rows, reason]),
    [
      ['a', 88, null],
      ['b', 88, null],
      ['c', 87, null],
      ['d', 87, null],
      [null, 30, null],
      ['few', 20, 'they share 20 rows; 30 are needed'],
    ],
  );
  assert.equal(total, 6);
  assert.deepEqual(values.at(-1)!.metrics, []);
  const rows = Uint32Array.from([...PARTS.keys()].filter((row) => PARTS[row] === 1));
  const pair = { candidate: scoredAt(models.candidate, rows), champion: scoredAt(models.champion, rows) };
  const [alone] = await pairedDifferences([{ ...pair, stream: streamOf('part', 'b') }], ['roc_auc'], {
    resamples: 200,
  });
  const { better, low, high } = values[1]!.metrics[0]!;
  assert.deepEqual({ value: better, low, high }, alone!.get('roc_auc')!.difference);
});

test('a row of which the two say another value is in no slice', async () => {
  const theirs = PARTS.map((code, row) => (row < 40 ? 3 : code));
  const { values } = await pairedSlices(twoModels(PARTS, theirs), 0, ['log_loss'], { resamples: 50 });
  const rowsOf = new Map(values.map(({ value, rows }) => [value, rows]));
  assert.deepEqual([rowsOf.get('a'), rowsOf.get('d'), rowsOf.get(null)], [78, 87, 30]);
});
