import { count, figure, interval } from '../../../engine/src/language/figures.ts';
import type { MeasuredMetric } from '../../../engine/src/project/models.ts';

/** A share of a whole: `83.1%`; what is not all is never 100%, what is not nothing never 0%. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  const text = ((100 * part) / whole).toFixed(1).replace(/\.0$/, '');
  if (text === '0' && part > 0) return '<0.1%';
  if (text === '100' && part < whole) return '>99.9%';
  return `${text}%`;
}

export function rows(number: number): string {
  return `${count(number)} row${number === 1 ? '' : 's'}`;
}

/** A value of a profile: a number as people read it, the rest as it is. */
export function shownValue(value: number | string): string {
  if (typeof value === 'number') return figure(value);
  return /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(value) ? value.slice(0, 10) : value;
}

export function measured({ value, low, high }: MeasuredMetric): string {
  return low === undefined || high === undefined ? figure(value) : interval(value, low, high);
}

/** The day of a time in ISO 8601. */
export function day(time: string): string {
  return time.slice(0, 10);
}

/** What a parameter of a learner may be: `2 to 4096`, or `at least 0` where the upper bound is only there to keep figures finite. */
export function span({ min, max }: { readonly min: number; readonly max: number }): string {
  return max >= 1e9 ? `at least ${min}` : `${min} to ${max}`;
}
