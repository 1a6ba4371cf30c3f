import type { Scale } from './scale.ts';

/** Points of a line by rising x; what is not finite breaks it. */
export interface Points {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** The `d` of an SVG path; a point alone between two gaps becomes a short dash. */
export function linePath({ xs, ys }: Points, x: Scale, y: Scale): string {
  let path = '';
  for (let i = 0; i < xs.length; i += 1) {
    if (!isDrawn(xs, ys, i)) continue;
    const place = `${tenth(x.at(xs[i]!))} ${tenth(y.at(ys[i]!))}`;
    const begins = !isDrawn(xs, ys, i - 1);
    path += begins ? `M${place}` : `L${place}`;
    if (begins && !isDrawn(xs, ys, i + 1)) path += 'h1';
  }
  return path;
}

/** Places on the x axis where the line has no value. */
export function missing({ xs, ys }: Points): readonly number[] {
  return xs.filter((_, i) => !Number.isFinite(ys[i]!));
}

/** Of each of so many stretches of x the first, least, greatest and last point, so that no peak is lost. */
export function thinned(points: Points, stretches: number): Points {
  const { xs, ys } = points;
  if (xs.length <= stretches * 4) return points;
  const width = (xs.at(-1)! - xs[0]!) / stretches || 1;
  const kept: number[] = [];
  for (let from = 0; from < xs.length; ) {
    const bucket = Math.floor((xs[from]! - xs[0]!) / width);
    let to = from + 1;
    while (to < xs.length && Math.floor((xs[to]! - xs[0]!) / width) === bucket) to += 1;
    kept.push(...extremes(ys, from, to));
    from = to;
  }
  return { xs: kept.map((i) => xs[i]!), ys: kept.map((i) => ys[i]!) };
}

function extremes(ys: readonly number[], from: number, to: number): readonly number[] {
  let least = from;
  let greatest = from;
  let gap = -1;
  for (let i = from; i < to; i += 1) {
    const value = ys[i]!;
    if (!Number.isFinite(value)) gap = i;
    if (value < ys[least]! || !Number.isFinite(ys[least]!)) least = i;
    if (value > ys[greatest]! || !Number.isFinite(ys[greatest]!)) greatest = i;
  }
  return [...new Set([from, least, greatest, ...(gap < 0 ? [] : [gap]), to - 1])].sort((a, b) => a - b);
}

/** Index of the x nearest to a value, by rising x; -1 of none. */
export function nearest(xs: readonly number[], value: number): number {
  if (xs.length === 0) return -1;
  let low = 0;
  let high = xs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value - xs[low - 1]! <= xs[low]! - value ? low - 1 : low;
}

function isDrawn(xs: readonly number[], ys: readonly number[], i: number): boolean {
  return i >= 0 && i < xs.length && Number.isFinite(ys[i]!);
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}
