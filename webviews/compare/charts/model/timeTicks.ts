import { duration } from '../../../../engine/src/language/figures.ts';
import type { Span } from '../../../shared/charts/scale.ts';
import { type Ticks, ticksOf } from '../../../shared/charts/ticks.ts';
import { timeText } from './figureAt.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds between ticks that people count in. */
const STEPS = [
  1,
  2,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30].map(minutes),
  ...[1, 2, 3, 6, 12].map(hours),
  DAY,
  2 * DAY,
  7 * DAY,
];

/** Moments in milliseconds since 1970, at round local times. */
export function clockTicks([low, high]: Span, most: number): Ticks {
  const step = stepOf((high - low) / 1000, most) * 1000;
  const offset = new Date(low).getTimezoneOffset() * MINUTE * 1000;
  const values = valuesBy(step, [low - offset, high - offset]).map((value) => value + offset);
  return { values, texts: values.map(timeText) };
}

/** Seconds that have passed. */
export function durationTicks([low, high]: Span, most: number): Ticks {
  if (high - low < most) return ticksOf([low, high], { most });
  const values = valuesBy(stepOf(high - low, most), [low, high]);
  return { values, texts: values.map((value) => (value === 0 ? '0' : duration(value))) };
}

function stepOf(seconds: number, most: number): number {
  const found = STEPS.find((step) => Math.floor(seconds / step) <= most);
  return found ?? Math.ceil(seconds / most / (7 * DAY)) * 7 * DAY;
}

function valuesBy(step: number, [low, high]: Span): readonly number[] {
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, i) => (first + i) * step);
}

function minutes(count: number): number {
  return count * MINUTE;
}

function hours(count: number): number {
  return count * HOUR;
}
