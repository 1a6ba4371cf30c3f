import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangeExplanation, Contribution } from '../../../engine/src/operations/models/explain/explanation.ts';
import { waterfall } from '../../../webviews/compare/model/waterfall.ts';

const EXPLANATION: ChangeExplanation = {
  a: { run: 'a1', model: null },
  b: { run: 'b2', model: 'small:2' },
  pipeline: 'small',
  metric: 'log_loss',
  better: 'lower',
  from: 0.6,
  to: 0.5,
  difference: -0.1,
  order: ['data:rows', 'params:train'],
  orders: 1,
  noise: { sd: 0.01, band: 0.03, seeds: 5, values: { a: [0.6], b: [0.5] }, reason: null },
  contributions: [contribution('params:train', -0.12, false), contribution('data:rows', 0.02, true)],
  rest: 0,
  notSwapped: [],
  notes: [],
};

function contribution(factor: string, change: number, withinNoise: boolean | null): Contribution {
  return { factor, kind: 'params', label: factor, before: '1', after: '2', contribution: change, withinNoise };
}

test('bars follow each other in the order of the swaps, from the metric of A to that of B', () => {
  const { lines, begin, end, decimals } = waterfall(EXPLANATION);
  assert.deepEqual(
    lines.map(({ key, tone }) => [key, tone]),
    [
      ['data:rows', 'noise'],
      ['params:train', 'better'],
    ],
  );
  assert.equal(lines[0]?.from, begin);
  assert.equal(lines[1]?.from, lines[0]?.to);
  assert.ok(Math.abs((lines[1]?.to ?? 0) - end) < 1e-9);
  assert.equal(decimals, 3);
  const { low = 0, high = 0 } = lines[0]?.noise ?? {};
  assert.ok(low < begin && begin < high);
});

test('what is not explained is the last bar, and has no verdict', () => {
  const told: ChangeExplanation = {
    ...EXPLANATION,
    order: ['params:train'],
    contributions: [contribution('params:train', -0.12, null)],
    noise: { ...EXPLANATION.noise, sd: null, band: null },
    rest: 0.02,
    notSwapped: [{ factor: 'data:rows', label: 'rows', reason: 'The data is gone.' }],
  };
  const { lines } = waterfall(told);
  assert.deepEqual(
    lines.map(({ kind, tone, noise }) => [kind, tone, noise]),
    [
      ['factor', 'better', null],
      ['rest', 'plain', null],
    ],
  );
});

test('nothing that moved, huge moves and unknown directions are drawn within the scale', () => {
  const still = waterfall({ ...EXPLANATION, from: 0, to: 0, difference: 0, contributions: [], order: [] });
  assert.deepEqual([still.lines, still.begin, still.end], [[], 0.5, 0.5]);
  const wide = waterfall({
    ...EXPLANATION,
    better: null,
    contributions: [contribution('params:train', 1e300, false), contribution('data:rows', -1e300, false)],
  });
  for (const { from, to, tone } of wide.lines) {
    assert.ok(from >= 0 && from <= 1 && to >= 0 && to <= 1);
    assert.equal(tone, 'plain');
  }
});
