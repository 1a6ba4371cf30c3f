import { fullTime } from '../../../engine/src/language/times.ts';

/** `20 Nov 2026, 09:59`, in the zone of the machine where none is given. */
export function dateTime(iso: string, timeZone?: string): string {
  return fullTime(iso, timeZone).replace(/:\d\d$/, '');
}

/** `8 to 30 Jun 2001`, `29 May to 3 Jun 2001`; days in UTC, as data has them. */
export function days(from: string, to: string): string {
  const [a, b] = [dayOf(from), dayOf(to)];
  if (a.year !== b.year) return `${a.day} ${a.month} ${a.year} to ${b.day} ${b.month} ${b.year}`;
  if (a.month !== b.month) return `${a.day} ${a.month} to ${b.day} ${b.month} ${b.year}`;
  return a.day === b.day ? `${a.day} ${a.month} ${a.year}` : `${a.day} to ${b.day} ${b.month} ${b.year}`;
}

function dayOf(iso: string): Readonly<Record<'day' | 'month' | 'year', string>> {
  const [day = '', month = '', year = ''] = fullTime(iso, 'UTC').split(/[ ,]+/);
  return { day, month, year };
}
