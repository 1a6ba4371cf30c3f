import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64Floats } from '../../../../engine/src/tracking/table/encodeCells.ts';
import { curveBand, valueAt } from '../../../../webviews/compare/charts/model/curveBand.ts';
import { type CurveFigures, curveFigures, curveLine } from '../../../../webviews/compare/charts/model/curveLine.ts';
import { smoothed } from '../../../../webviews/compare/charts/model/smooth.ts';

const PLAIN = { x: 'step', smoothing: 0, logX: false, logY: false } as const;

function figures(part: Partial<CurveFigures>): CurveFigures {
  const values = part.values ?? [];
  return {
    steps: values.map((_, i) => i),
    times: values.map((_, i) => 1000 * i),
    values,
    low: undefined,
    high: undefined,
    total: values.length,
    ...part,
  };
}

test('smoothing is the weighted mean of what came before', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  for (const weight of [0.3, 0.6, 0.99]) {
    const mean = (until: number) => {
      const weights = values.slice(0, until + 1).map((_, i) => weight ** (until - i));
      const sum = weights.reduce((total, one, i) => total + one * values[i]!, 0);
      return sum / weights.reduce((total, one) => total + one, 0);
    };
    for (const [i, value] of smoothed(values, weight).entries()) assert.ok(Math.abs(value - mean(i)) < 1e-12);
  }
  assert.equal(smoothed(values, 0), values);
});

test('smoothing goes on after NaN and infinity as if they were not there', () => {
  const { NaN: none, POSITIVE_INFINITY: infinite } = Number;
  assert.deepEqual(smoothed([none, 2, infinite, 2], 0.5), [none, 2, infinite, 2]);
  assert.deepEqual(smoothed([7], 0.9), [7]);
});

test('figures come out of their base64', () => {
  const texts = { steps: base64Floats([0, 1]), times: base64Floats([5, 6]), values: base64Floats([Number.NaN, 2]) };
  const read = curveFigures({ run: 'a', metric: 'm', ...texts, total: 2 });
  assert.deepEqual(read, { ...figures({ values: [Number.NaN, 2] }), times: [5, 6] });
});

test('x is the step, the time, the time since the first point or another metric', () => {
  const curve = figures({ values: [1, 2, 3], steps: [0, 10, 20], times: [500, 2500, 1500] });
  assert.deepEqual(curveLine(curve, PLAIN).xs, [0, 10, 20]);
  const byTime = curveLine(curve, { ...PLAIN, x: 'time' });
  assert.deepEqual(
    [byTime.xs, byTime.ys],
    [
      [500, 1500, 2500],
      [1, 3, 2],
    ],
  );
  assert.deepEqual(curveLine(curve, { ...PLAIN, x: 'relative' }).xs, [0, 1, 2]);
  const other = figures({ values: [0.5, 0.1], steps: [5, 20] });
  const against = curveLine(curve, { ...PLAIN, x: { metric: 'lr' } }, other);
  assert.deepEqual([against.xs, against.ys, against.unplaced], [[0.1, 0.5], [3, 2], 1]);
  assert.equal(curveLine(curve, { ...PLAIN, x: { metric: 'lr' } }).xs.length, 0);
});

test('a logarithmic axis has no place for zero and below', () => {
  const curve = figures({ values: [-1, 0, 1, 10] });
  const line = curveLine(curve, { ...PLAIN, logX: true, logY: true });
  assert.deepEqual(
    [line.xs, line.ys],
    [
      [1, 2, 3],
      [Number.NaN, 1, 10],
    ],
  );
  assert.equal(line.unplaced, 3);
});

test('a band holds the least, median and greatest of curves of different lengths', () => {
  const flat = (value: number, to: number) => ({ xs: [0, to], ys: [value, value] });
  const band = curveBand([flat(1, 10), flat(2, 10), flat(9, 5)]);
  assert.deepEqual([band.low[0], band.middle[0], band.high[0]], [1, 2, 9]);
  assert.deepEqual([band.low.at(-1), band.high.at(-1)], [1, 2]);
  assert.deepEqual(curveBand([]).xs, []);
  assert.deepEqual(curveBand([{ xs: [3], ys: [4] }]), { xs: [3], low: [4], middle: [4], high: [4] });
});

test('a value between two points lies on their line; beyond the ends and in gaps there is none', () => {
  const line = { xs: [0, 10, 20], ys: [0, 5, Number.NaN] };
  assert.equal(valueAt(line, 5), 2.5);
  assert.equal(valueAt(line, 10), 5);
  for (const x of [-1, 21, 15]) assert.equal(valueAt(line, x), Number.NaN);
});
