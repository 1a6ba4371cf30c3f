import type { Bins, Range } from './profileEdges.ts';
import { nextBelow } from './profileEdges.ts';

export const SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Share of the values that a bin with a quantile may hold, unless they are all the same. */
const HEAVY = 0.03;

export interface ValueCount {
  readonly value: number;
  readonly count: number;
}

/** Quantiles of counted values in ascending order, between two values by linear interpolation (type 7 of Hyndman and Fan). */
export function exactQuantiles(values: readonly ValueCount[]): Readonly<Record<string, number>> {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return {};
  return Object.fromEntries(
    SHARES.map((share) => {
      const rank = share * (total - 1);
      const low = valueAt(values, Math.floor(rank));
      const high = valueAt(values, Math.ceil(rank));
      const part = rank - Math.floor(rank);
      return [String(share), between(low, high, part)];
    }),
  );
}

function valueAt(values: readonly ValueCount[], rank: number): number {
  let before = 0;
  for (const { value, count } of values) {
    before += count;
    if (rank < before) return value;
  }
  return values.at(-1)!.value;
}

/** Never beyond the ends, where rounding would lead. */
function between(low: number, high: number, part: number): number {
  return Math.min(high, Math.max(low, low * (1 - part) + high * part));
}

/** Quantiles between edges, values taken as spread evenly within a bin. */
export function estimatedQuantiles(bins: Bins, range: Range, isInteger: boolean): Readonly<Record<string, number>> {
  const quantiles = positions(bins).map(({ share, at, part }): [string, number] => {
    const [low, high] = [bins.edges[at - 1] ?? bins.edges[at]!, bins.edges[at]!];
    const value = isPoint(low, high, isInteger) ? (isInteger ? Math.floor(high) : high) : between(low, high, part);
    return [String(share), Math.min(range.high, Math.max(range.low, value))];
  });
  return Object.fromEntries(quantiles);
}

/** The bins that hold a quantile and so many values that it cannot be told well. */
export function heavyBins(bins: Bins, isInteger: boolean): readonly number[] {
  const total = bins.counts.reduce((sum, count) => sum + count, 0);
  const found = positions(bins).map(({ at }) => at);
  return [...new Set(found)].filter(
    (at) => at > 0 && bins.counts[at]! > HEAVY * total && !isPoint(bins.edges[at - 1]!, bins.edges[at]!, isInteger),
  );
}

/** Whether one value alone fits between the edges. */
function isPoint(low: number, high: number, isInteger: boolean): boolean {
  return isInteger ? Math.floor(high) - Math.floor(low) <= 1 : nextBelow(high) <= low;
}

interface Position {
  readonly share: number;
  /** The bin, and how far through its values the quantile lies. */
  readonly at: number;
  readonly part: number;
}

function positions({ counts }: Bins): readonly Position[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  return SHARES.map((share) => {
    const rank = share * (total - 1) + 0.5;
    let before = 0;
    let at = counts.findIndex((count) => {
      before += count;
      return rank <= before;
    });
    if (at < 0) at = counts.length - 1;
    return { share, at, part: (rank - (before - counts[at]!)) / counts[at]! };
  });
}
