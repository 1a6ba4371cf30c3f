import type { Numbers } from './sorting.ts';

/** Mean, standard deviation (divided by n), least and greatest; all null for no values. */
export interface Moments {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

const BLOCK = 1024;

/** Moments of finite values in two passes (deviations from the mean), summed in blocks, so that no digits are lost. */
export function momentsOf(values: Numbers): Moments {
  const n = values.length;
  if (n === 0) return { mean: null, sd: null, min: null, max: null };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = powerOfTwoBelow(Math.max(Math.abs(min), Math.abs(max)));
  const mean = blockSum(values, (value) => value / scale) / n;
  const squares = blockSum(values, (value) => (value / scale - mean) ** 2);
  return { mean: mean * scale, sd: Math.sqrt(squares / n) * scale, min, max };
}

/** Dividing by it is exact, and keeps squares from overflow and underflow. */
function powerOfTwoBelow(size: number): number {
  return size === 0 ? 1 : 2 ** Math.max(Math.floor(Math.log2(size)), -1022);
}

function blockSum(values: Numbers, term: (value: number) => number): number {
  let total = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += term(values[i]!);
    total += sum;
  }
  return total;
}
