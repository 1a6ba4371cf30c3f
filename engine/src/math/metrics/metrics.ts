import { expectedCalibrationError } from './calibration.ts';
import * as confusion from './confusion.ts';
import { finite, type Measure, NOT_FINITE, ONE_LABEL } from './measure.ts';
import type { Need } from './need.ts';
import type { Area, Totals } from './totals.ts';

export interface Metric {
  readonly needs: readonly Need[];
  value(totals: Totals): Measure;
}

/** A difference below this share of its terms is rounding. */
const ROUNDING = 1e-12;
/** A difference below this share of its terms has lost digits. */
const CANCELLED = 1e-3;

const CELLS = ['cells'] as const;

/** Metrics that do not depend on the task by name; see the catalog for what they mean. */
const METRICS: Readonly<Record<string, Metric>> = {
  log_loss: mean('logLoss'),
  brier: mean('brierLoss'),
  expected_calibration_error: {
    needs: ['gap'],
    value: ({ gaps, rows }) => expectedCalibrationError(gaps(), rows),
  },
  accuracy: { needs: CELLS, value: (totals) => confusion.accuracy(totals.confusion()) },
  balanced_accuracy: { needs: CELLS, value: (totals) => confusion.balancedAccuracy(totals.confusion()) },
  precision: { needs: CELLS, value: (totals) => confusion.precision(totals.confusion()) },
  recall: { needs: CELLS, value: (totals) => confusion.recall(totals.confusion()) },
  f1: { needs: CELLS, value: (totals) => confusion.f1(totals.confusion()) },
  mcc: { needs: CELLS, value: (totals) => confusion.matthews(totals.confusion()) },
  precision_macro: averaged('precision', 'macro'),
  precision_weighted: averaged('precision', 'weighted'),
  recall_macro: averaged('recall', 'macro'),
  recall_weighted: averaged('recall', 'weighted'),
  f1_macro: averaged('f1', 'macro'),
  f1_weighted: averaged('f1', 'weighted'),
  rmse: { needs: ['squaredError'], value: ({ mean }) => finite(Math.sqrt(mean('squaredError'))) },
  mae: mean('absoluteError'),
  mape: mean('percentageError'),
  median_absolute_error: { needs: ['absoluteError'], value: ({ median }) => median('absoluteError') },
  r2: { needs: ['squaredError', 'deviation', 'squaredDeviation'], value: r2 },
};

const RANKED: Readonly<Record<string, Area>> = {
  roc_auc: 'rocAuc',
  pr_auc: 'averagePrecision',
};

/** The metric of this name, for binary or more classes; undefined when there is none. `pinball_90` is pinball of order 0.9. */
export function metricNamed(name: string, classes: number): Metric | undefined {
  const area = Object.hasOwn(RANKED, name) ? RANKED[name] : undefined;
  if (area !== undefined)
    return { needs: [classes > 2 ? 'classRankings' : 'ranking'], value: (totals) => totals.area(area) };
  const percent = pinballPercent(name);
  if (percent !== undefined) return mean(`pinball${percent}`);
  return Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
}

/** 90 for `pinball_90`, 50 for `pinball`; undefined for other names. */
export function pinballPercent(name: string): number | undefined {
  if (name === 'pinball') return 50;
  const percent = /^pinball_([1-9]\d?)$/.exec(name)?.[1];
  return percent === undefined ? undefined : Number(percent);
}

function mean(need: Need): Metric {
  return { needs: [need], value: (totals) => finite(totals.mean(need)) };
}

function averaged(of: 'precision' | 'recall' | 'f1', averaging: confusion.Averaging): Metric {
  return { needs: CELLS, value: (totals) => confusion.averaged(of, averaging, totals.confusion()) };
}

/** 1 - sum (y - p)^2 / sum (y - mean y)^2. */
function r2({ mean, variance }: Totals): Measure {
  const squares = mean('squaredDeviation');
  if (!Number.isFinite(squares)) return NOT_FINITE;
  const difference = squares - mean('deviation') ** 2;
  const spread = difference > CANCELLED * squares ? difference : variance('deviation');
  return spread > ROUNDING * squares ? finite(1 - mean('squaredError') / spread) : ONE_LABEL;
}
