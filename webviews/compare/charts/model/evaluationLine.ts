import type { PageEvaluation } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { areaUnder } from '../../../shared/charts/area.ts';
import { valueAt } from './curveBand.ts';

type Chart = 'roc' | 'pr' | 'calibration';

/** A curve of an evaluation as it is drawn over others. */
export interface EvaluationLine {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** What stands for the curve: an area, or how far calibration is off. */
  readonly figure: number;
  /** How many rows it was measured on. */
  readonly rows: number;
  /** What the curve reaches at an x between its points. */
  readonly at: (x: number) => number;
}

export const READINGS = {
  roc: {
    x: 'false positive rate',
    y: 'true positive rate',
    figure: 'area under the curve',
    of: 'of the positive class',
  },
  pr: { x: 'recall', y: 'precision', figure: 'average precision', of: 'of the positive class' },
  calibration: { x: 'predicted', y: 'observed', figure: 'mean gap, weighted by rows', of: 'of the positive class' },
} as const;

/** Of several classes the mean over them is none of the curves: there is none then. Undefined where there is no such curve. */
export function evaluationLine({ curves, rows, task }: PageEvaluation, chart: Chart): EvaluationLine | undefined {
  if (task !== 'binary') return undefined;
  if (chart === 'roc') {
    const [curve] = curves.roc ?? [];
    if (curve === undefined) return undefined;
    const points = byX(curve.falsePositiveRate, curve.truePositiveRate);
    return { ...points, rows, figure: areaUnder(points), at: (x) => valueAt(points, x) };
  }
  if (chart === 'pr') {
    const [curve] = curves.pr ?? [];
    return curve === undefined ? undefined : stepped(curve, rows);
  }
  return calibrationLine(curves.calibration?.bins ?? [], rows);
}

/** Between two thresholds precision is not on the straight line (Davis and Goadrich 2006): the step below it is what is reached. */
function stepped(
  { recall, precision }: { readonly recall: readonly number[]; readonly precision: readonly number[] },
  rows: number,
): EvaluationLine {
  const { xs, ys } = byX(recall, precision);
  const reached = (x: number) => ys[xs.findIndex((place) => place >= x)] ?? Number.NaN;
  const [stepXs, stepYs]: [number[], number[]] = [[], []];
  let average = 0;
  for (const [i, x] of xs.entries()) {
    const before = xs[i - 1];
    const y = ys[i] ?? Number.NaN;
    if (before !== undefined && before !== x) {
      stepXs.push(before);
      stepYs.push(y);
      average += (x - before) * y;
    }
    stepXs.push(x);
    stepYs.push(y);
  }
  return { xs: stepXs, ys: stepYs, figure: average, rows, at: reached };
}

interface Bin {
  readonly rows: number;
  readonly probability: number;
  readonly share: number;
}

function calibrationLine(bins: readonly Bin[], rows: number): EvaluationLine | undefined {
  const all = bins.reduce((sum, bin) => sum + bin.rows, 0);
  if (all === 0) return undefined;
  const points = byX(
    bins.map(({ probability }) => probability),
    bins.map(({ share }) => share),
  );
  const gap = bins.reduce((sum, bin) => sum + (bin.rows / all) * Math.abs(bin.probability - bin.share), 0);
  return { ...points, rows, figure: gap, at: (x) => valueAt(points, x) };
}

function byX(
  xs: readonly number[],
  ys: readonly number[],
): { readonly xs: readonly number[]; readonly ys: readonly number[] } {
  const isRising = (xs[0] ?? 0) <= (xs.at(-1) ?? 0);
  return isRising ? { xs, ys } : { xs: xs.toReversed(), ys: ys.toReversed() };
}
