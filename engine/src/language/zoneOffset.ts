const MINUTE = 60_000;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * By how much clocks of a zone are ahead of UTC at a moment, in milliseconds.
 * @param at milliseconds since 1970
 * @throws RangeError for a zone that the IANA database does not have
 */
export function zoneOffset(zone: string, at: number): number {
  if (zone === 'UTC') return 0;
  const format = FORMATS.get(zone) ?? formatOf(zone);
  FORMATS.set(zone, format);
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  local.setUTCFullYear(year, month - 1, day);
  return local.setUTCHours(hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
}

/** Where clocks of a zone are set between two moments that lie at most three days apart: the first moment of the new time, to the minute. */
export function zoneChange(zone: string, from: number, to: number): number {
  const before = zoneOffset(zone, from);
  let low = Math.floor(from / MINUTE);
  let high = Math.ceil(to / MINUTE);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffset(zone, middle * MINUTE) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE;
}
