import { cut, figure } from '../../language/figures.ts';
import type { ReportCheck } from '../report/monitorReport.ts';

/** A check as far as it is not the same for all of its kind. */
export type Measured = Pick<ReportCheck, 'id' | 'kind' | 'title' | 'unit' | 'said'> &
  Partial<Pick<ReportCheck, 'value' | 'min' | 'max' | 'rows' | 'about'>>;

/** Passed, unless the value is beyond its limits; unknown where there is no value. Ends belong to what passes. */
export function judged(measured: Measured): ReportCheck {
  const { value = null, min = null, max = null, rows = null, about = [] } = measured;
  const failed = value !== null && ((max !== null && value > max) || (min !== null && value < min));
  const status = value === null ? 'unknown' : failed ? 'failed' : 'passed';
  return { ...measured, status, value, min, max, rows, about, low: null, high: null };
}

export const NO_ROWS = 'There are no current rows';

/** `2.1%`, `0.004%`. */
export function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  const value = share * 100;
  return value < 0.1 ? `${figure(Number(value.toPrecision(1)))}%` : `${cut(value, 1).replace(/\.0$/, '')}%`;
}

/** Up to three names: "`a`, `b` and 4 more". */
export function names(all: readonly string[], most = 3): string {
  const shown = all.slice(0, most).map((name) => `\`${name}\``);
  if (all.length > most) return `${shown.join(', ')} and ${all.length - most} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
