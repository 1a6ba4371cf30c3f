import { CALIBRATION_BINS, calibrationBin } from '../../math/metrics/calibration.ts';
import { highest, type ScoredRows } from '../../math/metrics/scoredRows.ts';

/**
 * Probability said against share that happened, in the equal-width bins that have rows: of the positive class, or for
 * more than two classes of the most probable one.
 */
export interface CalibrationCurve {
  readonly of: 'positive class' | 'most probable class';
  readonly bins: readonly CalibrationPoint[];
}

export interface CalibrationPoint {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean probability of the rows, and the share of them where it came true. */
  readonly probability: number;
  readonly share: number;
}

export function calibrationCurve({ task, labels, scores }: ScoredRows): CalibrationCurve {
  const rows = new Float64Array(CALIBRATION_BINS);
  const said = new Float64Array(CALIBRATION_BINS);
  const came = new Float64Array(CALIBRATION_BINS);
  const binary = task === 'binary';
  for (let row = 0; row < labels.length; row++) {
    const code = binary ? 1 : highest(scores, row);
    const p = (binary ? scores[0]! : scores[code]!)[row]!;
    const bin = calibrationBin(p);
    rows[bin]!++;
    said[bin]! += p;
    if (labels[row] === code) came[bin]!++;
  }
  const bins = Array.from(rows, (count, bin) => ({
    from: bin / CALIBRATION_BINS,
    to: (bin + 1) / CALIBRATION_BINS,
    rows: count,
    probability: said[bin]! / count,
    share: came[bin]! / count,
  }));
  return { of: binary ? 'positive class' : 'most probable class', bins: bins.filter((bin) => bin.rows > 0) };
}
