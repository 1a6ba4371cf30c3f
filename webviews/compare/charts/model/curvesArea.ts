import { type PlotArea, plotArea } from '../../../shared/charts/plot.tsx';
import { extent, padded, type Span } from '../../../shared/charts/scale.ts';
import { rounded } from '../../../shared/charts/ticks.ts';
import type { Tile } from '../../protocol.ts';
import type { CurveLine } from './curveLine.ts';
import type { ChartRun } from './subject.ts';
import { clockTicks, durationTicks } from './timeTicks.ts';

/** More runs are one band. */
export const MOST_LINES = 50;

const HEIGHT = 250;
const END_LABEL = 52;

export interface CurvesAreaOptions {
  readonly lines: readonly CurveLine[];
  readonly runs: readonly ChartRun[];
  readonly tile: Extract<Tile, { kind: 'curves' }>;
  /** What of x is shown. */
  readonly shown: Span;
  readonly width: number;
}

/** From the first to the last x of all. */
export function wholeSpan(lines: readonly Pick<CurveLine, 'xs'>[]): Span {
  const [first, last] = extent(lines.flatMap(({ xs }) => [xs[0] ?? Number.NaN, xs.at(-1) ?? Number.NaN])) ?? [0, 1];
  return last > first ? [first, last] : [first === 0 ? 0 : first * 0.9, last * 1.1 || 1];
}

/** Scales for what is in sight: y holds lines and bands. */
export function curvesArea({ lines, runs, tile, shown, width }: CurvesAreaOptions): PlotArea {
  const { x, logX, logY } = tile;
  const seen = extent(inSight(lines, shown));
  const hasLabels = runs.some(({ n }) => n !== undefined);
  return plotArea({
    width,
    height: HEIGHT,
    xDomain: shown,
    yDomain: logY ? logSpan(seen ?? [1, 10]) : rounded(padded(seen ?? [0, 1], 0.04), 4),
    right: hasLabels ? Math.min(END_LABEL, width * 0.3) : 8,
    wholeX: x === 'step',
    logX,
    logY,
    ...(x === 'time' && { ticksX: clockTicks, mostX: Math.max(2, Math.floor(width / 120)) }),
    ...(x === 'relative' && { ticksX: durationTicks }),
  });
}

/** Values of x at which a rule can stand, rising: those of the runs in colour, of all where there are none. */
export function placesOf(
  runs: readonly ChartRun[],
  lines: ReadonlyMap<string, CurveLine>,
  [from, to]: Span,
): readonly number[] {
  const coloured = runs.filter(({ n }) => n !== undefined);
  const read = coloured.length > 0 ? coloured : runs.slice(0, MOST_LINES);
  const all = new Set<number>();
  for (const { id } of read) for (const x of lines.get(id)?.xs ?? []) if (x >= from && x <= to) all.add(x);
  return Float64Array.from(all).sort() as unknown as readonly number[];
}

function* inSight(lines: readonly CurveLine[], [from, to]: Span): Iterable<number> {
  for (const { xs, ys, low, high } of lines)
    for (const [i, x] of xs.entries()) {
      if (x < from || x > to) continue;
      yield ys[i] ?? Number.NaN;
      yield low?.[i] ?? Number.NaN;
      yield high?.[i] ?? Number.NaN;
    }
}

function logSpan([low, high]: Span): Span {
  const room = high > low ? (high / low) ** 0.05 : 2;
  return [low / room, high * room];
}
