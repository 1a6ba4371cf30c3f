import { cut, decimalsOf } from '../../engine/src/language/figures.ts';
import { type Measured, onScreen, percent } from '../../engine/src/language/screenFigures.ts';

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
