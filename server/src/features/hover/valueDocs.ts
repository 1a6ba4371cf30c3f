import { isTimezone } from '../../../../engine/src/checks/timezones.ts';
import { type Cron, parseCron } from '../../../../engine/src/language/cron.ts';
import { cronInWords } from '../../../../engine/src/language/cronInWords.ts';
import { nextTime } from '../../../../engine/src/language/cronTimes.ts';
import { count } from '../../../../engine/src/language/figures.ts';
import { parseDuration, parseShare } from '../../../../engine/src/language/values.ts';
import { code, paragraphs } from '../markdown.ts';

/** `90m` is 1 h 30 min, 5,400 s. */
export function durationDocs(text: string): string | undefined {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) return undefined;
  const seconds = `${(milliseconds / 1000).toLocaleString('en-US', { maximumFractionDigits: 3 })} s`;
  const parts = spelled(milliseconds);
  return `${code(text)} is ${parts === seconds ? seconds : `${parts}, ${seconds}`}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

function spelled(milliseconds: number): string {
  let left = milliseconds;
  const parts = UNITS.flatMap(([unit, size]) => {
    const times = Math.floor(left / size);
    left -= times * size;
    return times === 0 ? [] : [`${count(times)} ${unit}`];
  });
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** `15%` is 0.15. */
export function shareDocs(value: number | string): string | undefined {
  const share = parseShare(value);
  if (share === undefined) return undefined;
  const percent = `${Number((share * 100).toPrecision(12))}%`;
  return `${code(String(value))} is ${typeof value === 'number' ? percent : share}`;
}

const NEXT = 3;

/** A schedule in words, and when it is due next, in its own zone. */
export function cronDocs(text: string, timezone: string | undefined, now: number = Date.now()): string | undefined {
  const zone = timezone ?? 'UTC';
  const parsed = parseCron(text);
  const words = cronInWords(text, timezone);
  if (parsed.kind === 'problem' || words === undefined) return undefined;
  const times = isTimezone(zone) ? nextTimes(parsed.cron, zone, now) : [];
  return paragraphs([words, times.length > 0 && `Next, in ${zone}: ${times.join(', ')}`]);
}

function nextTimes(cron: Cron, zone: string, now: number): readonly string[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const found: string[] = [];
  for (let at = nextTime(cron, zone, now); at !== undefined && found.length < NEXT; at = nextTime(cron, zone, at))
    found.push(format.format(at));
  return found;
}
