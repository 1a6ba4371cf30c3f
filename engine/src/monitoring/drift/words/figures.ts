import { decimal, figure } from '../../../language/figures.ts';

/** Three significant digits, whole numbers in full: `0.207`, `728`, `12,345`. */
export function threeDigits(value: number): string {
  return digits(value, 3);
}

/** Two figures with as many digits as tell them apart, and no more than six: `0.207` and `0.132`, `10.10` and `10.12`. */
export function bothFigures(from: number, to: number): readonly [string, string] {
  let kept = 3;
  while (kept < 6 && from !== to && digits(from, kept) === digits(to, kept)) kept += 1;
  const isAlike = sizeOf(from) === sizeOf(to);
  return isAlike ? aligned(digits(from, kept), digits(to, kept)) : [digits(from, kept), digits(to, kept)];
}

/** With the same decimals. */
function aligned(from: string, to: string): readonly [string, string] {
  const decimals = [from, to].map((text) => /^-?[\d,]+(?:\.(\d+))?$/.exec(text)?.[1]?.length ?? 0);
  const most = Math.max(...decimals);
  const padded = (text: string, had = most) => `${text}${had === 0 && most > 0 ? '.' : ''}${'0'.repeat(most - had)}`;
  return [padded(from, decimals[0]), padded(to, decimals[1])];
}

function sizeOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

/** `0.2%`, `38%`, `less than 0.1%`; never 0% or 100% of what is not none or all. */
export function percent(share: number): string {
  const size = share * 100;
  if (size > 0 && size < 0.1) return 'less than 0.1%';
  if (size > 99.9 && size < 100) return 'more than 99.9%';
  const rounded = size < 10 || size > 99 ? size.toFixed(1).replace(/\.0$/, '') : size.toFixed(0);
  return `${rounded}%`;
}

function digits(value: number, kept: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || (size !== 0 && (size < 1e-4 || size >= 1e7))) return figure(value);
  const decimals = size === 0 ? 0 : Math.max(0, kept - 1 - Math.floor(Math.log10(size)));
  return decimal(value, 0, decimals);
}
