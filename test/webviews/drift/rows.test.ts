import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listWindow } from '../../../webviews/drift/model/listWindow.ts';
import { columnRows, effectOf, openAtFirst } from '../../../webviews/drift/model/rows.ts';
import { FLIGHT_COLUMNS, numberColumn } from '../../kit/webviews/driftReports.ts';

const ASKED = { search: '', driftedFirst: true, unfolded: false };
const quiet = (count: number) => Array.from({ length: count }, (_, i) => numberColumn(`quiet_${i}`));
const names = (columns: readonly { readonly column: string }[]) => columns.map(({ column }) => column);

test('what drifted comes first, then what has no verdict, then the rest in the order of the report', () => {
  const columns = [
    numberColumn('a'),
    numberColumn('b', { verdict: 'unknown' }),
    numberColumn('c', { verdict: 'drift' }),
    numberColumn('d'),
  ];
  assert.deepEqual(names(columnRows(columns, ASKED).shown), ['c', 'b', 'a', 'd']);
  assert.deepEqual(names(columnRows(columns, { ...ASKED, driftedFirst: false }).shown), ['a', 'b', 'c', 'd']);
});

test('many columns without drift are told by their count, unless somebody wants or searches them', () => {
  const columns = [numberColumn('moved', { verdict: 'drift' }), ...quiet(38)];
  const folded = columnRows(columns, ASKED);
  assert.deepEqual(names(folded.shown), ['moved']);
  assert.equal(folded.folded.length, 38);
  assert.equal(columnRows(columns, { ...ASKED, unfolded: true }).shown.length, 39);
  assert.deepEqual(names(columnRows(columns, { ...ASKED, search: 'QUIET_3 329' }).shown).slice(0, 2), [
    'quiet_3',
    'quiet_30',
  ]);
});

test('one column is open, of three all that drifted, of many as many as the screen has room for', () => {
  const room = { height: 900, rows: 8 };
  assert.deepEqual([...openAtFirst(quiet(1), room)], ['quiet_0']);
  assert.deepEqual([...openAtFirst(FLIGHT_COLUMNS.slice(1, 4), room)], ['to_late_share_24h', 'weekday']);
  assert.deepEqual([...openAtFirst(FLIGHT_COLUMNS, room)], ['late_share_24h']);
  assert.equal(openAtFirst(FLIGHT_COLUMNS, { height: 2000, rows: 8 }).size, 3);
});

test('an effect is one at the limit, by distance or by p, and none without a verdict', () => {
  assert.equal(effectOf(numberColumn('a', { statistic: 0.1, threshold: 0.1 })), 1);
  assert.equal(effectOf(numberColumn('a', { test: 'ks', statistic: 0.3, pValue: 0.05, threshold: 0.05 })), 1);
  assert.equal(effectOf(numberColumn('a', { test: 'ks', pValue: 0, threshold: 0.05 }))! > 6, true);
  assert.equal(effectOf(numberColumn('a', { verdict: 'unknown' })), null);
});

test('of a long list the rows near the frame are drawn, and the others take their room', () => {
  const heights = Array.from({ length: 1000 }, () => 46);
  const { from, to, above, below } = listWindow(heights, { top: 10_000, bottom: 10_900 });
  assert.equal(above, from * 46);
  assert.equal(above + (to - from) * 46 + below, 46_000);
  assert.ok(above <= 10_000 && above + (to - from) * 46 >= 10_900);
  assert.deepEqual(listWindow([], { top: 0, bottom: 900 }), { from: 0, to: 0, above: 0, below: 0 });
});
