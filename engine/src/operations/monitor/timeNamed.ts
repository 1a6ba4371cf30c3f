import { usage } from '../../failure.ts';

/** A moment that the user named, milliseconds since 1970: a date, or a date and time; UTC unless it says a zone. */
export function timeNamed(flag: string, text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text.trim(),
  );
  const [, date, time = '00:00', zone = 'Z'] = match ?? [];
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
  const isWhole = date !== undefined && new Date(`${date}T00:00Z`).toJSON()?.startsWith(date) === true;
  if (Number.isFinite(at) && isWhole) return at;
  throw usage(
    `\`${flag} ${text}\` is no time.`,
    'Write it as `2026-11-20` or `2026-11-20T09:30Z`; without a zone it is UTC.',
  );
}
