import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Cron, parseCron } from '../../../engine/src/language/cron.ts';
import { nextTime, previousTime, timesBetween } from '../../../engine/src/language/cronTimes.ts';
import { zoneOffset } from '../../../engine/src/language/zoneOffset.ts';

function cron(text: string): Cron {
  const parsed = parseCron(text);
  assert.equal(parsed.kind, 'cron');
  return (parsed as { readonly cron: Cron }).cron;
}

/** The next `count` moments after one, in UTC. */
function next(text: string, zone: string, after: string, count: number): readonly string[] {
  const found: string[] = [];
  let at: number | undefined = Date.parse(after);
  for (let index = 0; index < count && at !== undefined; index++) {
    at = nextTime(cron(text), zone, at);
    if (at !== undefined) found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

describe('a schedule', () => {
  test('is due at its times, after the moment that is asked', () => {
    assert.deepEqual(next('0 3 * * 1', 'UTC', '2026-11-22T07:00:00Z', 2), ['2026-11-23T03:00', '2026-11-30T03:00']);
    assert.deepEqual(next('*/20 * * * *', 'UTC', '2026-11-22T07:20:00Z', 3), [
      '2026-11-22T07:40',
      '2026-11-22T08:00',
      '2026-11-22T08:20',
    ]);
  });

  test('is due in its zone, also where that is another date', () => {
    assert.deepEqual(next('30 0 * * *', 'Asia/Kathmandu', '2026-11-22T00:00:00Z', 1), ['2026-11-22T18:45']);
    assert.deepEqual(next('0 1 * * *', 'Pacific/Kiritimati', '2026-11-22T10:59:00Z', 2), [
      '2026-11-22T11:00',
      '2026-11-23T11:00',
    ]);
  });

  test('comes on 29 February, years ahead', () => {
    assert.deepEqual(next('0 0 29 2 *', 'Europe/Berlin', '2097-01-01T00:00:00Z', 1), ['2104-02-28T23:00']);
  });

  test('comes with a day of the month or a weekday where both are named', () => {
    assert.deepEqual(next('0 0 1 * 1', 'UTC', '2026-11-28T00:00:00Z', 3), [
      '2026-11-30T00:00',
      '2026-12-01T00:00',
      '2026-12-07T00:00',
    ]);
  });
});

// Chicago: 8 March 2026 02:00 CST is 03:00 CDT (08:00 UTC); 1 November 02:00 CDT is 01:00 CST (07:00 UTC).
// Berlin: 29 March 02:00 is 03:00 (01:00 UTC); 25 October 03:00 is 02:00 (01:00 UTC).
// Lord Howe: 4 October 02:00 is 02:30 (15:30 UTC of the 3rd); 5 April 02:00 is 01:30 (15:00 UTC of the 4th).
describe('when clocks go forward', () => {
  test('a skipped time is due at the change, and not twice that day', () => {
    assert.deepEqual(next('30 2 * * *', 'America/Chicago', '2026-03-07T12:00:00Z', 2), [
      '2026-03-08T08:00',
      '2026-03-09T07:30',
    ]);
    assert.deepEqual(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2), [
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
    assert.deepEqual(next('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 2), [
      '2026-10-03T15:30',
      '2026-10-04T15:15',
    ]);
  });

  test('times of one skipped hour, and one at its end, are due once', () => {
    assert.deepEqual(next('0,30 2-3 * * *', 'America/Chicago', '2026-03-08T07:00:00Z', 3), [
      '2026-03-08T08:00',
      '2026-03-08T08:30',
      '2026-03-09T07:00',
    ]);
  });

  test('what comes each hour goes on with the clock on the wall', () => {
    assert.deepEqual(next('30 * * * *', 'America/Chicago', '2026-03-08T07:00:00Z', 2), [
      '2026-03-08T07:30',
      '2026-03-08T08:30',
    ]);
    assert.deepEqual(next('*/15 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 1), ['2026-03-30T00:00']);
  });
});

describe('when clocks go back', () => {
  test('a time that comes twice is due at the first', () => {
    assert.deepEqual(next('30 1 * * *', 'America/Chicago', '2026-10-31T12:00:00Z', 2), [
      '2026-11-01T06:30',
      '2026-11-02T07:30',
    ]);
    assert.deepEqual(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2), [
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
    assert.deepEqual(next('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00:00Z', 2), [
      '2026-04-04T14:45',
      '2026-04-05T15:15',
    ]);
  });

  test('what comes each hour is due in both', () => {
    assert.deepEqual(next('30 * * * *', 'America/Chicago', '2026-11-01T05:40:00Z', 3), [
      '2026-11-01T06:30',
      '2026-11-01T07:30',
      '2026-11-01T08:30',
    ]);
    assert.deepEqual(next('50 */1 * * *', 'Australia/Lord_Howe', '2026-04-04T14:00:00Z', 3), [
      '2026-04-04T14:50',
      '2026-04-04T15:20',
      '2026-04-04T16:20',
    ]);
  });

  test('midnight that comes twice is due once', () => {
    // Havana: 1 November 2026 01:00 CDT is 00:00 CST.
    assert.deepEqual(next('0 0 * * *', 'America/Havana', '2026-10-31T12:00:00Z', 2), [
      '2026-11-01T04:00',
      '2026-11-02T05:00',
    ]);
  });
});

test('a date that an island left out is not made up', () => {
  // Samoa went over the date line: there was no 30 December 2011.
  assert.deepEqual(next('0 3 * * *', 'Pacific/Apia', '2011-12-29T12:00:00Z', 2), [
    '2011-12-29T13:00',
    '2011-12-30T13:00',
  ]);
});

test('times between two moments are all of them, the newest where they are many', () => {
  const between = { after: Date.parse('2026-03-07T00:00:00Z'), until: Date.parse('2026-03-10T07:30:00Z'), limit: 10 };
  const found = (limit: number) =>
    timesBetween(cron('30 2 * * *'), 'America/Chicago', { ...between, limit }).map((at) => new Date(at).toISOString());
  assert.deepEqual(found(10), [
    '2026-03-07T08:30:00.000Z',
    '2026-03-08T08:00:00.000Z',
    '2026-03-09T07:30:00.000Z',
    '2026-03-10T07:30:00.000Z',
  ]);
  assert.deepEqual(found(2), found(10).slice(-2));
});

describe('for any schedule, zone and moment', () => {
  const zones = fc.constantFrom(
    'UTC',
    'America/Chicago',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Havana',
    'Pacific/Apia',
  );
  const field = (max: number, min = 0) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min, max }).map(String),
      fc.integer({ min: 2, max: 9 }).map((step) => `*/${step}`),
    );
  const schedules = fc
    .tuple(field(59), field(23), fc.oneof(fc.constant('*'), fc.integer({ min: 1, max: 28 }).map(String)), field(6))
    .map(([minute, hour, day, weekday]) => cron(`${minute} ${hour} ${day} * ${weekday}`));
  const moments = fc
    .integer({ min: Date.UTC(2005, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
    .map((seconds) => seconds * 1000);
  /** Near where clocks are set, where it could go wrong. */
  const near = fc
    .tuple(
      fc.constantFrom(
        '2026-03-08T08:00Z',
        '2026-11-01T07:00Z',
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2026-04-04T15:00Z',
        '2026-10-03T15:30Z',
        '2011-12-30T10:00Z',
      ),
      fc.integer({ min: -300, max: 300 }),
    )
    .map(([at, minutes]) => Date.parse(at) + minutes * 60_000);

  test('the next is later, and nothing lies between', () => {
    fc.assert(
      fc.property(schedules, zones, fc.oneof(moments, near), (each, zone, at) => {
        const after = nextTime(each, zone, at)!;
        assert.ok(after > at);
        assert.equal(previousTime(each, zone, after), after);
        const before = previousTime(each, zone, after - 1)!;
        assert.ok(before <= at);
        assert.equal(nextTime(each, zone, before), after);
      }),
      { numRuns: 300 },
    );
  });

  test('what is due is what the clock on the wall shows, but for a skipped time', () => {
    fc.assert(
      fc.property(schedules, zones, near, (each, zone, at) => {
        const time = nextTime(each, zone, at)!;
        const wall = new Date(time + zoneOffset(zone, time));
        const isShown = each.minutes.includes(wall.getUTCMinutes()) && each.hours.includes(wall.getUTCHours());
        const isChange = zoneOffset(zone, time - 60_000) < zoneOffset(zone, time);
        assert.ok(isShown || (isChange && !each.wild));
      }),
      { numRuns: 300 },
    );
  });
});
