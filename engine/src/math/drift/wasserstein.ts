import type { QuantileCounts } from '../baseline.ts';
import type { NumberPair, NumberSide } from './columnPair.ts';
import { distancesOfSorted, distancesOfSteps, type OrderDistances } from './orderDistances.ts';
import { type Steps, stepsOf } from './steps.ts';

const LEAST_SD = 0.001;

/** What values are divided by for the normed distance: the reference's standard deviation, at least 0.001 (Evidently 0.7). */
export function normOf({ reference }: NumberPair): number {
  return Math.max(reference.sd ?? 0, LEAST_SD);
}

/** A power of two that keeps the distance of any two values of both sides finite; 1 unless they are enormous. */
export function scaleOf({ reference, current }: NumberPair): number {
  const range = Math.max(reference.max ?? 0, current.max ?? 0) - Math.min(reference.min ?? 0, current.min ?? 0);
  return Number.isFinite(range) && range < 1e300 ? 1 : 2 ** 900;
}

/** Normed distance, and how far the cumulative distributions are apart at most; undefined where not all values are known. */
export function exactOrder(pair: NumberPair): { apart: number; moved: number } | undefined {
  const scale = scaleOf(pair);
  const distances = distancesOf(pair, scale);
  return distances && { apart: distances.apart, moved: distances.area / (normOf(pair) / scale) };
}

function distancesOf({ reference, current }: NumberPair, scale: number): OrderDistances | undefined {
  const [a, b] = [reference.values, current.values];
  const small = (values: Float64Array) => (scale === 1 ? values : values.map((value) => value / scale));
  if (a.kind === 'sorted' && b.kind === 'sorted') return distancesOfSorted(small(a.sorted), small(b.sorted));
  const [left, right] = [stepsOf(reference), stepsOf(current)];
  if (left === undefined || right === undefined) return undefined;
  const smaller = (steps: Steps) => ({ ...steps, values: small(Float64Array.from(steps.values)) });
  return distancesOfSteps(smaller(left), smaller(right));
}

/**
 * The same from counts between the same edges: the largest distance is that at an edge; between edges, rows are taken to be
 * spread evenly, in the first and last bin down to the least and up to the greatest value.
 */
export function binnedOrder(
  pair: NumberPair,
  reference: QuantileCounts,
  current: QuantileCounts,
): { apart: number; moved: number } {
  const scale = scaleOf(pair);
  const left = { side: pair.reference, counts: reference };
  const right = { side: pair.current, counts: current };
  const area = rampDistance(left, right, { scale, isInteger: pair.isInteger });
  return { apart: apartAtEdges(reference, current), moved: area / (normOf(pair) / scale) };
}

/** One side with its rows between edges. */
export interface Counted {
  readonly side: NumberSide;
  readonly counts: QuantileCounts;
}

/** Area between two cumulative distributions that are known at edges of their own each, over `scale`. */
export function rampDistance(
  left: Counted,
  right: Counted,
  { scale, isInteger }: { readonly scale: number; readonly isInteger: boolean },
): number {
  return areaBetween(ramp(left, scale, isInteger), ramp(right, scale, isInteger));
}

function apartAtEdges(reference: QuantileCounts, current: QuantileCounts): number {
  const [referenceRows, currentRows] = [rowsOf(reference), rowsOf(current)];
  let [apart, left, right] = [0, 0, 0];
  for (const [bin, count] of reference.counts.entries()) {
    left += count;
    right += current.counts[bin]!;
    apart = Math.max(apart, Math.abs(left * currentRows - right * referenceRows));
  }
  return apart;
}

/** A cumulative distribution of straight pieces: share of the rows at or below each value. */
interface Ramp {
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

function ramp({ side, counts: { edges, counts } }: Counted, scale: number, isInteger: boolean): Ramp {
  const rows = counts.reduce((total, count) => total + count, 0);
  const bounds = boundsOf({ side, counts: { kind: 'quantiles', edges, counts } }, isInteger);
  const values: number[] = [];
  const shares: number[] = [];
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    if (count === 0) continue;
    const low = (edges[bin - 1] ?? bounds.low) / scale;
    if (values.length === 0 || values[values.length - 1]! < low) add(low, below / rows);
    below += count;
    add((edges[bin] ?? bounds.high) / scale, below / rows);
  }
  return { values, shares };

  function add(value: number, share: number): void {
    values.push(value);
    shares.push(share);
  }
}

/**
 * From where to where the rows of the first and of the last bin are taken to lie. A long tail is not spread evenly out to its
 * one farthest row: the longer of the two ends where the mean of the whole side asks it to.
 */
function boundsOf({ side, counts: { edges, counts } }: Counted, isInteger: boolean): { low: number; high: number } {
  const [first, last] = [edges[0] ?? 0, edges[edges.length - 1] ?? 0];
  const [low, high] = [Math.min(side.min ?? first, first), Math.max(side.max ?? last, last)];
  const [inFirst, inLast] = [counts[0]!, counts[counts.length - 1]!];
  const grain = isInteger ? 1 : 0;
  let [rows, sum] = [inFirst + inLast, 0];
  for (let bin = 1; bin < counts.length - 1; bin++) {
    rows += counts[bin]!;
    sum += counts[bin]! * ((edges[bin - 1]! + grain) / 2 + edges[bin]! / 2);
  }
  const left = rows * (side.mean ?? 0) - sum;
  if (!Number.isFinite(left)) return { low, high };
  if (inLast * (high - last) >= inFirst * (first - low)) {
    const mean = (left - inFirst * (low / 2 + first / 2)) / inLast;
    return { low, high: inLast === 0 ? high : clamp(last + 2 * (mean - last), last, high) };
  }
  const mean = (left - inLast * (last / 2 + high / 2)) / inFirst;
  return { low: clamp(first - 2 * (first - mean), low, first), high };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function areaBetween(left: Ramp, right: Ramp): number {
  const knots = [...new Set([...left.values, ...right.values])].sort((a, b) => a - b);
  const gaps = { left: shareAt(left, knots), right: shareAt(right, knots) };
  let area = 0;
  for (let i = 1; i < knots.length; i++) {
    const width = knots[i]! - knots[i - 1]!;
    const before = gaps.left.after[i - 1]! - gaps.right.after[i - 1]!;
    const behind = gaps.left.before[i]! - gaps.right.before[i]!;
    area += width * meanSize(before, behind);
  }
  return area;
}

/** Mean of the size of what goes straight from one figure to the other. */
function meanSize(from: number, to: number): number {
  if (from * to >= 0) return Math.abs(from + to) / 2;
  return (from * from + to * to) / (2 * Math.abs(from - to));
}

/** Shares just before and just after each knot: a ramp of one value, or one that begins with rows, jumps. */
function shareAt({ values, shares }: Ramp, knots: readonly number[]): { before: number[]; after: number[] } {
  const before: number[] = [];
  const after: number[] = [];
  let next = 0;
  for (const knot of knots) {
    while (next < values.length && values[next]! < knot) next += 1;
    if (values[next] === knot) {
      before.push(shares[next]!);
      while (next + 1 < values.length && values[next + 1] === knot) next += 1;
      after.push(shares[next]!);
    } else {
      const share = between(values, shares, next, knot);
      before.push(share);
      after.push(share);
    }
  }
  return { before, after };
}

function between(values: readonly number[], shares: readonly number[], next: number, knot: number): number {
  if (next === 0) return 0;
  if (next === values.length) return 1;
  const [low, high] = [values[next - 1]!, values[next]!];
  const [from, to] = [shares[next - 1]!, shares[next]!];
  return from + ((to - from) * (knot - low)) / (high - low);
}

function rowsOf({ counts }: QuantileCounts): number {
  return counts.reduce((total, count) => total + count, 0);
}
