import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeNumbers } from '../../../../engine/src/math/baseline.ts';
import { random } from '../../../../engine/src/math/random.ts';
import { EdgeCounter } from '../../../../engine/src/monitoring/columns/edgeCounter.ts';
import { counterFor } from '../../../../engine/src/monitoring/columns/storedSide.ts';

const { uniform } = random(3);
const SHAPES: Readonly<Record<string, () => number>> = {
  even: () => uniform() * 100,
  skewed: () => Math.exp(12 * (uniform() - 0.3)),
  'of whole numbers': () => Math.floor(uniform() ** 3 * 5000),
  'with most at zero': () => (uniform() < 0.7 ? 0 : uniform()),
  'huge and close': () => 1e15 + Math.floor(uniform() * 3000) / 8,
};

for (const [name, value] of Object.entries(SHAPES))
  test(`counts between edges are those of looking at each value: ${name}`, () => {
    const reference = Float64Array.from({ length: 5000 }, value);
    const current = Float64Array.from({ length: 7000 }, (_, i) => (i % 50 === 0 ? value() * 3 - 20 : value()));
    current.set([Number.NaN, Number.NaN, Infinity, -Infinity], 10);
    const { distribution } = describeNumbers(reference);
    assert.ok(distribution.kind === 'quantiles');
    const counter = new EdgeCounter({ edges: distribution.edges, areValues: false, isSingle: false });
    for (let at = 0; at < current.length; at += 1000) counter.take(current.subarray(at, at + 1000));
    const { values, ...side } = counter.side();
    const expected = describeNumbers(current);
    assert.ok(values.kind === 'quantiles');
    const finite = current.filter((one) => Number.isFinite(one));
    const bins = values.counts.map(
      (_, k) =>
        finite.filter((one) => one > (values.edges[k - 1] ?? -Infinity) && one <= (values.edges[k] ?? Infinity)).length,
    );
    assert.deepEqual(values.counts, bins);
    const { rows, missing, nonFinite, min, max } = expected;
    assert.deepEqual(
      { rows: side.rows, missing: side.missing, nonFinite: side.nonFinite, min: side.min, max: side.max },
      { rows, missing, nonFinite, min, max },
    );
    for (const figure of ['mean', 'sd'] as const)
      assert.ok(Math.abs(side[figure]! - expected[figure]!) <= 1e-9 * Math.abs(expected[figure]!), figure);
  });

test('values that the reference has few of are counted one by one, new ones too', () => {
  const counter = counterFor(describeNumbers(Float64Array.of(1, 2, 2, 5)));
  counter.take(Float64Array.of(5, 5, 3, 2, 3, Number.NaN));
  assert.deepEqual(counter.side().values, { kind: 'values', values: [2, 3, 5], counts: [1, 2, 2] });
});

test('with more new values than can be told apart, only what lies between the known ones is counted', () => {
  const counter = counterFor(describeNumbers(Float64Array.of(0, 1)));
  counter.take(Float64Array.from({ length: 50_000 }, (_, i) => i / 50_000));
  assert.deepEqual(counter.side().values, { kind: 'quantiles', edges: [0, 1], counts: [1, 49_999, 0] });
});

test('a baseline of single precision reads the same values of double precision as equal', () => {
  const counter = counterFor(describeNumbers(Float32Array.of(0.1, 0.2, 0.2)));
  counter.take(Float64Array.of(0.1, 0.2, 0.3));
  assert.deepEqual(counter.side().values, {
    kind: 'values',
    values: [0.1, 0.2, 0.3].map(Math.fround),
    counts: [1, 1, 1],
  });
});

test('a column without values has no figures and no counts', () => {
  const counter = counterFor(describeNumbers(Float64Array.of(Number.NaN)));
  counter.take(Float64Array.of(Number.NaN, Infinity));
  const { values, ...side } = counter.side();
  assert.deepEqual(side, { rows: 2, missing: 1, nonFinite: 1, mean: null, sd: null, min: null, max: null });
  assert.deepEqual(values, { kind: 'values', values: [], counts: [] });
});
