import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockTime, fullTime, relativeTime, tableTime, utcTime } from '../../../engine/src/language/times.ts';

const NOW = '2026-11-20T10:00:00Z';
const berlin = { now: NOW, timeZone: 'Europe/Berlin' };

test('times of the last day are relative', () => {
  const ago = (seconds: number) => relativeTime(Date.parse(NOW) - seconds * 1000, berlin);
  assert.deepEqual([0, 8, 90, 7300, 86_399].map(ago), ['now', '8 s ago', '1 min ago', '2 h ago', '23 h ago']);
  assert.equal(ago(-3 * 3600), 'in 3 h');
  assert.equal(ago(86_400), '19 Nov 11:00');
});

test('tables have local time, and the year where it is another', () => {
  assert.equal(tableTime('2026-11-20T08:58:12Z', berlin), '20 Nov 09:58');
  assert.equal(tableTime('2026-03-05T23:30:00Z', berlin), '6 Mar 00:30');
  assert.equal(tableTime('2025-11-20T08:58:12Z', berlin), '20 Nov 2025');
  assert.equal(tableTime('no time', berlin), '-');
});

test('lines of a log have the time of day', () => {
  assert.equal(clockTime('2026-11-20T08:58:12Z', 'Europe/Berlin'), '09:58:12');
  assert.equal(clockTime('no time'), '-');
});

test('explanations have both clocks with seconds', () => {
  assert.equal(fullTime('2026-11-20T08:58:12Z', 'Europe/Berlin'), '20 Nov 2026, 09:58:12');
  assert.equal(utcTime(Date.parse('2026-11-20T08:58:12Z')), '20 Nov 2026, 08:58:12 UTC');
});
