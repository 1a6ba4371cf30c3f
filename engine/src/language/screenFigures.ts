import { cut, figure, measured } from './figures.ts';

// Figures as trees, pages and reports have them on screen; what is copied or exported keeps `-`.

/** Minus with the width of a plus. */
export const MINUS = '\u2212';

/** The signs of figures as they are on screen: `-0.5` is `\u22120.5`, `1.2e-5` is `1.2e\u22125`; words and `-` alone stay. */
export function onScreen(text: string): string {
  return text.replace(/(?<![\p{L}\d_])-(?=[\d.\u221e])|(?<=\de)-(?=\d)/gu, MINUS);
}

/** The signs of figures as programs read them: undoes `onScreen`. */
export function forExport(text: string): string {
  return text.replaceAll(MINUS, '-');
}

/** A figure out of JSON, which has no numbers for what is not finite: `NaN`, `\u221e`, `\u2212\u221e`. */
export function screenFigure(value: number | 'NaN' | 'Infinity' | '-Infinity'): string {
  const number = Number(value);
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '\u221e' : `${MINUS}\u221e`;
  return onScreen(figure(number));
}

/** A value that may have an interval. */
export interface Measured {
  readonly value: number | 'NaN' | 'Infinity' | '-Infinity';
  readonly low?: number;
  readonly high?: number;
}

/** A value alone, cut at the digit that is in doubt: `0.713`. */
export function valueText({ value, low, high }: Measured): string {
  return typeof value === 'number' ? onScreen(measured(value, low, high)) : screenFigure(value);
}

export type Verdict = 'better' | 'worse' | 'same' | null;

/**
 * A difference to a baseline: the arrow of the change and its size where there is a verdict (`\u2191 0.008`), else its sign:
 * `\u2248 +0.001` within the noise, `+0.001` where nothing tells.
 * @param decimals of the column; four significant digits where it has none
 */
export function difference(value: number, verdict: Verdict, decimals?: number): string {
  const print = (number: number) => (decimals === undefined ? figure(number) : cut(number, decimals));
  if (!Number.isFinite(value)) return screenFigure(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
  const size = print(Math.abs(value));
  if (verdict === 'better' || verdict === 'worse') return `${value < 0 ? '\u2193' : '\u2191'} ${size}`;
  const sign = /[1-9]/.test(size) ? (value < 0 ? MINUS : '+') : '';
  return `${verdict === 'same' ? '\u2248 ' : ''}${sign}${size}`;
}

/** The same for who cannot see it: `better by 0.008`. */
export function differenceInWords(value: number, verdict: Verdict, decimals?: number): string {
  const size = decimals === undefined ? figure(Math.abs(value)) : cut(Math.abs(value), decimals);
  if (verdict === 'better' || verdict === 'worse') return `${verdict} by ${size}`;
  if (verdict === 'same') return `no difference beyond noise, ${size} ${value < 0 ? 'lower' : 'higher'}`;
  return `${size} ${value < 0 ? 'lower' : 'higher'}, no verdict`;
}

/** Name of a metric with its direction of better: `roc_auc \u2191`. */
export function metricHeader(name: string, better: 'higher' | 'lower' | null): string {
  return better === null ? name : `${name} ${better === 'higher' ? '\u2191' : '\u2193'}`;
}

/**
 * A share in percent: `0.4%`, `38%`, `99.97%`. Near 0 and 100 with as many decimals as tell it from them.
 * @param decimals of a column
 */
export function percent(share: number, decimals?: number): string {
  const value = share * 100;
  if (!Number.isFinite(value)) return screenFigure(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
  if (decimals !== undefined) return `${onScreen(cut(value, decimals))}%`;
  const size = Math.abs(value);
  const far = Math.min(size, Math.abs(100 - size));
  // Binary fractions stand a little beside what they mean.
  const needed = far < 1e-9 || far >= 0.95 ? 0 : -Math.floor(Math.log10(far) + 1e-6);
  if (needed > 4) return size < 50 ? '< 0.0001%' : '> 99.9999%';
  return `${onScreen(cut(value, needed))}%`;
}

/** A change of a share, in points: `+3.1 pp`. */
export function percentPoints(change: number): string {
  const size = cut(Math.abs(change * 100), 1);
  return `${/[1-9]/.test(size) ? (change < 0 ? MINUS : '+') : ''}${size} pp`;
}

/** `0.012`, `3e\u22127`, `< 1e\u22129`; never 0. */
export function pValue(p: number): string {
  if (!(p >= 1e-9)) return Number.isNaN(p) ? 'NaN' : `< 1e${MINUS}9`;
  if (p < 1e-4) return onScreen(p.toExponential(0));
  return String(Number(p.toPrecision(2)));
}
