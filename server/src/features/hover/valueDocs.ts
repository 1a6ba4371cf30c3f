import { parseCron } from '../../../../engine/src/language/cron.ts';
import { cronInWords } from '../../../../engine/src/language/cronInWords.ts';
import { count } from '../../../../engine/src/language/figures.ts';
import { parseDuration, parseShare } from '../../../../engine/src/language/values.ts';
import { code, paragraphs } from '../markdown.ts';
import { nextTimes } from './nextTimes.ts';

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

/** A schedule in words, and when it is due next; in a zone other than UTC the words alone. */
export function cronDocs(text: string, timezone: string | undefined, now: number = Date.now()): string | undefined {
  const parsed = parseCron(text);
  const words = cronInWords(text, timezone);
  if (parsed.kind === 'problem' || words === undefined) return undefined;
  const isUtc = timezone === undefined || timezone === 'UTC';
  const times = isUtc ? nextTimes(parsed.cron, now, NEXT) : [];
  return paragraphs([words, times.length > 0 && `Next, in UTC: ${times.join(', ')}`]);
}
