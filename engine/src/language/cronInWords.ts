import { MONTHS, WEEKDAYS } from './calendarNames.ts';
import { type Cron, parseCron } from './cron.ts';

/** `Every Monday at 03:00`, with `(America/Chicago)` behind it where a zone is given; undefined for what is no schedule. */
export function cronInWords(text: string, timezone?: string): string | undefined {
  const parsed = parseCron(text);
  if (parsed.kind === 'problem') return undefined;
  const zone = timezone === undefined ? '' : ` (${timezone})`;
  return `${sentence(parsed.cron)}${zone}`;
}

function sentence(cron: Cron): string {
  const days = daysInWords(cron);
  const times = fixedTimes(cron);
  if (times !== undefined) return `${capitalised(days ?? 'every day')} at ${listed(times)}`;
  return days === undefined ? capitalised(pace(cron)) : `${capitalised(pace(cron))}, ${days}`;
}

/** `03:00`, where there are few enough to say them all. */
function fixedTimes({ minutes, hours }: Cron): readonly string[] | undefined {
  if (minutes.length * hours.length > 4) return undefined;
  return hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`));
}

function pace({ minutes, hours }: Cron): string {
  const often = minutesInWords(minutes);
  if (hours.length === 24) return often;
  const step = stepOf(hours, 24);
  if (step !== undefined && minutes.length === 1) return `every ${step} hours${atMinute(minutes[0]!)}`;
  const from = `${two(hours[0]!)}:00`;
  const inRow = hours.at(-1)! - hours[0]! === hours.length - 1;
  return inRow
    ? `${often}, from ${from} to ${two(hours.at(-1)!)}:59`
    : `${often}, in the hours ${listed(hours.map((hour) => String(hour)))}`;
}

function minutesInWords(minutes: readonly number[]): string {
  if (minutes.length === 60) return 'every minute';
  if (minutes.length === 1) return `every hour${atMinute(minutes[0]!)}`;
  const step = stepOf(minutes, 60);
  return step === undefined ? `every hour at the minutes ${listed(minutes.map(String))}` : `every ${step} minutes`;
}

function atMinute(minute: number): string {
  return minute === 0 ? ' on the hour' : ` at minute ${minute}`;
}

/** The distance of values that are spread evenly from 0 over the whole. */
function stepOf(values: readonly number[], whole: number): number | undefined {
  const step = whole / values.length;
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : undefined;
}

/** Undefined for every day. */
function daysInWords({ days, months, weekdays, either }: Cron): string | undefined {
  const anyDay = days.length === 31;
  const anyWeekday = weekdays.length === 7;
  const month = months.length === 12 ? undefined : listed(months.map((number) => MONTHS[number - 1]!));
  if (anyDay && anyWeekday) return month === undefined ? undefined : `every day in ${month}`;
  const onDays = `on day ${listed(days.map(String))} of ${month ?? 'every month'}`;
  const onWeekdays = `every ${weekdaysInWords(weekdays)}`;
  if (anyWeekday) return onDays;
  if (anyDay) return month === undefined ? onWeekdays : `${onWeekdays} in ${month}`;
  if (either) return `${onDays}, and ${onWeekdays}${month === undefined ? '' : ` in ${month}`}`;
  return `${onDays} where that is a ${listed(
    weekdays.map((day) => WEEKDAYS[day]!),
    'or',
  )}`;
}

function weekdaysInWords(weekdays: readonly number[]): string {
  if (weekdays.join() === '1,2,3,4,5') return 'day from Monday to Friday';
  return listed(weekdays.toSorted((a, b) => (a || 7) - (b || 7)).map((day) => WEEKDAYS[day]!));
}

function listed(words: readonly string[], last = 'and'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
