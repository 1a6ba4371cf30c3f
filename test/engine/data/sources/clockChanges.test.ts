import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockChanges } from '../../../../engine/src/data/sources/clockChanges.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import { openData } from '../openData.ts';

/**
 * Every half hour of a year: how many the clocks skip and show twice, and the sum of all as minutes since 1970 UTC. Made by Python 3 and
 * zoneinfo, skipped times with `fold=0`, repeated ones with `fold=1`:
 *
 *     t = datetime(year, 1, 1)
 *     while t.year == year:
 *         first, second = t.replace(tzinfo=zone, fold=0), t.replace(tzinfo=zone, fold=1)
 *         if first.utcoffset() == second.utcoffset(): total += minutes(first)
 *         elif first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != t: skipped += 1; total += minutes(first)
 *         else: repeated += 1; total += minutes(second)
 *         t += timedelta(minutes=30)
 *
 * Lord Howe moves by half an hour, Apia left out a whole day, Dublin's winter time is the one that is saved, Casablanca moves back
 * in spring, Caracas moved once and for good.
 */
const YEARS: readonly (readonly [zone: string, year: number, skipped: number, repeated: number, total: number])[] = [
  ['America/New_York', 2024, 2, 2, 503584717200],
  ['Australia/Lord_Howe', 2024, 1, 1, 503568799260],
  ['Pacific/Apia', 2011, 50, 2, 382416220200],
  ['Europe/Dublin', 2024, 2, 2, 503579527320],
  ['Asia/Kolkata', 2024, 0, 0, 503574334560],
  ['Africa/Casablanca', 2024, 2, 2, 503579178840],
  ['America/Caracas', 2016, 1, 0, 429664000500],
];

const NO_MEMO: Memo = { get: async () => undefined, set: async () => undefined };

test('local times become those of UTC, and the doubtful ones are counted', async (t) => {
  const { source, table } = await openData(t);
  for (const [timezone, year, skipped, repeated, total] of YEARS) {
    const files = await table(
      `select t, null::timestamp as nothing, 'infinity'::timestamp as never, t::date as day
       from range(timestamp '${year}-01-01', timestamp '${year + 1}-01-01', interval 30 minutes) r(t)`,
    );
    const local = { ...files, timezone };
    const relation = await source.relation(local);
    const [row] = await source.rows(
      `select sum(epoch_us(t) // 60000000)::bigint as total, max(never)::varchar as never, min(day)::varchar as day from ${relation}`,
    );
    assert.deepEqual(row, { total, never: 'infinity', day: `${year}-01-01` }, timezone);
    const found = await clockChanges(source, local, { version: '', memo: NO_MEMO });
    assert.deepEqual(found, skipped + repeated === 0 ? [] : [{ column: 't', skipped, repeated }], timezone);
  }
});

test('times that have a zone of their own are not doubtful', async (t) => {
  const { source, csv } = await openData(t);
  const mixed = csv('moment,n\n2024-11-03 01:30:00,1\n2024-11-03 01:30:00-04:00,2\n2024-11-03T05:30:00Z,3');
  const found = await clockChanges(source, { ...mixed, timezone: 'America/New_York' }, { version: '', memo: NO_MEMO });
  assert.deepEqual(found, [{ column: 'moment', skipped: 0, repeated: 1 }]);
  assert.deepEqual(await clockChanges(source, mixed, { version: '', memo: NO_MEMO }), []);
});
