import type { Cron } from '../../../../engine/src/language/cron.ts';

const DAY = 86_400_000;
/** A 29 February may be eight years away. */
const FARTHEST = 366 * 9;

/**
 * The next times at which a schedule is due after a moment.
 * @param after milliseconds since 1970
 * @returns ISO 8601 to the minute, in UTC, as the schedule is read
 */
export function nextTimes(cron: Cron, after: number, wanted: number): readonly string[] {
  const found: string[] = [];
  const first = Math.floor(after / DAY) * DAY;
  for (let days = 0; days < FARTHEST && found.length < wanted; days += 1) {
    const day = first + days * DAY;
    if (!isDue(cron, new Date(day))) continue;
    for (const time of timesOf(cron, day)) {
      if (time > after && found.length < wanted)
        found.push(new Date(time).toISOString().slice(0, 16).replace('T', ' '));
    }
  }
  return found;
}

function isDue({ days, months, weekdays, either }: Cron, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const [day, weekday] = [days.includes(date.getUTCDate()), weekdays.includes(date.getUTCDay())];
  return either ? day || weekday : day && weekday;
}

function* timesOf({ hours, minutes }: Cron, day: number): Generator<number> {
  for (const hour of hours) for (const minute of minutes) yield day + (hour * 60 + minute) * 60_000;
}
