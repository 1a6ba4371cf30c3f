import type { Cell } from '../../ports/dataSource.ts';
import type { Range } from './profileEdges.ts';
import { double } from './profileSelect.ts';

const ONE = 2 ** 61;

/**
 * A value moved and scaled into [-0.5, 0.5], in SQL. Products of two of them become integers of 61 bits, whose sum is exact: it does
 * not depend on the order of rows, as sums of doubles do.
 */
export function scaled(value: string, range: Range): string {
  return `((${value} - ${double(middle(range))}) * ${double(scale(range))})`;
}

/** SQL of a sum that is the same in any order, of values in [-1, 1]; `sumOf` reads it. */
export function exactSum(value: string): string {
  return `sum((${value} * ${double(ONE)})::BIGINT)`;
}

export function sumOf(cell: Cell | undefined): number {
  return typeof cell === 'number' || typeof cell === 'string' ? Number(BigInt(cell)) / ONE : 0;
}

/** From the sum of `scaled` values and that of their squares. */
export function momentsOf(
  range: Range,
  n: number,
  sum: number,
  squares: number,
): { readonly mean: number | null; readonly std: number | null } {
  if (n === 0) return { mean: null, std: null };
  const mean = middle(range) + sum / n / scale(range);
  const std = n < 2 ? null : Math.sqrt(Math.max(0, squares - (sum / n) * sum) / (n - 1)) / scale(range);
  return { mean: Math.min(range.high, Math.max(range.low, mean)), std };
}

function middle({ low, high }: Range): number {
  return low / 2 + high / 2;
}

/** A power of two, so that scaling loses nothing. */
function scale({ low, high }: Range): number {
  const half = high / 2 - low / 2;
  return half === 0 ? 1 : 2 ** Math.min(1023, -Math.ceil(Math.log2(half)) - 1);
}
