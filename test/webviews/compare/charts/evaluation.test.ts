import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageEvaluation } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { evaluationLine } from '../../../../webviews/compare/charts/model/evaluationLine.ts';

const threshold = [null, 0.8, 0.5, 0.2];
const CURVES = {
  roc: [{ class: 'late', falsePositiveRate: [0, 0, 0.5, 1], truePositiveRate: [0, 0.5, 1, 1], threshold }],
  pr: [{ class: 'late', recall: [0, 0.5, 1, 1], precision: [1, 1, 2 / 3, 0.5], threshold }],
  calibration: {
    of: 'probability',
    bins: [
      { from: 0, to: 0.5, rows: 30, probability: 0.2, share: 0.3 },
      { from: 0.5, to: 1, rows: 10, probability: 0.8, share: 0.4 },
    ],
  },
};
const EVALUATION = { task: 'binary', rows: 40, curves: CURVES } as unknown as PageEvaluation;

test('a ROC curve is read along straight lines', () => {
  const line = evaluationLine(EVALUATION, 'roc');
  assert.equal(line?.figure, 0.875);
  assert.equal(line?.at(0.25), 0.75);
});

test('precision between two thresholds is that of the lower one, and its average is over steps', () => {
  const line = evaluationLine(EVALUATION, 'pr');
  assert.equal(line?.figure, 0.5 * 1 + 0.5 * (2 / 3));
  assert.equal(line?.at(0.75), 2 / 3);
  assert.equal(line?.at(1), 2 / 3);
  assert.deepEqual(line?.xs.slice(0, 5), [0, 0, 0.5, 0.5, 1]);
});

test('calibration is as far off as its bins, by their rows', () => {
  const gap = evaluationLine(EVALUATION, 'calibration')?.figure ?? Number.NaN;
  assert.ok(Math.abs(gap - (30 * 0.1 + 10 * 0.4) / 40) < 1e-12);
});

test('without a curve, or with several classes, there is no line', () => {
  assert.equal(evaluationLine({ ...EVALUATION, task: 'multiclass' }, 'roc'), undefined);
  for (const chart of ['roc', 'pr', 'calibration'] as const)
    assert.equal(evaluationLine({ ...EVALUATION, curves: {} } as PageEvaluation, chart), undefined);
});
