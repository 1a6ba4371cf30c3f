/** `3,000,000` */
export function count(value: number): string {
  return decimal(value, 0, 0);
}

/**
 * With thousands apart, `least` to `most` decimals, zeros at the end left out: `1,234.5`. As `toLocaleString('en-US')` writes it, which
 * costs a tenth of a second the first time and far more than this each time.
 */
export function decimal(value: number, least: number, most: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21)
    return value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
  const [whole, part] = rounded(Math.abs(value), most);
  let end = part.length;
  while (end > least && part[end - 1] === '0') end--;
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const decimals = part.slice(0, end).padEnd(least, '0');
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${decimals === '' ? '' : `.${decimals}`}`;
}

/** Digits before and behind the point, at most so many of these: rounded half up as they are written, not as they are stored. */
function rounded(size: number, most: number): readonly [whole: string, part: string] {
  const [digits = '', exponent] = String(size).split('e-');
  const [whole = '', behind = ''] = digits.split('.');
  const part = exponent === undefined ? behind : `${'0'.repeat(Number(exponent) - 1)}${whole}${behind}`;
  const before = exponent === undefined ? whole : '0';
  if (part.length <= most) return [before, part];
  const kept = `${before}${part.slice(0, most)}`;
  const up = part[most]! >= '5' ? String(BigInt(kept) + 1n).padStart(kept.length, '0') : kept;
  return [up.slice(0, up.length - most), up.slice(up.length - most)];
}

/** Four significant digits; far from one in powers of ten: `0.7132`, `1.2e-5`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(1);
  if (Number.isInteger(value)) return count(value);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size || 1)));
  return decimal(value, 0, Math.min(decimals, 6));
}

/** Figures of one column, all with the same decimals, so that points line up; `-` where there is none. */
export function figureColumn(values: readonly (number | undefined)[]): readonly string[] {
  const texts = values.map((value) => (value === undefined ? '-' : figure(value)));
  const decimals = Math.max(0, ...texts.map((text) => (/^[\d,-]*\.(\d+)$/.exec(text)?.[1] ?? '').length));
  return values.map((value, row) => {
    const text = texts[row] ?? '-';
    return value === undefined || !/^[\d,.-]+$/.test(text) ? text : decimal(value, decimals, decimals);
  });
}

/** A value with its interval, cut at the first significant digit of the half-width: `0.713 [0.710, 0.716]`. */
export function interval(value: number, low: number, high: number): string {
  const decimals = decimalsOf(low, high);
  if (decimals === undefined) return figure(value);
  return `${cut(value, decimals)} [${cut(low, decimals)}, ${cut(high, decimals)}]`;
}

/** Decimals down to the first significant digit of an interval's half-width; undefined where it has none. */
export function decimalsOf(low: number | undefined, high: number | undefined): number | undefined {
  if (low === undefined || high === undefined) return undefined;
  const half = (high - low) / 2;
  if (!(half > 0) || !Number.isFinite(half)) return undefined;
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(half))));
}

/** A value alone, as `interval` cuts it: `0.713`. */
export function measured(value: number, low: number | undefined, high: number | undefined): string {
  const decimals = decimalsOf(low, high);
  return decimals === undefined ? figure(value) : cut(value, decimals);
}

/** With so many decimals, whatever they are: `0.710`. */
export function cut(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return figure(value);
  const text = decimal(value, decimals, decimals);
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}

/** `0.4 s`, `48.6 s`, `1 min 12 s`, `2 h 05 min`, `3 d`; whole seconds without a point. A clock that was set back makes no time negative. */
export function duration(given: number): string {
  const seconds = given < 0 ? 0 : given;
  if (seconds < 59.95) return Number.isInteger(seconds) ? `${seconds} s` : `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  const wholeHours = Math.round(whole / 3600);
  const rest = wholeHours % 24;
  return `${Math.floor(wholeHours / 24)} d${rest === 0 || wholeHours >= 240 ? '' : ` ${rest} h`}`;
}

/** `812 B`, `3.4 MB`: powers of 1,000. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
