import { duration } from '../../../engine/src/language/figures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { dateTime } from './times.ts';

/** `finished 20 Nov 2026, 09:59, in 1 min 12 s`. */
export function whenText(
  { status, startedAt, endedAt, seconds, live }: RunPage,
  { now, timeZone }: { readonly now: number; readonly timeZone?: string },
): string {
  if (live?.isQueued) return `waits since ${dateTime(live.startedAt, timeZone)}`;
  if (status === 'running') {
    const passed = Math.max(0, (now - Date.parse(startedAt)) / 1000);
    return `running since ${dateTime(startedAt, timeZone)}, for ${duration(passed)}`;
  }
  const took = seconds === null ? '' : `, ${status === 'finished' ? 'in' : 'after'} ${duration(seconds)}`;
  return `${status} ${dateTime(endedAt ?? startedAt, timeZone)}${took}`;
}

/** The first digits of an id or a hash, as few as people need to tell them apart. */
export function short(id: string, digits = 4): string {
  return id.replace(/^sha256[:-]/, '').slice(0, digits);
}
