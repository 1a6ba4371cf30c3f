/** `3,000,000` */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
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

/** A value with its interval, cut at the first significant digit of the half-width: `0.713 [0.710, 0.716]`. */
export function interval(value: number, low: number, high: number): string {
  const half = (high - low) / 2;
  if (!(half > 0) || !Number.isFinite(half)) return figure(value);
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(half))));
  const cut = (number: number) =>
    number.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return `${cut(value)} [${cut(low)}, ${cut(high)}]`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 3570) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** `812 B`, `3.4 MB`: powers of 1,000. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
