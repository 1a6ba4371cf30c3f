/** `3,000,000` */
export function count(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) >= 1e15 || value === 0)
    return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  // As it writes them, which a page pays with a tenth of a second the first time.
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Four significant digits; far from one in powers of ten: `0.7132`, `1.2e-5`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(1);
  if (Number.isInteger(value)) return count(value);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size || 1)));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(decimals, 6) });
}

/** Figures of one column, all with the same decimals, so that points line up; `-` where there is none. */
export function figureColumn(values: readonly (number | undefined)[]): readonly string[] {
  const texts = values.map((value) => (value === undefined ? '-' : figure(value)));
  const decimals = Math.max(0, ...texts.map((text) => (/^[\d,-]*\.(\d+)$/.exec(text)?.[1] ?? '').length));
  const form = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return values.map((value, row) => {
    const text = texts[row] ?? '-';
    return value === undefined || !/^[\d,.-]+$/.test(text) ? text : value.toLocaleString('en-US', form);
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
  const text = value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
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
