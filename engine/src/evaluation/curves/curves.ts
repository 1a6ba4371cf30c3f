import type { ScoredRows } from '../../math/metrics/scoredRows.ts';
import { type CalibrationCurve, calibrationCurve } from './calibration.ts';
import { type ConfusionTable, confusionTable } from './confusion.ts';
import { type PrCurve, type RocCurve, rankingCurves } from './ranking.ts';
import { type PredictedBins, predictedBins, type ResidualHistogram, residualHistogram } from './residuals.ts';

/** Curves as data, ready to draw: those that fit the task. */
export interface Curves {
  /** One curve for each class that is ranked against the rest (binary: the positive class). */
  readonly roc?: readonly RocCurve[];
  readonly pr?: readonly PrCurve[];
  readonly calibration?: CalibrationCurve;
  readonly confusion?: ConfusionTable;
  readonly predicted?: PredictedBins;
  readonly residuals?: ResidualHistogram;
}

export interface CurveOptions {
  readonly classes: readonly string[];
  readonly threshold: number;
  /** Whether scores are probabilities, and not only an order. */
  readonly probabilities: boolean;
}

export function curvesOf(rows: ScoredRows, options: CurveOptions): Curves {
  const { task, scores, predictions, labels } = rows;
  if (labels.length === 0) return {};
  if (task === 'regression') return { predicted: predictedBins(rows), residuals: residualHistogram(rows) };
  const classifies = predictions !== undefined || options.probabilities;
  return {
    ...(scores.length > 0 && rankingCurves(rows, options.classes)),
    ...(scores.length > 0 && options.probabilities && { calibration: calibrationCurve(rows) }),
    ...(classifies && { confusion: confusionTable(rows, options.classes, options.threshold) }),
  };
}
