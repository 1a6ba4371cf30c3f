import type { Points } from './linePath.ts';

/** Area under a line, by trapezoids. */
export function areaUnder({ xs, ys }: Points): number {
  let area = 0;
  for (let i = 1; i < xs.length; i += 1) area += ((ys[i]! + ys[i - 1]!) / 2) * Math.abs(xs[i]! - xs[i - 1]!);
  return area;
}
