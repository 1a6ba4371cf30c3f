import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeColumns } from '../../../engine/src/monitoring/drift/judgeColumns.ts';
import { windowAdvice } from '../../../webviews/drift/model/windowAdvice.ts';
import { numbers } from '../../kit/driftPairs.ts';
import { numberColumn } from '../../kit/webviews/driftReports.ts';

const DAY = 86_400_000;

/** A hundred rows of each day of a span, by the weekday of DuckDB. */
function weekdays(from: string, days: number): readonly number[] {
  return Array.from({ length: days * 100 }, (_, i) =>
    new Date(Date.parse(from) + Math.floor(i / 100) * DAY).getUTCDay(),
  );
}

test('the window of whole weeks is read out of what the engine says of a calendar', () => {
  const spans = {
    reference: { name: 'January', from: '2001-01-01T00:00:00Z', to: '2001-01-31T23:00:00Z' },
    current: { from: '2001-04-15T00:00:00Z', to: '2001-05-14T23:59:59Z' },
  };
  const pair = numbers(weekdays('2001-01-01', 31), weekdays('2001-04-15', 30), true);
  const [judged] = judgeColumns([{ column: 'weekday', pair }], { test: 'auto', max: 0.05, spans });
  assert.deepEqual(windowAdvice(numberColumn('weekday', judged)), {
    text: 'Calendar: the window holds 5 Sundays and Mondays, January 5 Mondays to Wednesdays',
    window: '28d',
  });
});

test('no other sentence is one', () => {
  for (const changed of [
    'Mean 2.88 to 2.81',
    'Calendar: the window holds other months than the reference; rows per day are as before',
  ])
    assert.equal(windowAdvice(numberColumn('month', { artefact: 'calendar', changed })), undefined);
  const named = numberColumn('x', { artefact: null, changed: '1 new: a; use window: 7d' });
  assert.equal(windowAdvice(named), undefined);
});
