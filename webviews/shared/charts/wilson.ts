import type { Span } from './scale.ts';

/** 95% interval of a share that was seen in so many rows (Wilson's score interval). */
export function wilson(share: number, rows: number): Span {
  if (!(rows > 0)) return [0, 1];
  const z = 1.959963984540054;
  const middle = share + (z * z) / (2 * rows);
  const half = z * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  const whole = 1 + (z * z) / rows;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
