import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logLosses } from '../../../engine/src/math/metrics/losses.ts';
import type { Measure } from '../../../engine/src/math/metrics/measure.ts';
import { measureRows } from '../../../engine/src/math/metrics/measureRows.ts';
import type { ScoredRows, Task } from '../../../engine/src/math/metrics/scoredRows.ts';
import { weightedMean, weightedRocAuc } from '../../../engine/src/math/metrics/weighted.ts';
import cases from './reference/metrics.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly task: string;
  readonly dtype: string;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly scores: readonly (readonly number[])[];
  readonly values: Readonly<Record<string, number | null | undefined>>;
  readonly weights?: readonly number[];
  readonly weighted?: Readonly<Record<string, number | null>>;
}

function rowsOf({ task, dtype, classes, labels, scores }: Case): ScoredRows {
  const Numbers = dtype === 'float32' ? Float32Array : Float64Array;
  return {
    task: task as Task,
    classes,
    labels: task === 'regression' ? Numbers.from(labels) : Int32Array.from(labels),
    scores: scores.map((column) => Numbers.from(column)),
  };
}

function assertClose(actual: Measure | undefined, expected: number | null | undefined, what: string): void {
  if (typeof expected !== 'number') {
    assert.ok(typeof actual === 'object' && actual.reason.length > 0, `${what} is undefined`);
    return;
  }
  assert.ok(typeof actual === 'number', `${what} is ${expected}`);
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= 1e-12 * Math.max(1, Math.abs(expected)), `${what}: ${actual} is not ${expected}`);
}

describe('metrics equal those of scikit-learn to 1e-12', () => {
  for (const reference of cases as readonly Case[]) {
    it(`${reference.task}, ${reference.name}`, () => {
      const measured = measureRows(rowsOf(reference), Object.keys(reference.values));
      for (const [name, expected] of Object.entries(reference.values)) assertClose(measured[name], expected, name);
    });
  }

  it('binary, weighted rows', () => {
    for (const reference of (cases as readonly Case[]).filter(({ weights }) => weights !== undefined)) {
      const { labels, scores } = rowsOf(reference);
      const weights = Float64Array.from(reference.weights!);
      const what = `of ${reference.name}`;
      assertClose(weightedRocAuc(labels, scores[0]!, weights), reference.weighted?.['roc_auc'], `roc_auc ${what}`);
      const logLoss = weightedMean(logLosses(labels, scores[0]!), weights);
      assertClose(logLoss, reference.weighted?.['log_loss'], `log_loss ${what}`);
    }
  });
});
