import { count, cut, duration } from '../../../engine/src/language/figures.ts';
import { onScreen, percent, pValue, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import { fullTime } from '../../../engine/src/language/times.ts';
import type { ReportCheck, ReportSide } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { intervalText } from '../../shared/figureTexts.ts';

/** A distance or a test's statistic, with the decimals of its neighbours: `0.560`, `1,204`. */
export function statisticText(value: number | null): string {
  if (value === null) return '-';
  const size = Math.abs(value);
  return size >= 100 || (size > 0 && size < 0.0005) ? screenFigure(value) : onScreen(cut(value, size < 10 ? 3 : 1));
}

export function pText(p: number): string {
  return `p ${pValue(p)}`;
}

/** A mean, or another value of a column: three digits that count. */
export function valueIn(value: number | null): string {
  if (value === null) return '-';
  if (!Number.isFinite(value)) return screenFigure(value);
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-4)) return screenFigure(value);
  if (size >= 100) return onScreen(count(value));
  const decimals = size === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  return onScreen(cut(Number(value.toPrecision(3)), Number.isInteger(value) ? 0 : decimals));
}

/** A value in the unit of a check: `38%`, `6 h 12 min`, `0.698`. */
export function inUnit(
  value: number | null,
  unit: ReportCheck['unit'],
  low?: number | null,
  high?: number | null,
): string {
  if (value === null) return '-';
  switch (unit) {
    case 'share':
      return percent(value);
    case 's':
      return duration(value);
    case 'count':
      return onScreen(count(value));
    case 'distance':
      return statisticText(value);
    case 'metric': {
      const text = intervalText({ value, ...(low != null && { low }), ...(high != null && { high }) });
      return text === undefined ? valueIn(value) : onScreen(cut(value, decimalsIn(text)));
    }
    case 'number':
      return screenFigure(value);
  }
}

/** `at most 1%`, `between 3 and 5`; undefined where nothing limits it. */
export function limitText({ min, max, unit }: Pick<ReportCheck, 'min' | 'max' | 'unit'>): string | undefined {
  if (min !== null && max !== null) return `between ${limitIn(min, unit)} and ${limitIn(max, unit)}`;
  if (max !== null) return `at most ${limitIn(max, unit)}`;
  return min === null ? undefined : `at least ${limitIn(min, unit)}`;
}

/** A limit as it was written: `0.1`, `30%`. */
export function limitIn(value: number, unit: ReportCheck['unit']): string {
  return unit === 'distance' || unit === 'metric' ? screenFigure(value) : inUnit(value, unit);
}

/** `15 May 2001`; with the time where it is not midnight. */
export function dayText(at: string | number): string {
  const text = fullTime(at, 'UTC').replace(/:\d\d$/, '');
  return text.replace(/, 00:00$/, '');
}

/** `15 May 2001, 00:00 UTC`. */
export function momentText(at: string | number): string {
  return `${fullTime(at, 'UTC').replace(/:\d\d$/, '')} UTC`;
}

/** `27 Apr`, with the year where it is another than that of the newest. */
export function shortDay(at: string | number, newest: string | number): string {
  const [day = '', month = '', year = ''] = fullTime(at, 'UTC').replace(',', '').split(' ');
  const same = fullTime(newest, 'UTC').replace(',', '').split(' ')[2] === year;
  return same ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** Of a file its own name without its folders; what else rows are called stays. */
export function shortName(name: string): string {
  return /^(?:[a-z]:)?[\\/]|^\.{1,2}[\\/]/i.test(name) ? (name.split(/[\\/]/).at(-1) ?? name) : name;
}

/** `January, 508,239 rows`; a baseline is named as one. */
export function sideText({ name, rows }: Pick<ReportSide, 'name' | 'rows'>): string {
  return `${shortName(name)}, ${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

function decimalsIn(interval: string): number {
  return (/\.(\d+)/.exec(interval)?.[1] ?? '').length;
}
