import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate } from '../../../engine/src/evaluation/evaluate.ts';
import { withInterval } from '../../../engine/src/evaluation/intervals.ts';
import type { Scored } from '../../../engine/src/evaluation/scored.ts';
import { EXACT_ROWS, POISSON, resampleCounts } from '../../../engine/src/math/resampleCounts.ts';
import { computeResamples } from '../../../engine/src/math/resamples.ts';
import reference from './reference/bootstrap.json' with { type: 'json' };
import { binaryRows, regressionRows } from './scored.ts';

describe('resamples', () => {
  it('of few rows have exactly as many rows', () => {
    for (const rows of [1, 2, 37, EXACT_ROWS]) {
      const counts = new Uint8Array(rows);
      assert.equal(resampleCounts(counts, 1, 2, 3), rows);
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        rows,
      );
    }
  });

  it('of many rows have counts of mean and variance 1, whatever the number of rows', () => {
    for (const rows of [EXACT_ROWS + 1, 4096, 4097, 50_000]) {
      const counts = new Uint8Array(rows);
      const total = resampleCounts(counts, 1, 2, 3);
      let [sum, squares] = [0, 0];
      for (const count of counts) {
        sum += count;
        squares += (count - 1) ** 2;
      }
      assert.equal(total, sum);
      assert.ok(Math.abs(sum / rows - 1) < 4 / Math.sqrt(rows), `${sum / rows}`);
      assert.ok(Math.abs(squares / rows - 1) < 10 / Math.sqrt(rows), `${squares / rows}`);
    }
  });

  it('count every row alike', () => {
    for (const rows of [7, EXACT_ROWS + 3]) {
      const counts = new Uint8Array(rows);
      const sums = new Float64Array(rows);
      const resamples = 4000;
      for (let resample = 0; resample < resamples; resample++) {
        resampleCounts(counts, 5, 0, resample);
        for (let row = 0; row < rows; row++) sums[row]! += counts[row]!;
      }
      for (const sum of sums) assert.ok(Math.abs(sum / resamples - 1) < 0.08, `${sum / resamples}`);
    }
  });

  it('draw from a table whose probabilities are those of Poisson(1)', () => {
    let probability = Math.exp(-1);
    for (let k = 0; k < 9; k++) {
      const share = POISSON.filter((count) => count === k).length / POISSON.length;
      assert.ok(Math.abs(share - probability) <= 1.5 / 2 ** 16, `${k}`);
      probability /= k + 1;
    }
  });

  it('differ by seed, stream and number, and do not depend on how they are divided', () => {
    const task = (seed: number, stream: number) => ({
      samples: [{ rows: 5, columns: { absoluteError: Float64Array.of(1, 2, 4, 8, 16) } }],
      streams: [stream],
      metrics: ['mae'],
      classes: 0,
      seed,
    });
    const all = computeResamples(task(1, 0), 0, 20);
    assert.deepEqual([...computeResamples(task(1, 0), 0, 13), ...computeResamples(task(1, 0), 13, 20)], [...all]);
    assert.ok(new Set(all).size > 10);
    assert.notDeepEqual(computeResamples(task(2, 0), 0, 20), all);
    assert.notDeepEqual(computeResamples(task(1, 1), 0, 20), all);
  });
});

describe('intervals', () => {
  it('are quantiles of the resamples, interpolated as numpy does', () => {
    // numpy.percentile([1, 2, 3, 4, 11], [25, 75]) -> 2, 4; [12.5, 87.5] -> 1.5, 7.5
    const resampled = Float64Array.of(11, 4, 3, 2, 1);
    assert.deepEqual(withInterval(3, resampled, 0.5), { value: 3, low: 2, high: 4 });
    assert.deepEqual(withInterval(3, resampled, 0.75), { value: 3, low: 1.5, high: 7.5 });
  });

  it('equal those of scipy.stats.bootstrap within the error of resampling', async () => {
    const scored: Scored = {
      task: 'binary',
      classes: ['0', '1'],
      labels: Int32Array.from(reference.labels),
      scores: [Float64Array.from(reference.scores)],
    };
    const { metrics } = await evaluate(scored, { metrics: Object.keys(reference.values), resamples: 20_000 });
    for (const [name, [low, high]] of Object.entries(reference.values)) {
      const interval = metrics[name]!;
      const width = high! - low!;
      assert.ok(Math.abs(interval.low! - low!) < 0.02 * width, `${name} from ${interval.low}, scipy ${low}`);
      assert.ok(Math.abs(interval.high! - high!) < 0.02 * width, `${name} to ${interval.high}, scipy ${high}`);
    }
  });

  it('equal those of scipy.stats.bootstrap for a median', async () => {
    const labels = Float64Array.from(reference.errors);
    const scored: Scored = { task: 'regression', labels, scores: [new Float64Array(labels.length)] };
    const { metrics } = await evaluate(scored, { metrics: ['median_absolute_error'], resamples: 20_000 });
    const { low, high } = metrics['median_absolute_error']!;
    const [scipyLow, scipyHigh] = reference.median_absolute_error;
    assert.ok(Math.abs(low! - scipyLow!) < 0.02 && Math.abs(high! - scipyHigh!) < 0.02, `${low} ${high}`);
  });

  it('hold the true value about as often as their level says', async () => {
    // Scores are uniform and calibrated: the true Brier score is 1/6. Errors have variance 1.
    const truths = [
      { scored: (seed: number) => binaryRows(200, seed), metric: 'brier', truth: 1 / 6 },
      { scored: (seed: number) => binaryRows(1500, seed), metric: 'brier', truth: 1 / 6 },
      { scored: (seed: number) => regressionRows(200, seed), metric: 'rmse', truth: 1 },
    ];
    for (const { scored, metric, truth } of truths) {
      let held = 0;
      const trials = 200;
      for (let trial = 1; trial <= trials; trial++) {
        const options = { metrics: [metric], resamples: 200, level: 0.9, seed: trial };
        const { metrics } = await evaluate(scored(1000 + trial), options);
        const { low, high } = metrics[metric]!;
        if (low! <= truth && truth <= high!) held++;
      }
      assert.ok(Math.abs(held / trials - 0.9) < 0.07, `${metric}: ${held} of ${trials}`);
    }
  });

  it('are as wide as the normal approximation says', async () => {
    const scored = binaryRows(5000);
    const { value, low, high } = (await evaluate(scored, { metrics: ['brier'] })).metrics['brier']!;
    const losses = Array.from(scored.scores[0]!, (p, row) => (p - scored.labels[row]!) ** 2);
    const variance = losses.reduce((sum, loss) => sum + (loss - value!) ** 2, 0) / losses.length;
    const half = 1.959964 * Math.sqrt(variance / losses.length);
    assert.ok(Math.abs((high! - low!) / (2 * half) - 1) < 0.1, `${high! - low!} ${2 * half}`);
  });
});
