import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { DriftPage } from '../../../engine/src/monitoring/report/driftPage.ts';
import type { PlotArea } from '../../shared/charts/plot.tsx';

/** What a column was at one check. */
export interface TimePoint {
  readonly check: string;
  readonly due: number;
  readonly value: number;
  readonly isDrift: boolean;
  /** The page shows this check. */
  readonly isShown: boolean;
  /** The check before it measured the same. */
  readonly follows: boolean;
}

/** The checks at which the column was measured by the test that decides now. */
export function timePoints({ column }: ColumnReport, { report, history }: DriftPage): readonly TimePoint[] {
  if (!Object.hasOwn(history.columns, column)) return [];
  const { statistics, drifted } = history.columns[column]!;
  const moved = new Set(drifted);
  return history.checks.flatMap(({ id, due }, i) => {
    const value = statistics[i] ?? null;
    if (value === null || !Number.isFinite(value)) return [];
    const follows = i > 0 && (statistics[i - 1] ?? null) !== null;
    return [{ check: id, due, value, isDrift: moved.has(i), isShown: id === report.id, follows }];
  });
}

/** Gaps stay gaps. */
export function timePath(points: readonly TimePoint[], { x, y }: PlotArea): string {
  const at = (value: number) => Math.round(value * 10) / 10;
  return points
    .map(({ due, value, follows }) => `${follows ? 'L' : 'M'}${at(x.at(due))} ${at(y.at(value))}`)
    .join('')
    .replace(/^L/, 'M');
}
