import { MONTHS, WEEKDAYS } from '../../../language/calendarNames.ts';
import type { CalendarPart } from '../driftRule.ts';

const IN_SQL: readonly (readonly [RegExp, CalendarPart])[] = [
  [/\b(dayofweek|isodow|weekday|dayname|dow)\b/i, 'weekday'],
  [/\b(month|monthname)\b/i, 'month'],
  [/\b(dayofmonth|day)\b/i, 'day'],
];

const NAMES: Readonly<Record<string, CalendarPart>> = {
  weekday: 'weekday',
  week_day: 'weekday',
  day_of_week: 'weekday',
  dayofweek: 'weekday',
  dow: 'weekday',
  isodow: 'weekday',
  month: 'month',
  mnth: 'month',
  day_of_month: 'day',
  dayofmonth: 'day',
};

/** What part of a date a column holds, by its name, or by the SQL that makes it where that is known. */
export function calendarPart(name: string, sql?: string): CalendarPart | undefined {
  const bySql = sql === undefined ? undefined : IN_SQL.find(([pattern]) => pattern.test(sql))?.[1];
  const plain = name.toLowerCase();
  return bySql ?? (Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined);
}

/** The name of a part: 0 is Sunday, 1 January. */
export function partName(part: CalendarPart, index: number): string {
  if (part === 'weekday') return WEEKDAYS[index]!;
  return part === 'month' ? MONTHS[index - 1]! : `day ${index}`;
}

/** Which part a value of the column is; undefined for a value that is none. */
export function partOf(part: CalendarPart, value: number | string): number | undefined {
  const number = typeof value === 'number' ? value : /^\d{1,2}$/.test(value) ? Number(value) : byName(part, value);
  if (number === undefined || !Number.isInteger(number)) return undefined;
  if (part === 'weekday') return number >= 0 && number <= 7 ? number % 7 : undefined;
  return number >= 1 && number <= (part === 'month' ? 12 : 31) ? number : undefined;
}

/** The part of a day, in UTC. */
export function partOfDay(part: CalendarPart, day: Date): number {
  if (part === 'weekday') return day.getUTCDay();
  return part === 'month' ? day.getUTCMonth() + 1 : day.getUTCDate();
}

function byName(part: CalendarPart, value: string): number | undefined {
  if (part === 'day') return undefined;
  const names: readonly string[] = part === 'weekday' ? WEEKDAYS : MONTHS;
  const text = value.trim().toLowerCase();
  const index = names.findIndex((name) => name.toLowerCase() === text || name.slice(0, 3).toLowerCase() === text);
  return index < 0 ? undefined : index + (part === 'month' ? 1 : 0);
}
