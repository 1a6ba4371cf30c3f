import { fullTime } from '../../../engine/src/language/times.ts';
import type { Span } from '../../shared/charts/scale.ts';
import type { Ticks } from '../../shared/charts/ticks.ts';

const DAY = 86_400_000;

/** Round moments in UTC within a span: years, months, days or hours, whichever are few enough. */
export function dayTicks([from, to]: Span, most: number): Ticks {
  const values = STEPS.map((step) => momentsOf(step, from, to, most)).find((found) => found.length > 0) ?? [from];
  const spansYears = new Date(from).getUTCFullYear() !== new Date(to).getUTCFullYear();
  return { values, texts: values.map((value) => text(value, spansYears)) };
}

/** Hours, then days, then months. */
const STEPS = [
  ...[1, 3, 6, 12].map((hours) => ({ by: 'time' as const, size: hours * 3_600_000 })),
  ...[1, 2, 7, 14].map((days) => ({ by: 'time' as const, size: days * DAY })),
  ...[1, 3, 6, 12, 24, 60, 120].map((months) => ({ by: 'month' as const, size: months })),
];

/** None where they are too many. */
function momentsOf({ by, size }: (typeof STEPS)[number], from: number, to: number, most: number): readonly number[] {
  if (by === 'time') {
    if ((to - from) / size > most) return [];
    const first = Math.ceil(from / size);
    return Array.from({ length: Math.max(0, Math.floor(to / size) - first + 1) }, (_, i) => (first + i) * size);
  }
  const start = new Date(from);
  const found: number[] = [];
  for (let month = Math.floor(start.getUTCMonth() / size) * size; ; month += size) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1);
    if (at > to || found.length > most) break;
    if (at >= from) found.push(at);
  }
  return found.length > most ? [] : found;
}

/** Midnight is the day that it begins. */
function text(at: number, spansYears: boolean): string {
  const [date = '', time = ''] = fullTime(at, 'UTC').split(', ');
  if (at % DAY !== 0) return time.slice(0, 5);
  return spansYears ? date : date.replace(/ \d+$/, '');
}
