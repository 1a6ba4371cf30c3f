import type { Cron } from './cron.ts';
import { zoneChange, zoneOffset } from './zoneOffset.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 29 February is at most eight years away, as from 1896 to 1904. */
const FURTHEST = 9 * 366;
const LAST = 8.64e15 - 4 * DAY;

/**
 * The first moment after `after` at which a schedule is due, in milliseconds since 1970; undefined where no date can say it.
 *
 * When clocks are set, times are as Vixie cron has them: what is due at given hours and minutes is due once a day, at the change where its
 * time is skipped and at the first of both where it comes twice; what has `*` for its minute or hour follows the clock on the wall. A change
 * of three hours or more is no summer time, and what it skips is not due.
 * @throws RangeError for an unknown zone
 */
export function nextTime(cron: Cron, zone: string, after: number): number | undefined {
  if (!(Math.abs(after) < LAST)) return undefined;
  const first = localDay(zone, after) - DAY;
  for (let ahead = 0; ahead < FURTHEST; ahead++) {
    const found = timesOfDay(cron, zone, first + ahead * DAY).find((time) => time > after);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The last moment at or before `at` at which a schedule was due; as `nextTime` in all else. */
export function previousTime(cron: Cron, zone: string, at: number): number | undefined {
  if (!(Math.abs(at) < LAST)) return undefined;
  const last = localDay(zone, at) + DAY;
  for (let back = 0; back < FURTHEST; back++) {
    const found = timesOfDay(cron, zone, last - back * DAY).findLast((time) => time <= at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Moments in `(after, until]` at which a schedule was due, oldest first, the newest `limit` of them. */
export function timesBetween(
  cron: Cron,
  zone: string,
  { after, until, limit }: { readonly after: number; readonly until: number; readonly limit: number },
): readonly number[] {
  const found: number[] = [];
  let at = previousTime(cron, zone, until);
  while (at !== undefined && at > after && found.length < limit) {
    found.push(at);
    at = previousTime(cron, zone, at - 1);
  }
  return found.reverse();
}

/** The date on the wall as midnight of it in UTC. */
function localDay(zone: string, at: number): number {
  return Math.floor((at + zoneOffset(zone, at)) / DAY) * DAY;
}

/** All moments of a date on the wall, oldest first. */
function timesOfDay(cron: Cron, zone: string, day: number): readonly number[] {
  if (!isDue(cron, new Date(day))) return [];
  const walls = cron.hours.flatMap((hour) => cron.minutes.map((minute) => day + hour * HOUR + minute * MINUTE));
  // No zone is further from UTC than 15 hours.
  const [from, to] = [day - 16 * HOUR, day + 40 * HOUR];
  const [before, after] = [zoneOffset(zone, from), zoneOffset(zone, to)];
  if (before === after) return walls.map((wall) => wall - before);
  const change = zoneChange(zone, from, to);
  const times = walls.flatMap((wall) => momentsOf(wall, { change, before, after, wild: cron.wild }));
  return [...new Set(times)].sort((a, b) => a - b);
}

interface Change {
  readonly change: number;
  readonly before: number;
  readonly after: number;
  readonly wild: boolean;
}

/** Moments at which a clock shows `wall`, around the moment at which it is set. */
function momentsOf(wall: number, { change, before, after, wild }: Change): readonly number[] {
  const early = wall - before;
  const late = wall - after;
  const found = [...(early < change ? [early] : []), ...(late >= change ? [late] : [])];
  if (wild) return found;
  if (found.length === 0 && after - before < 3 * HOUR) return [change];
  return found.slice(0, 1);
}

function isDue({ days, months, weekdays, either }: Cron, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const isDay = days.includes(date.getUTCDate());
  const isWeekday = weekdays.includes(date.getUTCDay());
  return either ? isDay || isWeekday : isDay && isWeekday;
}
