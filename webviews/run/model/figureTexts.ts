import { cut, decimalsOf, measured } from '../../../engine/src/language/figures.ts';
import { onScreen, percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { Figure } from '../../../server/src/views.ts';

/** A value that may have an interval. */
export interface Measured {
  readonly value: Figure;
  readonly low?: number;
  readonly high?: number;
}

/** A value alone, cut at the digit that is in doubt. */
export function valueText({ value, low, high }: Measured): string {
  return typeof value === 'number' ? onScreen(measured(value, low, high)) : screenFigure(value);
}

/** `[0.710, 0.716]`; undefined where there is no interval. */
export function intervalText({ value, low, high }: Measured): string | undefined {
  const decimals = typeof value === 'number' ? decimalsOf(low, high) : undefined;
  if (decimals === undefined || low === undefined || high === undefined) return undefined;
  return onScreen(`[${cut(low, decimals)}, ${cut(high, decimals)}]`);
}

/** With one decimal, and more where it would be told as none or all. */
export function shareText(share: number): string {
  const isNearEnd = share > 0 && share < 1 && Math.min(share, 1 - share) < 0.0005;
  return isNearEnd ? percent(share) : percent(share, 1);
}
