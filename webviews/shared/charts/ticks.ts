import type { Span } from './scale.ts';

export interface Ticks {
  readonly values: readonly number[];
  /** All with the same decimals. */
  readonly texts: readonly string[];
}

const ROUND = [1, 2, 2.5, 5, 10];

/** Round values within a domain, at most so many: for grid lines. */
export function ticksOf([low, high]: Span, { most = 5, whole = false, short = false } = {}): Ticks {
  const step = stepOf(high - low, most, whole);
  if (!(step > 0)) return { values: [low], texts: [plain(low, 4)] };
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy((first + i) * step, step));
  const texts = textsOf(values, step);
  return { values, texts: short ? texts.map(shortened) : texts };
}

/** Powers of ten within a domain above zero, or round values of the scale where there are fewer than two. */
export function logTicks([low, high]: Span, most = 5): Ticks {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  if (last - first < 1) {
    const factors = [1, 2, 5].flatMap((factor) =>
      [first - 1, first].map((power) => Number((factor * 10 ** power).toPrecision(1))),
    );
    const values = factors.filter((value) => value >= low && value <= high).sort((a, b) => a - b);
    return values.length > 1 ? { values, texts: values.map(short) } : ticksOf([low, high], { most });
  }
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const values = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) =>
    Number((10 ** (first + i * every)).toPrecision(1)),
  );
  return { values, texts: values.map(short) };
}

/** Widened to the round values around it. */
export function rounded([low, high]: Span, most = 5): Span {
  const step = stepOf(high - low, most, false);
  if (!(step > 0)) return [low, high];
  return [tidy(Math.floor(low / step + 1e-9) * step, step), tidy(Math.ceil(high / step - 1e-9) * step, step)];
}

function stepOf(width: number, most: number, whole: boolean): number {
  if (!(width > 0) || !Number.isFinite(width)) return 0;
  const rough = width / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const allowed = ROUND.map((factor) => factor * power).filter((step) => !whole || Number.isInteger(step));
  const step = allowed.find((candidate) => Math.floor(width / candidate + 1e-9) <= most) ?? 10 * power;
  return whole ? Math.max(1, Math.ceil(step)) : step;
}

/** Without what sums of binary fractions leave behind. */
function tidy(value: number, step: number): number {
  const decimals = decimalsOf(step);
  const cut = decimals > 100 ? value : Number(value.toFixed(decimals));
  return cut === 0 ? 0 : cut;
}

function decimalsOf(step: number): number {
  for (let decimals = Math.max(0, -Math.floor(Math.log10(step))); decimals < 100; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 100;
}

function textsOf(values: readonly number[], step: number): readonly string[] {
  const largest = Math.max(...values.map(Math.abs), 0);
  if (largest >= 1e7 || step < 1e-6) return values.map((value) => (value === 0 ? '0' : powers(value)));
  const decimals = decimalsOf(step);
  return values.map((value) => plain(value, decimals));
}

function short(value: number): string {
  if (value >= 1e7 || value < 1e-6) return powers(value);
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 });
}

function shortened(text: string): string {
  return /[.]/.test(text) && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

function plain(value: number, decimals: number): string {
  const form = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return value.toLocaleString('en-US', form).replace('-', '−');
}

function powers(value: number): string {
  return value
    .toExponential(2)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e')
    .replaceAll('-', '−');
}
