import type { MonitorRow } from '../../../server/src/views/monitors.ts';
import { code, cut, prose } from '../views/rows/markdown.ts';
import { checkWords } from '../views/rows/monitorItems.ts';

/** A monitor with the project that it is of. */
export interface KnownMonitor {
  /** Address of the project's folder. */
  readonly root: string;
  readonly monitor: MonitorRow;
}

/** Monitors that found something and are not muted, or whose check could not be made. */
export function inTrouble(known: readonly KnownMonitor[]): readonly KnownMonitor[] {
  return known.filter(({ monitor: { since, mute, trouble } }) => mute === null && (since !== null || trouble !== null));
}

/** `flight-delay: 3 of 8 drifted`, `3 monitors found something`. */
export function statusText(known: readonly KnownMonitor[]): string {
  const [first, ...others] = known;
  if (first === undefined) return '';
  if (others.length > 0) return `${known.length} monitors found something`;
  return `${cut(first.monitor.name, 40)}: ${found(first.monitor)}`;
}

/** Markdown: a line a monitor. */
export function statusTooltip(known: readonly KnownMonitor[]): string {
  const lines = known.slice(0, MOST_LINES).map(({ monitor }) => {
    const said = monitor.trouble === null ? monitor.newest?.headline : monitor.trouble.said;
    return `- ${code(monitor.name)} ${prose(cut(said ?? found(monitor), 200))}`;
  });
  const more = known.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

const MOST_LINES = 8;

/** What a screen reader says. */
export function statusLabel(known: readonly KnownMonitor[]): string {
  return `Monitors: ${known.map(({ monitor }) => `${monitor.name}, ${found(monitor)}`).join('; ')}`;
}

/** The sentence of a notification. */
export function alertText({ name, newest }: MonitorRow): string {
  return newest === null ? `${name} found something` : `${name}: ${newest.headline}`;
}

function found({ newest, trouble }: MonitorRow): string {
  return trouble !== null || newest === null ? 'check failed' : checkWords(newest);
}
