import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricPoint } from '../../../engine/src/ports/runStore.ts';
import { thinned } from '../../../server/src/data/answers/series.ts';

const points = (count: number, value: (step: number) => number): MetricPoint[] =>
  Array.from({ length: count }, (_, step) => ({ step, value: value(step), timestamp: 0 }));

test('few points stay as they are', () => {
  const all = points(2000, (step) => step);
  assert.equal(thinned(all, 2000), all);
});

test('of many points the ends, the extremes and what is no number are kept, in their order', () => {
  const odd = new Map([
    [1234, 99],
    [5678, -99],
    [7777, Number.NaN],
  ]);
  const kept = thinned(
    points(10_000, (step) => odd.get(step) ?? Math.sin(step)),
    300,
  );
  assert.ok(kept.length <= 300 && kept.length > 150, String(kept.length));
  const steps = kept.map(({ step }) => step);
  for (const step of [0, 9999, ...odd.keys()]) assert.ok(steps.includes(step), String(step));
  assert.deepEqual(
    steps,
    steps.toSorted((a, b) => a - b),
  );
});

test('points that are all NaN are thinned too', () => {
  const kept = thinned(
    points(1000, () => Number.NaN),
    30,
  );
  assert.ok(kept.length > 0 && kept.length <= 30);
});
