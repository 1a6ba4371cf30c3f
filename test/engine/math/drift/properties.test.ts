import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ColumnPair, NumberPair } from '../../../../engine/src/math/drift/columnPair.ts';
import { driftFigure, driftFigures, type MeasuredTest } from '../../../../engine/src/math/drift/driftFigure.ts';
import { stepsOf } from '../../../../engine/src/math/drift/steps.ts';
import { random } from '../../../../engine/src/math/random.ts';
import { againstBaseline, type Counts, categories, numbers } from '../../../kit/driftPairs.ts';

const ALL: readonly MeasuredTest[] = [
  'psi',
  'kl',
  'js',
  'hellinger',
  'wasserstein',
  'ks',
  'anderson_darling',
  'chi_square',
  'g',
  'z',
];
const SYMMETRIC: readonly MeasuredTest[] = ['js', 'hellinger', 'ks'];
const DISTANCES: readonly MeasuredTest[] = ['psi', 'kl', 'js', 'hellinger', 'wasserstein', 'ks'];

const continuous = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const fewValues = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 });
const sample = fc.oneof(continuous, fewValues);
const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 500 }), {
  minKeys: 1,
});

function swapped(pair: ColumnPair): ColumnPair {
  return pair.kind === 'numbers'
    ? { ...pair, reference: pair.current, current: pair.reference }
    : { ...pair, reference: pair.current, current: pair.reference };
}

function statistic(test: MeasuredTest, pair: ColumnPair): number {
  return driftFigure(test, pair).statistic ?? Number.NaN;
}

function isClose(a: number, b: number, what: string): void {
  assert.ok(a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)), `${what}: ${a} and ${b}`);
}

test('samples that are equal have the distance 0 by every test that measures one', () => {
  fc.assert(
    fc.property(sample, (values) => {
      for (const each of DISTANCES) assert.equal(statistic(each, numbers(values, values)), 0, each);
    }),
  );
  fc.assert(
    fc.property(counts, (rows: Counts) => {
      const pair = categories(rows, rows);
      for (const each of ['psi', 'kl', 'js', 'hellinger', 'chi_square', 'g', 'z'] as const)
        assert.equal(statistic(each, pair), 0, each);
    }),
  );
});

test('Jensen-Shannon, Hellinger and Kolmogorov-Smirnov do not ask which side is the reference', () => {
  fc.assert(
    fc.property(counts, counts, (a: Counts, b: Counts) => {
      for (const each of ['js', 'hellinger'] as const)
        isClose(statistic(each, categories(a, b)), statistic(each, categories(b, a)), each);
      isClose(Math.abs(statistic('z', categories(a, b))), Math.abs(statistic('z', categories(b, a))), 'z');
    }),
  );
  fc.assert(
    fc.property(fewValues, fewValues, (a, b) => {
      const pair = numbers(a, b);
      for (const each of SYMMETRIC) isClose(statistic(each, pair), statistic(each, swapped(pair)), each);
      isClose(driftFigure('ks', pair).pValue!, driftFigure('ks', swapped(pair)).pValue!, 'p');
    }),
  );
});

test('the order of rows and of categories changes no figure', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      assert.deepEqual(driftFigures(ALL, numbers(a.toReversed(), b.toReversed())), driftFigures(ALL, numbers(a, b)));
    }),
  );
  fc.assert(
    fc.property(counts, counts, (a: Counts, b: Counts) => {
      const reversed = (rows: Counts) => Object.fromEntries(Object.entries(rows).reverse());
      assert.deepEqual(driftFigures(ALL, categories(reversed(a), reversed(b))), driftFigures(ALL, categories(a, b)));
    }),
  );
});

test('another unit and another zero change neither Wasserstein nor Kolmogorov-Smirnov', () => {
  const wide = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(wide, wide, fc.constantFrom(2, 64, 1024), fc.integer({ min: -500, max: 500 }), (a, b, times, plus) => {
      fc.pre(new Set(a).size > 1);
      const turned = (values: readonly number[]) => values.map((value) => value * times + plus);
      isClose(
        statistic('wasserstein', numbers(turned(a), turned(b))),
        statistic('wasserstein', numbers(a, b)),
        'distance',
      );
      assert.deepEqual(driftFigure('ks', numbers(turned(a), turned(b))), driftFigure('ks', numbers(a, b)));
    }),
  );
});

test('numbers that all move by one move by one over their standard deviation', () => {
  const pair = numbers([1, 2, 3, 4], [2, 3, 4, 5]);
  isClose(statistic('wasserstein', pair), 1 / Math.sqrt(1.25), 'distance');
});

test('a column by its distinct values has the figures of the column by its rows', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const pair = numbers(a, b);
      assert.deepEqual(driftFigures(ALL, byValue(pair)), driftFigures(ALL, pair));
    }),
  );
});

test('counts that are added up by parts are those of the whole', () => {
  fc.assert(
    fc.property(fewValues, fewValues, fewValues, (a, b, c) => {
      const added = byValue(numbers([...a, ...b], c));
      assert.deepEqual(driftFigures(ALL, added), driftFigures(ALL, numbers([...b, ...a], c)));
    }),
  );
});

test('each figure is within its bounds, and a p-value is a chance', () => {
  const bounds: Partial<Record<MeasuredTest, number>> = { js: Math.sqrt(Math.LN2) + 1e-12, hellinger: 1, ks: 1 };
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      for (const each of ALL) {
        const { statistic: value, pValue } = driftFigure(each, numbers(a, b));
        if (value !== null && DISTANCES.includes(each))
          assert.ok(value >= 0 && value <= (bounds[each] ?? Number.MAX_VALUE), each);
        if (pValue != null) assert.ok(pValue >= 0 && pValue <= 1, `${each}: ${pValue}`);
      }
    }),
  );
});

test('against a stored baseline the order tests are binned, and close to those of the values', () => {
  const normal = (rows: number, seed: number, mean = 0) => {
    let state = seed;
    const next = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return Array.from({ length: rows }, () => mean + Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()));
  };
  for (const [mean, rows] of [
    [0, 5000],
    [0.1, 5000],
    [0.5, 3000],
  ] as const) {
    const exact = numbers(normal(20_000, 11), normal(rows, 29, mean));
    const binned = againstBaseline(exact);
    for (const each of ['ks', 'wasserstein'] as const) {
      const figure = driftFigure(each, binned);
      assert.equal(figure.binned, true);
      assert.ok(Math.abs(figure.statistic! - statistic(each, exact)) < 0.001, `${each} ${figure.statistic}`);
    }
    for (const each of ['js', 'psi', 'hellinger'] as const)
      assert.ok(Math.abs(statistic(each, binned) - statistic(each, exact)) < 0.02, each);
    assert.equal(driftFigure('wasserstein', exact).binned, undefined);
  }
});

test('one far row in a hundred thousand does not move a binned column', () => {
  const source = random(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - source.uniform())) * Math.cos(2 * Math.PI * source.uniform());
  const pareto = () => (1 - source.uniform()) ** (-1 / 1.2);
  const drawn = (next: () => number) => Array.from({ length: 100_000 }, next);
  for (const [next, farthest] of [
    [normal, [1e6]],
    [normal, [-1e6]],
    [pareto, []],
    [() => -pareto(), []],
  ] as const) {
    const exact = numbers([...drawn(next), ...farthest], drawn(next));
    const off = statistic('wasserstein', againstBaseline(exact)) - statistic('wasserstein', exact);
    assert.ok(Math.abs(off) < 0.02, String(off));
  }
});

test('a baseline of few values is exact', () => {
  const pair = numbers([1, 1, 2, 3, 5, 8], [1, 2, 2, 3, 8, 8, 9], true);
  assert.deepEqual(driftFigures(ALL, againstBaseline(pair)), driftFigures(ALL, pair));
});

function byValue(pair: NumberPair): NumberPair {
  const side = (of: NumberPair['reference']): NumberPair['reference'] => {
    const { values, upTo } = stepsOf(of)!;
    const listed = Array.from(values);
    return {
      ...of,
      values: { kind: 'values', values: listed, counts: listed.map((_, step) => upTo[step]! - (upTo[step - 1] ?? 0)) },
    };
  };
  return { ...pair, reference: side(pair.reference), current: side(pair.current) };
}
