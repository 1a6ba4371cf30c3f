import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linePath, missing, nearest, thinned } from '../../../webviews/shared/charts/linePath.ts';
import { pushApart } from '../../../webviews/shared/charts/pushApart.ts';
import { extent, linear, padded } from '../../../webviews/shared/charts/scale.ts';
import { rounded, ticksOf } from '../../../webviews/shared/charts/ticks.ts';
import { dragged, zoomed } from '../../../webviews/shared/charts/zoom.ts';

test('a scale goes from values to places and back', () => {
  const y = linear([0, 1], [100, 0]);
  assert.equal(y.at(0.25), 75);
  assert.equal(y.value(75), 0.25);
  assert.equal(linear([3, 3], [0, 10]).at(3), 5);
});

test('an extent holds what is finite', () => {
  assert.deepEqual(extent([Number.NaN, 3, -1, Number.POSITIVE_INFINITY]), [-1, 3]);
  assert.equal(extent([Number.NaN]), undefined);
  assert.deepEqual(padded([0, 10], 0.1), [-1, 11]);
  assert.deepEqual(padded([0, 0], 0.1), [-1, 1]);
});

test('ticks are round, few and say the same decimals', () => {
  assert.deepEqual(ticksOf([0.4, 0.466]).texts, ['0.40', '0.42', '0.44', '0.46']);
  assert.deepEqual(ticksOf([0, 1], { most: 3 }).texts, ['0.0', '0.5', '1.0']);
  assert.deepEqual(ticksOf([0, 300], { whole: true }).texts, ['0', '100', '200', '300']);
  assert.deepEqual(ticksOf([0, 3], { whole: true }).texts, ['0', '1', '2', '3']);
  assert.deepEqual(ticksOf([-4000, 4000]).texts, ['−4,000', '−2,000', '0', '2,000', '4,000']);
  assert.deepEqual(ticksOf([0, 4e9]).texts, ['0', '1e9', '2e9', '3e9', '4e9']);
  assert.deepEqual(ticksOf([2, 2]).values, [2]);
});

test('any domain gets two to six ticks', () => {
  for (let i = 1; i < 200; i += 1) {
    const count = ticksOf([0.013 * i, 0.013 * i + 1.7 ** (i / 10 - 10)]).values.length;
    assert.ok(count >= 2 && count <= 6, `${i}: ${count}`);
  }
});

test('a domain is widened to round values', () => {
  assert.deepEqual(rounded([0.4041, 0.4603]), [0.4, 0.47]);
  assert.deepEqual(rounded([1, 1]), [1, 1]);
});

test('labels are pushed apart, no farther than needed', () => {
  assert.deepEqual(pushApart([10, 100], 14, [0, 200]), [10, 100]);
  assert.deepEqual(pushApart([50, 52], 14, [0, 200]), [44, 58]);
  assert.deepEqual(pushApart([52, 50], 14, [0, 200]), [58, 44]);
  assert.deepEqual(pushApart([198, 199, 200], 14, [0, 200]), [172, 186, 200]);
  const many = pushApart([5, 6, 7, 30, 31], 10, [0, 100]);
  assert.deepEqual(many, [0, 10, 20, 30, 40]);
});

test('what is not finite breaks a line', () => {
  const scale = linear([0, 10], [0, 10]);
  const points = { xs: [0, 1, 2, 3, 4, 5], ys: [1, 2, Number.NaN, 3, Number.NaN, 5] };
  assert.equal(linePath(points, scale, scale), 'M0 1L1 2M3 3h1M5 5h1');
  assert.deepEqual(missing(points), [2, 4]);
});

test('a thinned line keeps its ends, peaks and gaps', () => {
  const xs = Array.from({ length: 10_000 }, (_, i) => i);
  const ys = xs.map((x) => (x === 4321 ? 99 : x === 7000 ? Number.NaN : Math.sin(x / 50)));
  const { xs: kept, ys: values } = thinned({ xs, ys }, 100);
  assert.ok(kept.length <= 500);
  assert.equal(kept[0], 0);
  assert.equal(kept.at(-1), 9999);
  assert.equal(values[kept.indexOf(4321)], 99);
  assert.ok(kept.includes(7000));
  assert.deepEqual(
    kept,
    [...kept].sort((a, b) => a - b),
  );
});

test('the nearest point is found', () => {
  assert.equal(nearest([1, 4, 10], 6), 1);
  assert.equal(nearest([1, 4, 10], 8), 2);
  assert.equal(nearest([1], -5), 0);
  assert.equal(nearest([], 1), -1);
});

test('a drag zooms, a click does not', () => {
  assert.deepEqual(dragged(30, 10, { pixels: 40, domain: [0, 20] }), [10, 20]);
  assert.equal(dragged(30, 10, { pixels: 3, domain: [0, 20] }), undefined);
  assert.deepEqual(zoomed([0, 100], 50, 0.5, [0, 100]), [25, 75]);
  assert.equal(zoomed([25, 75], 50, 2, [0, 100]), undefined);
});
