import type { CheckPoint, CheckRecord, ColumnPoint } from '../../ports/monitorStore.ts';
import type { MonitorReport } from './monitorReport.ts';

/** What lists and time lines show of a report. */
export function checkRecord(
  report: MonitorReport,
  { by, basis }: { readonly by: CheckRecord['by']; readonly basis: string },
): CheckRecord {
  const { model, drift } = report;
  return {
    id: report.id ?? '',
    monitor: report.monitor ?? '',
    due: Date.parse(report.due),
    made: Date.parse(report.made),
    by,
    model: model === null ? null : `${model.name}:${model.version}`,
    verdict: report.verdict,
    headline: report.headline,
    rows: report.current.rows,
    drifted: drift?.drifted ?? 0,
    tested: drift?.tested ?? 0,
    checks: Object.fromEntries(
      report.checks.map(({ id, status, value, low, high }): [string, CheckPoint] => [id, { status, value, low, high }]),
    ),
    columns: Object.fromEntries(
      report.columns.map(
        ({ column, test, statistic, threshold, verdict, sensitive, current }): [string, ColumnPoint] => [
          column,
          { test, statistic, threshold, verdict, mean: sensitive ? null : current.mean },
        ],
      ),
    ),
    basis,
  };
}
