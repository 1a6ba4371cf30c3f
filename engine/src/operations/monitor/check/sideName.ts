import { SHORT_MONTHS } from '../../../language/calendarNames.ts';
import type { Window } from './windows.ts';

const DAY = 24 * 3600 * 1000;

/** `flights, 3 Jun to 30 Jun 2001`: what the rows are, by the times that they have; by the window where there are none. */
export function sideName(
  dataset: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
  window: Window,
): string {
  const first = from === null ? window.from : Date.parse(from);
  const last = to === null ? (window.to === null ? null : window.to - 1) : Date.parse(to);
  if (first === null || last === null || Number.isNaN(first) || Number.isNaN(last)) return dataset;
  const [a, b] = [new Date(first), new Date(last)];
  const sameYear = a.getUTCFullYear() === b.getUTCFullYear();
  if (last - first < DAY && a.getUTCDate() === b.getUTCDate()) return `${dataset}, ${dayOf(b, true)}`;
  return `${dataset}, ${dayOf(a, !sameYear)} to ${dayOf(b, true)}`;
}

function dayOf(date: Date, withYear: boolean): string {
  const day = `${date.getUTCDate()} ${SHORT_MONTHS[date.getUTCMonth()]}`;
  return withYear ? `${day} ${date.getUTCFullYear()}` : day;
}

/** `13 May 2001` of a time in ISO 8601. */
export function dayText(time: string | null): string {
  return time === null ? 'now' : dayOf(new Date(Date.parse(time)), true);
}
