import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { metrics as catalog, DEFAULT_METRICS, metricEntry } from '../../../engine/src/catalog/metrics.ts';
import type { Measure } from '../../../engine/src/math/metrics/measure.ts';
import { measureRows, metricsNamed, needsOf } from '../../../engine/src/math/metrics/measureRows.ts';
import { metricNamed } from '../../../engine/src/math/metrics/metrics.ts';
import { sampleOf } from '../../../engine/src/math/metrics/sample.ts';
import { canonicalOrder, type ScoredRows, select } from '../../../engine/src/math/metrics/scoredRows.ts';
import { totalsOf } from '../../../engine/src/math/metrics/totals.ts';

type Pair = readonly [label: number, score: number];
type Task = ScoredRows['task'];

const score = fc.oneof(
  fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const binaryPairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), score), { minLength: 1, maxLength: 60 });
const value = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1000);
const numberPairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 });
const count = fc.integer({ min: 0, max: 4 });

/** Rows far from the mean of all, which squares about it would tell to few digits. */
const WITHOUT_OUTLIER: [Pair[], number][] = [
  [[[-3.015, 0]], 0],
  [[[0.006, 0]], 1],
  [[[0.005, 0]], 1],
];

function rowsOf(task: Task, pairs: readonly Pair[]): ScoredRows {
  const scores = [Float64Array.from(pairs, ([, score]) => score)];
  if (task === 'regression') return { task, classes: 0, labels: Float64Array.from(pairs, ([label]) => label), scores };
  const labels = Int32Array.from(pairs, ([label]) => label);
  if (task === 'binary') return { task, classes: 2, labels, scores };
  const rest = scores[0]!.map((score) => (1 - score) / 4);
  return { task, classes: 3, labels, scores: [scores[0]!, rest, rest.map((score) => 3 * score)] };
}

function assertSame(actual: Measure | undefined, expected: Measure | undefined, what = ''): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const difference = Math.abs(actual - expected);
    assert.ok(difference <= 1e-9 * Math.max(1, Math.abs(expected)), `${what} ${actual} ${expected}`);
  } else {
    assert.deepEqual(actual, expected, what);
  }
}

const of = (name: string, rows: ScoredRows) => measureRows(rows, [name])[name];

describe('metrics of any rows', () => {
  const tasks: readonly (readonly [Task, fc.Arbitrary<Pair[]>])[] = [
    ['binary', binaryPairs],
    ['multiclass', fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), score), { minLength: 1, maxLength: 60 })],
    ['regression', numberPairs],
  ];

  for (const [task, pairs] of tasks)
    it(`lie in the range that the catalog declares (${task})`, () => {
      const names = catalog.filter(({ tasks }) => tasks.includes(task)).map(({ name }) => name);
      fc.assert(
        fc.property(pairs, (pairs) => {
          for (const [name, measure] of Object.entries(measureRows(rowsOf(task, pairs), names))) {
            if (typeof measure !== 'number') continue;
            const [low, high] = metricEntry(name)!.range;
            assert.ok(Number.isFinite(measure) && measure >= (low ?? -Infinity) - 1e-12, `${name} ${measure}`);
            assert.ok(measure <= (high ?? Infinity) + 1e-12, `${name} ${measure}`);
          }
        }),
      );
    });

  for (const [task, pairs] of tasks)
    it(`of rows counted several times are those of the rows written out (${task})`, () => {
      const names = DEFAULT_METRICS[task];
      const metrics = metricsNamed(names, task === 'regression' ? 0 : task === 'binary' ? 2 : 3);
      fc.assert(
        fc.property(fc.array(fc.tuple(pairs, count)), (groups) => {
          const single = groups.flatMap(([pairs, count]) => pairs.map((pair) => [pair, count] as const));
          const repeated = single.flatMap(([pair, count]) => new Array<Pair>(count).fill(pair));
          if (repeated.length === 0) return;
          const all = rowsOf(
            task,
            single.map(([pair]) => pair),
          );
          const order = canonicalOrder(all);
          const counts = Uint8Array.from(order, (row) => single[row]![1]);
          const totals = totalsOf(sampleOf(select(all, order), needsOf(metrics)), counts, repeated.length);
          const expected = measureRows(rowsOf(task, repeated), names);
          for (const [i, name] of names.entries()) assertSame(metrics[i]!.value(totals), expected[name], name);
        }),
        task === 'regression' ? { examples: [[WITHOUT_OUTLIER]] } : {},
      );
    });

  it('do not change when scores are spread out in the same order (roc_auc, pr_auc)', () => {
    fc.assert(
      fc.property(binaryPairs, (pairs) => {
        const tenths = pairs.map(([label, score]): Pair => [label, Math.round(score * 10)]);
        const spread = tenths.map(([label, score]): Pair => [label, score ** 3 - 7]);
        for (const name of ['roc_auc', 'pr_auc'])
          assertSame(of(name, rowsOf('binary', tenths)), of(name, rowsOf('binary', spread)), name);
      }),
    );
  });

  it('mirror when labels and scores are turned round (roc_auc, log_loss, brier, mcc)', () => {
    fc.assert(
      fc.property(binaryPairs, (pairs) => {
        const halves = pairs.map(([label, score]): Pair => [label, Math.round(score * 8) / 8 + 1 / 32]);
        const turned = halves.map(([label, score]): Pair => [1 - label, 1 - score]);
        for (const name of ['log_loss', 'brier', 'mcc'])
          assertSame(of(name, rowsOf('binary', halves)), of(name, rowsOf('binary', turned)), name);
        const onlyScores = halves.map(([label, score]): Pair => [label, 1 - score]);
        const area = of('roc_auc', rowsOf('binary', halves));
        if (typeof area === 'number') assertSame(of('roc_auc', rowsOf('binary', onlyScores)), 1 - area);
      }),
    );
  });

  it('agree between two classes as binary and as multiclass', () => {
    fc.assert(
      fc.property(binaryPairs, (pairs) => {
        const binary = rowsOf('binary', pairs);
        const both = {
          ...binary,
          task: 'multiclass' as const,
          scores: [binary.scores[0]!.map((p) => 1 - p), binary.scores[0]!],
        };
        assertSame(of('log_loss', both), of('log_loss', binary));
        const brier = of('brier', binary);
        if (typeof brier === 'number') assertSame(of('brier', both), 2 * brier);
      }),
    );
  });
});

describe('metrics in the catalog', () => {
  it('have a formula each, and no formula lacks an entry', () => {
    for (const { name, tasks } of catalog) assert.ok(metricNamed(name, tasks.includes('binary') ? 2 : 0), name);
    for (const name of ['pinball_1', 'pinball_90', 'pinball_99'])
      assert.ok(metricNamed(name, 0) && metricEntry(name), name);
    for (const name of ['pinball_0', 'pinball_100', 'pinball_05', 'pinball_9.5', 'constructor', 'toString', ''])
      assert.deepEqual([metricNamed(name, 2), metricEntry(name)], [undefined, undefined], name);
  });

  it('that are defaults fit their task', () => {
    for (const [task, names] of Object.entries(DEFAULT_METRICS))
      for (const name of names)
        assert.ok(
          metricEntry(name)?.tasks.some((fitting) => fitting === task),
          name,
        );
  });
});
