import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { thin } from '../../../engine/src/evaluation/curves/thin.ts';
import { evaluate } from '../../../engine/src/evaluation/evaluate.ts';
import type { Scored } from '../../../engine/src/evaluation/scored.ts';
import { binaryRows, multiclassRows, regressionRows } from './scored.ts';

const curvesOf = async (scored: Scored) => (await evaluate(scored, { resamples: 0 })).curves;

/** Area under the line through the points. */
function area(x: readonly number[], y: readonly number[]): number {
  return x.slice(1).reduce((sum, right, i) => sum + ((right - x[i]!) * (y[i]! + y[i + 1]!)) / 2, 0);
}

const four: Scored = {
  task: 'binary',
  classes: ['no', 'yes'],
  labels: Int32Array.of(0, 0, 1, 1),
  scores: [Float64Array.of(0.1, 0.4, 0.35, 0.8)],
};

describe('curves', () => {
  it('ROC and precision-recall go through the points of scikit-learn', async () => {
    // roc_curve([0,0,1,1], [.1,.4,.35,.8], drop_intermediate=False); precision_recall_curve of the same, reversed
    const { roc, pr } = await curvesOf(four);
    assert.deepEqual(roc, [
      {
        class: 'yes',
        falsePositiveRate: [0, 0, 0.5, 0.5, 1],
        truePositiveRate: [0, 0.5, 0.5, 1, 1],
        threshold: [null, 0.8, 0.4, 0.35, 0.1],
      },
    ]);
    assert.deepEqual(pr, [
      {
        class: 'yes',
        recall: [0, 0.5, 0.5, 1, 1],
        precision: [1, 1, 0.5, 2 / 3, 0.5],
        threshold: [null, 0.8, 0.4, 0.35, 0.1],
      },
    ]);
  });

  it('keep their shape when thinned to 500 points', async () => {
    const scored = binaryRows(40_000);
    const { curves, metrics } = await evaluate(scored, { metrics: ['roc_auc', 'pr_auc', 'brier'], resamples: 0 });
    const { falsePositiveRate, truePositiveRate } = curves.roc![0]!;
    const { recall, precision } = curves.pr![0]!;
    assert.ok(falsePositiveRate.length <= 500 && recall.length <= 500);
    assert.ok(Math.abs(area(falsePositiveRate, truePositiveRate) - metrics['roc_auc']!.value!) < 1e-3);
    assert.ok(Math.abs(area(recall, precision) - metrics['pr_auc']!.value!) < 1e-3);
  });

  it('calibration bins hold all rows and lie near the diagonal for calibrated scores', async () => {
    const { calibration } = await curvesOf(binaryRows(20_000));
    assert.equal(calibration?.of, 'positive class');
    assert.equal(calibration?.bins.length, 15);
    assert.equal(
      calibration?.bins.reduce((sum, { rows }) => sum + rows, 0),
      20_000,
    );
    for (const { probability, share } of calibration.bins) assert.ok(Math.abs(probability - share) < 0.06);
  });

  it('confusion counts rows by true and predicted class', async () => {
    const { confusion } = await curvesOf(four);
    assert.deepEqual(confusion, {
      classes: ['no', 'yes'],
      matrix: [
        [2, 0],
        [1, 1],
      ],
      total: 2,
      threshold: 0.5,
    });
  });

  it('of many classes show those with most rows', async () => {
    const classes = Array.from({ length: 60 }, (_, i) => `c${i}`);
    const { roc, confusion } = await curvesOf(multiclassRows(600, classes));
    assert.equal(roc?.length, 20);
    assert.deepEqual([confusion?.classes.length, confusion?.matrix.length, confusion?.total], [50, 50, 60]);
  });

  it('of numbers hold all rows', async () => {
    const { predicted, residuals } = await curvesOf(regressionRows(1003));
    assert.equal(predicted?.length, 50);
    assert.equal(
      predicted?.reduce((sum, { rows }) => sum + rows, 0),
      1003,
    );
    for (const bin of predicted) assert.ok(bin.from <= bin.predicted && bin.predicted <= bin.to && bin.low <= bin.high);
    const { counts, below, above } = residuals!;
    assert.equal(
      counts.reduce((sum, count) => sum + count, below + above),
      1003,
    );
    assert.deepEqual([counts.length, below, above], [50, 5, 5]);
  });

  it('of constant predictions and perfect ones are one bin', async () => {
    const labels = Float64Array.of(2, 2, 2);
    const { predicted, residuals } = await curvesOf({ task: 'regression', labels, scores: [labels] });
    assert.deepEqual(predicted, [{ from: 2, to: 2, rows: 3, predicted: 2, actual: 2, low: 2, high: 2 }]);
    assert.deepEqual(residuals, { from: 0, to: 0, counts: [3], below: 0, above: 0 });
  });
});

describe('thinning a line', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 40 });

  it('drops only points on the line when there is room', () => {
    fc.assert(
      fc.property(points, (points) => {
        const x = Float64Array.from(points, ([step]) => step).map(
          (
            (sum) => (step: number) =>
              (sum += step)
          )(0),
        );
        const y = Float64Array.from(points, ([, y]) => y);
        const kept = thin(x, y, 100);
        for (let i = 0; i + 1 < kept.length; i++) {
          const [from, to] = [kept[i]!, kept[i + 1]!];
          for (let p = from + 1; p < to; p++) {
            const off = (x[to]! - x[from]!) * (y[p]! - y[from]!) - (y[to]! - y[from]!) * (x[p]! - x[from]!);
            assert.equal(Math.abs(off) < 1e-9, true);
          }
        }
        if (points.length > 0) assert.deepEqual([kept[0], kept.at(-1)], [0, points.length - 1]);
      }),
    );
  });

  it('keeps at most so many points', () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => i);
    assert.equal(thin(x, x.map(Math.sin), 50).length, 50);
  });
});
