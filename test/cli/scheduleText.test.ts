import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleText } from '../../cli/src/report/schedule.ts';
import { styleOf } from '../../cli/src/terminal.ts';
import type { ListedTrigger } from '../../engine/src/operations/schedule/list.ts';

const daily: ListedTrigger = {
  trigger: 'monitor late',
  kind: 'monitor',
  name: 'late',
  file: 'late.monitor.yaml',
  schedule: '@daily',
  timezone: 'UTC',
  data: [],
  catchup: 'latest',
  next: '2026-11-23T00:00:00.000Z',
  last: { due: '2026-11-22T00:00:00.000Z', state: 'done', said: 'Nothing new since the check of Friday.', id: 'c1' },
  problem: null,
};

test('triggers are a table, with what was said of their last moments below', () => {
  const weekly: ListedTrigger = {
    ...daily,
    trigger: 'pipeline weekly',
    kind: 'pipeline',
    schedule: '@weekly',
    last: null,
  };
  assert.equal(
    scheduleText({ serving: true, triggers: [daily, weekly] }, styleOf(false)),
    `trigger          when                         next                       last
monitor late     Every day at 00:00 (UTC)     23 Nov 2026, 00:00:00 UTC  done, 22 Nov 2026, 00:00:00 UTC
pipeline weekly  Every Sunday at 00:00 (UTC)  23 Nov 2026, 00:00:00 UTC  -

monitor late: Nothing new since the check of Friday.

A service keeps them.`,
  );
});
