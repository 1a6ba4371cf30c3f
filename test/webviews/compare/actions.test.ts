import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import { rowContext } from '../../../webviews/compare/actions/rowContext.ts';
import { targets } from '../../../webviews/compare/actions/targets.ts';
import { NEW_VIEW } from '../../../webviews/compare/protocol.ts';
import { whyPair } from '../../../webviews/compare/tabs/whyPair.ts';
import { sameView } from '../../../webviews/compare/views/sameView.ts';
import { madeTable } from './madeTable.ts';

function stateOf(selected: readonly string[], baseline: string | null = null) {
  const table = madeTable({ 'metrics.m': [1, 2, 3] });
  return { table: signal(table), selected: signal(new Set(selected)), baseline: signal(baseline) };
}

test('an action is about the selection where it was called on a part of it, else about its row', () => {
  assert.deepEqual(targets(stateOf(['r0', 'r1']), 'r1'), ['r0', 'r1']);
  assert.deepEqual(targets(stateOf(['r0', 'r1']), 'r2'), ['r2']);
  assert.deepEqual(targets(stateOf(['r0', 'gone']), undefined), ['r0']);
  assert.deepEqual(targets(stateOf([]), undefined), []);
  assert.deepEqual(JSON.parse(rowContext(stateOf(['r0', 'r1']), 'r1')), {
    run: 'r1',
    runs: ['r1'],
    preventDefaultContextMenuItems: true,
    webviewRuns: 'many',
  });
  assert.deepEqual(JSON.parse(rowContext(stateOf(['r0', 'r1']), 'r2')), {
    run: 'r2',
    runs: ['r2'],
    preventDefaultContextMenuItems: true,
    webviewRuns: 'one',
  });
  assert.equal(JSON.parse(rowContext(stateOf([]), 'r0@mlruns')).webviewOther, true);
});

test('a change is explained from the earlier of two runs to the later, or from the baseline', () => {
  assert.deepEqual(whyPair(stateOf(['r0', 'r2'])), { a: 'r2', b: 'r0' });
  assert.deepEqual(whyPair(stateOf(['r2', 'r0'], 'r1')), { a: 'r2', b: 'r0' });
  assert.deepEqual(whyPair(stateOf(['r2'], 'r1')), { a: 'r1', b: 'r2' });
  assert.deepEqual(whyPair(stateOf(['r2', 'gone'], 'r1')), { a: 'r1', b: 'r2' });
  assert.equal(whyPair(stateOf(['r1'], 'r1')), undefined);
  assert.equal(whyPair(stateOf(['r0', 'r1', 'r2'])), undefined);
  assert.equal(whyPair(stateOf([])), undefined);
});

test('a view is the same whatever the order of its widths', () => {
  const widths = (made: Readonly<Record<string, number>>) => ({
    ...NEW_VIEW,
    columns: { ...NEW_VIEW.columns, widths: made },
  });
  assert.ok(sameView(widths({ a: 1, b: 2 }), widths({ b: 2, a: 1 })));
  assert.ok(!sameView(widths({ a: 1 }), widths({ a: 2 })));
  assert.ok(!sameView(widths({ a: 1 }), widths({ b: 1 })));
  assert.ok(!sameView({ ...NEW_VIEW, pinned: ['a', 'b'] }, { ...NEW_VIEW, pinned: ['b', 'a'] }));
});
