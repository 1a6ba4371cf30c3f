import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resamplePool } from '../../../engine/src/adapters/evaluator/resamplePool.ts';
import { pairedBootstrap, pairedDifferences } from '../../../engine/src/evaluation/pairedBootstrap.ts';
import type { Scored } from '../../../engine/src/evaluation/scored.ts';
import { random } from '../../../engine/src/math/random.ts';
import { binaryRows } from './scored.ts';

/** 400 rows that Python makes the same way, of a better and of a worse model. */
function twoModels(): readonly [Scored, Scored] {
  const part = (value: number) => value - Math.floor(value);
  const rows = Array.from({ length: 400 }, (_, index) => index + 1);
  const [u, v, w] = [0.6180339887498949, 0.7548776662466927, 0.5698402909980532].map((step) =>
    rows.map((i) => part(i * step)),
  ) as [number[], number[], number[]];
  const labels = Int32Array.from(w, (value, i) => (value < 0.15 + 0.7 * u[i]! ? 1 : 0));
  const mixed = (share: number) => Float64Array.from(u, (value, i) => share * value + (1 - share) * v[i]!);
  return [binary(labels, mixed(0.7)), binary(labels, mixed(0.45))];
}

function binary(labels: Int32Array, scores: Float64Array): Scored {
  return { task: 'binary', classes: ['no', 'yes'], labels, scores: [scores] };
}

describe('a paired bootstrap', () => {
  it('gives the interval that numpy does', async () => {
    const [better, worse] = twoModels();
    // numpy 2.4.6, 50,000 draws with replacement, np.percentile; DeLong's interval of the same rows is 0.04478 to 0.10198.
    const expected = {
      roc_auc: {
        value: 0.07337683442086063,
        intervals: { 0.95: [0.04494045, 0.10257348], 0.9: [0.04942618, 0.09780281] },
      },
      log_loss: {
        value: 0.05207218863687724,
        intervals: { 0.95: [0.03130975, 0.07237319], 0.9: [0.03477302, 0.06917918] },
      },
    };
    for (const [metric, { value, intervals }] of Object.entries(expected))
      for (const [level, [low, high]] of Object.entries(intervals)) {
        const { difference } = await pairedBootstrap(better, worse, {
          metric,
          level: Number(level),
          resamples: 20_000,
        });
        assert.ok(Math.abs(difference.value! - value) < 1e-12, `${metric}: ${difference.value}`);
        const width = high! - low!;
        assert.ok(Math.abs(difference.low! - low!) < 0.02 * width, `${metric} ${level}: ${difference.low}, ${low}`);
        assert.ok(Math.abs(difference.high! - high!) < 0.02 * width, `${metric} ${level}: ${difference.high}, ${high}`);
      }
  });

  it('holds the true difference as often as its level says', async () => {
    // Scores are normal, of mean m for positive rows and 0 for others: then roc_auc is Phi(m / sqrt 2). Half of the noise is
    // common to both. Of 600 data sets 95% are 570, with a standard deviation of 5.3; the bounds are 3.3 of them to either side.
    const [sets, rows, resamples] = [600, 300, 300];
    const generator = random(20261122);
    const truth = phi(1.2 / Math.SQRT2) - phi(0.9 / Math.SQRT2);
    let held = 0;
    for (let set = 0; set < sets; set++) {
      const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
      const shared = Float64Array.from(labels, () => normal(generator.uniform) * Math.SQRT1_2);
      const scoresOf = (mean: number) =>
        Float64Array.from(
          labels,
          (label, row) => mean * label + shared[row]! + normal(generator.uniform) * Math.SQRT1_2,
        );
      const [candidate, champion] = [binary(labels, scoresOf(1.2)), binary(labels, scoresOf(0.9))];
      const { difference } = await pairedBootstrap(candidate, champion, { metric: 'roc_auc', resamples, seed: set });
      if (difference.low! <= truth && truth <= difference.high!) held++;
    }
    assert.ok(held >= 552 && held <= 588, `${held} of ${sets}`);
  });

  it('is of nothing but zeros for a model and itself', async () => {
    const rows = binaryRows(2500);
    const { difference, rows: counted } = await pairedBootstrap(rows, rows, { metric: 'roc_auc', resamples: 50 });
    assert.deepEqual([difference, counted], [{ value: 0, low: 0, high: 0 }, 2500]);
  });

  it('is signed so that more is better', async () => {
    const [better, worse] = twoModels();
    for (const metric of ['roc_auc', 'log_loss', 'brier']) {
      const up = await pairedBootstrap(better, worse, { metric, resamples: 200 });
      assert.ok(up.difference.low! > 0, metric);
      const down = await pairedBootstrap(worse, better, { metric, resamples: 200 });
      assert.ok(down.difference.high! < 0, metric);
      assert.ok(Math.abs(up.candidate.value! - down.champion.value!) < 1e-12);
    }
  });

  it('does not hang on the order of rows, nor on threads', async (t) => {
    const [better, worse] = twoModels();
    const order = Uint32Array.from({ length: 400 }, (_, i) => (i * 7) % 400);
    const moved = [better, worse].map(({ labels, scores }) =>
      binary(
        Int32Array.from(order, (i) => labels[i]!),
        Float64Array.from(order, (i) => scores[0]![i]!),
      ),
    ) as [Scored, Scored];
    for (const metric of ['roc_auc', 'log_loss']) {
      const inOrder = await pairedBootstrap(better, worse, { metric, resamples: 400 });
      assert.deepEqual(await pairedBootstrap(...moved, { metric, resamples: 400 }), inOrder);
    }
    const pool = resamplePool(2);
    t.after(() => pool.close());
    const [many, others] = [binaryRows(60_000, 1), binaryRows(60_000, 2)];
    const same = { ...others, labels: many.labels };
    const wide = { metric: 'log_loss', resamples: 300 };
    assert.deepEqual(
      await pairedBootstrap(many, same, { ...wide, parallel: pool }),
      await pairedBootstrap(many, same, wide),
    );
  });

  it('tells of a metric and of a pair what it tells of them alone', async () => {
    const [better, worse] = twoModels();
    const metrics = ['roc_auc', 'log_loss', 'accuracy', 'brier'];
    const pairs = [
      { candidate: better, champion: worse },
      { candidate: worse, champion: better, stream: 7 },
    ];
    const shares: number[] = [];
    const progress = (share: number) => void shares.push(share);
    const [first, second] = await pairedDifferences(pairs, metrics, { resamples: 200, progress });
    for (const metric of metrics) {
      assert.deepEqual(first!.get(metric), await pairedBootstrap(better, worse, { metric, resamples: 200 }));
      const alone = await pairedDifferences([pairs[1]!], [metric], { resamples: 200 });
      assert.deepEqual(second!.get(metric), alone[0]!.get(metric));
    }
    assert.deepEqual([shares, shares.at(-1)], [shares.toSorted((a, b) => a - b), 1]);
    assert.deepEqual(await pairedDifferences([], metrics), []);
  });

  it('gives the intervals that numpy does for classes and quantities', async () => {
    // numpy 2.4.6 on the same rows: 50,000 draws of 400 rows with `default_rng(20261122).integers`, np.percentile. log_loss is the mean of
    // -log of the label's probability, accuracy goes by argmax, roc_auc is the mean over one class against the rest, by mean ranks.
    const classes = {
      log_loss: { value: 0.108478546150646, low: 0.08151357, high: 0.13509141 },
      accuracy: { value: 0.0025, low: -0.03, high: 0.035 },
      roc_auc: { value: 0.0329906969321585, low: 0.01970261, high: 0.04656949 },
    };
    const quantities = {
      rmse: { value: 0.2800584202289801, low: 0.230836, high: 0.32837782 },
      mae: { value: 0.1948473780568134, low: 0.1478036, high: 0.24277297 },
      r2: { value: 0.05748424658436535, low: 0.04747326, high: 0.06817513 },
      median_absolute_error: { value: 0.10850755656574584, low: 0.02111687, high: 0.19245761 },
    };
    for (const [models, expected] of [
      [classesOfTwo(), classes],
      [quantitiesOfTwo(), quantities],
    ] as const)
      for (const [metric, { value, low, high }] of Object.entries(expected)) {
        const { difference } = await pairedBootstrap(...models, { metric, resamples: 20_000 });
        assert.ok(Math.abs(difference.value! - value) < 1e-12, `${metric}: ${difference.value}`);
        // A step of accuracy is 1 of 400 rows, which is a larger part of its interval.
        const allowed = Math.max(0.02 * (high - low), metric === 'accuracy' ? 1 / 400 : 0) + 1e-12;
        assert.ok(Math.abs(difference.low! - low) < allowed, `${metric}: from ${difference.low}, not ${low}`);
        assert.ok(Math.abs(difference.high! - high) < allowed, `${metric}: to ${difference.high}, not ${high}`);
      }
  });
});

/** 400 numbers each, spread evenly over 0 to 1 without chance, so that Python makes the same. */
function spread(): readonly [number[], number[], number[]] {
  const rows = Array.from({ length: 400 }, (_, index) => index + 1);
  return [0.6180339887498949, 0.7548776662466927, 0.5698402909980532].map((step) =>
    rows.map((i) => i * step - Math.floor(i * step)),
  ) as [number[], number[], number[]];
}

/** Probabilities of three classes: nearly the true ones, and those mixed half with others. */
function classesOfTwo(): readonly [Scored, Scored] {
  const [u, v, w] = spread();
  const shares = (...weights: number[]) => weights.map((weight) => weight / weights.reduce((sum, one) => sum + one));
  const truth = u.map((_, i) => shares(u[i]! ** 2, v[i]! ** 2, 0.2));
  const other = u.map((_, i) => shares(v[i]!, u[i]!, 0.5));
  const labels = Int32Array.from(w, (value, i) =>
    value < truth[i]![0]! ? 0 : value < truth[i]![0]! + truth[i]![1]! ? 1 : 2,
  );
  const of = (score: (row: number, k: number) => number): Scored => ({
    task: 'multiclass',
    classes: ['a', 'b', 'c'],
    labels,
    scores: [0, 1, 2].map((k) => Float64Array.from(u, (_, i) => score(i, k))),
  });
  return [of((i, k) => 0.8 * truth[i]![k]! + 0.2 / 3), of((i, k) => 0.5 * truth[i]![k]! + 0.5 * other[i]![k]!)];
}

function quantitiesOfTwo(): readonly [Scored, Scored] {
  const [u, v, w] = spread();
  const labels = Float64Array.from(u, (_, i) => 10 * u[i]! + 4 * v[i]! - 3 * w[i]!);
  const of = (value: (row: number) => number): Scored => ({
    task: 'regression',
    labels,
    scores: [Float64Array.from(u, (_, i) => value(i))],
  });
  return [of((i) => 10 * u[i]! + 3.5 * v[i]! - 1), of((i) => 9 * u[i]! + 2 * v[i]! + 0.5)];
}

/** Of mean 0 and standard deviation 1 (Box and Muller). */
function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Distribution function of the standard normal distribution, by its series; exact to 1e-12 for |x| < 3. */
function phi(x: number): number {
  let [term, sum] = [x, x];
  for (let k = 1; k < 60; k++) {
    term *= (-x * x) / (2 * k);
    sum += term / (2 * k + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}
