/** Milliseconds of each unit of a duration. */
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Unit = keyof typeof UNITS;

/** `30s`, `15m`, `6h`, `2d`, `5ms` in milliseconds; undefined for anything else. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(0|[1-9][0-9]{0,8})(ms|s|m|h|d)$/.exec(value);
  return match === null ? undefined : Number(match[1]) * UNITS[match[2] as Unit];
}

/** A whole number of milliseconds in the largest unit that holds it exactly: `90m`, `2d`. */
export function formatDuration(milliseconds: number): string {
  const units: readonly Unit[] = ['d', 'h', 'm', 's'];
  const unit = units.find((each) => milliseconds >= UNITS[each] && milliseconds % UNITS[each] === 0) ?? 'ms';
  return milliseconds === 0 ? '0s' : `${milliseconds / UNITS[unit]}${unit}`;
}

/** `15%` or `0.15` as a number from 0 to 1; undefined for anything else. */
export function parseShare(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value <= 1 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^(100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)%$/.exec(value);
  return match === null ? undefined : Number(`${match[1]}e-2`);
}

/** What can stand in SQL or in an expression: `late_share_24h`. */
export function isSnakeCase(name: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(name);
}

/** Models, pipelines and files: `flight-delay`; snake_case is as good. */
export function isKebabCase(name: string): boolean {
  return /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name);
}

/** Device names that Windows keeps for itself, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\.|$)/i;

/** Whether every system can hold a file of this name: no separator, no reserved name or character, at most 255 bytes. */
export function isPortableFileName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || new TextEncoder().encode(name).length > 255) return false;
  return !/[<>:"/\\|?*\p{Cc}]/u.test(name) && !/[ .]$/.test(name) && !RESERVED.test(name);
}
