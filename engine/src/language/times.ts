import { SHORT_MONTHS } from './calendarNames.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Moments are milliseconds since 1970 or ISO 8601. */
export type Moment = number | string;

export interface TimeOptions {
  readonly now: Moment;
  /** IANA name; that of this machine where absent. */
  readonly timeZone?: string;
}

/** For trees and lenses: `8 s ago`, `2 h ago`, `in 3 h`; from 24 h on as in a table. */
export function relativeTime(at: Moment, { now, timeZone }: TimeOptions): string {
  const [there, here] = [milliseconds(at), milliseconds(now)];
  const distance = Math.abs(here - there);
  if (!(distance < DAY)) return tableTime(at, { now, ...(timeZone === undefined ? {} : { timeZone }) });
  if (distance < SECOND) return 'now';
  const size = distance < MINUTE ? SECOND : distance < HOUR ? MINUTE : HOUR;
  const text = `${Math.floor(distance / size)} ${size === SECOND ? 's' : size === MINUTE ? 'min' : 'h'}`;
  return there > here ? `in ${text}` : `${text} ago`;
}

/** For tables, local: `20 Nov 09:58`, with the year where it is another than now's: `20 Nov 2025`. */
export function tableTime(at: Moment, { now, timeZone }: TimeOptions): string {
  const there = parts(at, timeZone);
  if (there === undefined) return '-';
  const date = `${Number(there.day)} ${there.month}`;
  return there.year === parts(now, timeZone)?.year ? `${date} ${there.hour}:${there.minute}` : `${date} ${there.year}`;
}

/** For explanations, local with seconds: `20 Nov 2026, 09:58:12`. */
export function fullTime(at: Moment, timeZone?: string): string {
  const there = parts(at, timeZone);
  if (there === undefined) return '-';
  return `${Number(there.day)} ${there.month} ${there.year}, ${there.hour}:${there.minute}:${there.second}`;
}

/** For lines of a log, local: `09:58:12`. */
export function clockTime(at: Moment, timeZone?: string): string {
  const there = parts(at, timeZone);
  return there === undefined ? '-' : `${there.hour}:${there.minute}:${there.second}`;
}

/** For reports and exports: `20 Nov 2026, 09:58:12 UTC`. */
export function utcTime(at: Moment): string {
  const text = fullTime(at, 'UTC');
  return text === '-' ? text : `${text} UTC`;
}

function milliseconds(moment: Moment): number {
  return typeof moment === 'number' ? moment : Date.parse(moment);
}

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>>;

const FORMATS = new Map<string | undefined, Intl.DateTimeFormat>();

/** Undefined where it is no moment. */
function parts(moment: Moment, timeZone: string | undefined): Parts | undefined {
  const at = milliseconds(moment);
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return undefined;
  if (timeZone === undefined && at > 0) return ownParts(new Date(at));
  const format = FORMATS.get(timeZone) ?? dateFormat(timeZone);
  FORMATS.set(timeZone, format);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Parts;
}

/** What a format would say in the zone of this machine, at a hundredth of its time: tables show many. */
function ownParts(at: Date): Parts {
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    year: String(at.getFullYear()),
    month: SHORT_MONTHS[at.getMonth()]!,
    day: String(at.getDate()),
    hour: two(at.getHours()),
    minute: two(at.getMinutes()),
    second: two(at.getSeconds()),
  };
}

function dateFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    ...(timeZone === undefined ? {} : { timeZone }),
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
