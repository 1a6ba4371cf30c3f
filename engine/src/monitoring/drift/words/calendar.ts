import type { ColumnPair, NumberPair } from '../../../math/drift/columnPair.ts';
import { driftFigure } from '../../../math/drift/driftFigure.ts';
import { stepsOf } from '../../../math/drift/steps.ts';
import type { CalendarPart, DriftRule, NamedPair, TimeSpan } from '../driftRule.ts';
import { LARGE } from '../limits.ts';
import { calendarPart, partName, partOf, partOfDay } from './calendarPart.ts';

type Spans = NonNullable<DriftRule['spans']>;

/**
 * Why a column that holds a part of the date moved, where it is only that the two windows hold other days:
 * `Calendar: the window holds 5 Sundays and Mondays, January 5 Mondays to Wednesdays; use window: 28d`. Undefined where rows
 * per day have changed too, the column is no part of a date, or it is not known what time the rows span.
 */
export function calendarChange({ column, pair, calendar }: NamedPair, spans: Spans | undefined): string | undefined {
  const part = calendar ?? calendarPart(column);
  if (part === undefined || spans === undefined) return undefined;
  const [reference, current] = [daysOf(spans.reference, part), daysOf(spans.current, part)];
  if (reference === undefined || current === undefined) return undefined;
  if (part === 'month' && ![...current.keys()].every((month) => reference.has(month)))
    return isOfItsDays(pair, part, reference, current) ? otherSeason(spans, reference, current) : undefined;
  const adjusted = asIfOfTheSameDays(pair, part, reference, current);
  if (adjusted === undefined || distanceOf(adjusted) >= LARGE) return undefined;
  return part === 'weekday' ? weekdays(spans, reference, current) : otherDays(part, spans);
}

type Days = ReadonlyMap<number, number>;

const LONGEST = 20_000;
const DAY = 86_400_000;

/** Days of each part in a span, both ends included; undefined where it cannot be read or is longer than fifty years. */
function daysOf({ from, to }: TimeSpan, part: CalendarPart): Days | undefined {
  const [first, last] = [from, to].map((moment) => Math.floor(Date.parse(moment) / DAY));
  if (first === undefined || last === undefined || !(last >= first) || last - first > LONGEST) return undefined;
  const days = new Map<number, number>();
  for (let day = first; day <= last; day++) {
    const key = partOfDay(part, new Date(day * DAY));
    days.set(key, (days.get(key) ?? 0) + 1);
  }
  return days;
}

/** The pair with the rows of the reference weighted to the days of the current window; undefined where a value is no such part. */
function asIfOfTheSameDays(
  pair: ColumnPair,
  part: CalendarPart,
  reference: Days,
  current: Days,
): ColumnPair | undefined {
  const weightOf = (value: number | string) => {
    const key = partOf(part, value);
    if (key === undefined) return Number.NaN;
    const before = reference.get(key) ?? 0;
    return before === 0 ? Number.NaN : (current.get(key) ?? 0) / before;
  };
  if (pair.kind === 'numbers') return weightedNumbers(pair, weightOf);
  const counts = pair.reference.counts.map((rows, i) => (rows === 0 ? 0 : rows * weightOf(pair.categories[i]!)));
  if (counts.some(Number.isNaN) || pair.reference.other > 0) return undefined;
  return { ...pair, reference: { ...pair.reference, counts } };
}

function weightedNumbers(pair: NumberPair, weightOf: (value: number) => number): NumberPair | undefined {
  const steps = stepsOf(pair.reference);
  if (steps === undefined || steps.values.length > 31) return undefined;
  const values = Array.from(steps.values);
  const counts = values.map((value, step) => (steps.upTo[step]! - (steps.upTo[step - 1] ?? 0)) * weightOf(value));
  if (counts.some(Number.isNaN) || !counts.some((count) => count > 0)) return undefined;
  return { ...pair, reference: { ...pair.reference, values: { kind: 'values', values, counts } } };
}

function distanceOf(pair: ColumnPair): number {
  return driftFigure(pair.kind === 'numbers' ? 'wasserstein' : 'js', pair).statistic ?? Number.POSITIVE_INFINITY;
}

/** Whether each side holds only what its days can give. */
function isOfItsDays(pair: ColumnPair, part: CalendarPart, reference: Days, current: Days): boolean {
  return (
    valuesOf(pair, 'reference').every((value) => reference.has(partOf(part, value) ?? -1)) &&
    valuesOf(pair, 'current').every((value) => current.has(partOf(part, value) ?? -1))
  );
}

function valuesOf(pair: ColumnPair, side: 'reference' | 'current'): readonly (number | string)[] {
  if (pair.kind === 'categories') return pair.categories.filter((_, index) => pair[side].counts[index]! > 0);
  const steps = stepsOf(pair[side]);
  return steps === undefined || steps.values.length > 31 ? [-1] : Array.from(steps.values);
}

function weekdays({ reference: before, current: now }: Spans, reference: Days, current: Days): string {
  const held = `${nameOf(now, 'the window')} holds ${mostDays(current)}`;
  const against = `${nameOf(before, 'the reference')} ${mostDays(reference)}`;
  const total = [...current.values()].reduce((sum, days) => sum + days, 0);
  const isWhole = new Set(current.values()).size === 1 && current.size === 7;
  const advice = isWhole ? 'use a reference of whole weeks' : `use window: ${Math.max(1, Math.round(total / 7)) * 7}d`;
  return `Calendar: ${held}, ${against}; ${advice}`;
}

/** `5 Sundays and Mondays`, `5 Mondays to Wednesdays`, `4 of each weekday`: those that are there most often. */
function mostDays(days: Days): string {
  const most = Math.max(...days.values());
  // Weeks begin with Monday, but a run that goes on from Saturday to Sunday is told as one.
  const isMost = (weekday: number) => days.get((weekday + 7) % 7) === most;
  const all = [1, 2, 3, 4, 5, 6, 0].filter(isMost);
  if (all.length === 7) return `${most} of each weekday`;
  const start = all.find((weekday) => !isMost(weekday - 1))!;
  let length = 1;
  while (isMost(start + length)) length += 1;
  const name = (weekday: number) => `${partName('weekday', (weekday + 7) % 7)}${most === 1 ? '' : 's'}`;
  if (length === all.length && length > 2) return `${most} ${name(start)} to ${name(start + length - 1)}`;
  const ordered = length === all.length ? all.map((_, index) => start + index) : all;
  const names = ordered.map(name);
  return `${most} ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`}`;
}

function otherSeason({ reference: before, current: now }: Spans, reference: Days, current: Days): string {
  const months = (days: Days) => {
    const names = [...days.keys()].map((month) => partName('month', month));
    if (names.length > 3) return `${names[0]} to ${names[names.length - 1]}`;
    return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  };
  const held = `${nameOf(now, 'the window')} holds ${months(current)}, ${nameOf(before, 'the reference')} ${months(reference)}`;
  return `Calendar: ${held}; compare with the same season: reference: {offset: 365d}`;
}

function otherDays(part: CalendarPart, { reference, current }: Spans): string {
  const what = part === 'month' ? 'months' : 'days of the month';
  return `Calendar: ${nameOf(current, 'the window')} holds other ${what} than ${nameOf(reference, 'the reference')}; rows per day are as before`;
}

function nameOf({ name }: TimeSpan, otherwise: string): string {
  return name ?? otherwise;
}
