import { extent } from '../../../shared/charts/scale.ts';
import type { CurveLine } from './curveLine.ts';

export interface CurveBand {
  readonly xs: readonly number[];
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
}

const PLACES = 120;

/** What many curves have in common: their least, median and greatest at some places of x, read along their lines. */
export function curveBand(lines: readonly Pick<CurveLine, 'xs' | 'ys'>[]): CurveBand {
  const span = extent(lines.flatMap(({ xs }) => [xs[0] ?? Number.NaN, xs.at(-1) ?? Number.NaN]));
  if (span === undefined) return { xs: [], low: [], middle: [], high: [] };
  const [from, to] = span;
  const xs = from === to ? [from] : Array.from({ length: PLACES }, (_, i) => from + ((to - from) * i) / (PLACES - 1));
  const values = xs.map((x) =>
    lines
      .map((line) => valueAt(line, x))
      .filter(Number.isFinite)
      .sort((a, b) => a - b),
  );
  const of = (pick: (sorted: readonly number[]) => number | undefined) => values.map((all) => pick(all) ?? Number.NaN);
  return { xs, low: of((all) => all[0]), middle: of((all) => all[all.length >> 1]), high: of((all) => all.at(-1)) };
}

/** Along the line between two points; NaN beyond its ends and in gaps. */
export function valueAt({ xs, ys }: Pick<CurveLine, 'xs' | 'ys'>, x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (high < 0 || x < (xs[0] ?? 0) || x > (xs[high] ?? 0)) return Number.NaN;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const [right, left] = [xs[low] ?? 0, xs[low - 1] ?? 0];
  if (right === x || low === 0) return ys[low] ?? Number.NaN;
  const share = (x - left) / (right - left);
  return (ys[low - 1] ?? Number.NaN) * (1 - share) + (ys[low] ?? Number.NaN) * share;
}
