import type { Curve } from '../../../../server/src/views/comparison.ts';
import { nearest } from '../../../shared/charts/linePath.ts';
import type { Tile } from '../../protocol.ts';
import { smoothed } from './smooth.ts';

type CurvesLook = Extract<Tile, { kind: 'curves' }>;

/** A curve as it is drawn, by rising x. */
export interface CurveLine {
  readonly xs: readonly number[];
  /** As logged, or the means of stretches. */
  readonly raw: readonly number[];
  /** What the line follows. */
  readonly ys: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** How many points it has in all; null where nobody counted yet. */
  readonly total: number | null;
  /** Values that a logarithmic axis has no place for. */
  readonly unplaced: number;
}

/** A curve's figures out of their base64. */
export interface CurveFigures {
  readonly steps: readonly number[];
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly low: readonly number[] | undefined;
  readonly high: readonly number[] | undefined;
  readonly total: number | null;
}

export function curveFigures({ steps, times, values, low, high, total }: Curve): CurveFigures {
  return {
    steps: floats(steps),
    times: floats(times),
    values: floats(values),
    low: low === undefined ? undefined : floats(low),
    high: high === undefined ? undefined : floats(high),
    total,
  };
}

/** @param against curve of the metric that x is, where it is one */
export function curveLine(
  curve: CurveFigures,
  { x, smoothing, logX, logY }: Pick<CurvesLook, 'x' | 'smoothing' | 'logX' | 'logY'>,
  against?: CurveFigures,
): CurveLine {
  const xs = xsOf(curve, x, against);
  const placed = (value: number) => (logY && value <= 0 ? Number.NaN : value);
  const ys = smoothed(curve.values, smoothing);
  const kept = [...xs.keys()].filter((i) => Number.isFinite(xs[i] ?? Number.NaN) && !(logX && (xs[i] ?? 0) <= 0));
  if (x !== 'step') kept.sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0) || a - b);
  const pick = (values: readonly number[]) => kept.map((i) => placed(values[i] ?? Number.NaN));
  const notAbove = logY ? curve.values.filter((value) => value <= 0).length : 0;
  return {
    xs: kept.map((i) => xs[i] ?? 0),
    raw: pick(curve.values),
    ys: pick(ys),
    ...(curve.low !== undefined && curve.high !== undefined && { low: pick(curve.low), high: pick(curve.high) }),
    total: curve.total,
    unplaced: curve.steps.length - kept.length + notAbove,
  };
}

function xsOf(
  { steps, times }: CurveFigures,
  x: CurvesLook['x'],
  against: CurveFigures | undefined,
): readonly number[] {
  if (x === 'step') return steps;
  if (x === 'time') return times;
  if (x === 'relative') {
    const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    return times.map((time) => (time - first) / 1000);
  }
  return steps.map((step) => valueBy(against, step));
}

/** What the other metric was at a step, or last before it. */
function valueBy(against: CurveFigures | undefined, step: number): number {
  if (against === undefined) return Number.NaN;
  const at = nearest(against.steps, step);
  const before = (against.steps[at] ?? Number.POSITIVE_INFINITY) <= step ? at : at - 1;
  return against.values[before] ?? Number.NaN;
}

function floats(text: string): readonly number[] {
  const binary = atob(text);
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return Array.from(new Float64Array(bytes.buffer));
}
