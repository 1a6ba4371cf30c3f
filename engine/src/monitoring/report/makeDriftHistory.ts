import type { CheckRecord } from '../../ports/monitorStore.ts';
import type { ColumnReport } from './columnReport.ts';
import type { ColumnHistory, DriftHistory } from './driftHistory.ts';
import type { MonitorReport } from './monitorReport.ts';

/** As many as a time line can tell apart. */
const MOST_CHECKS = 120;
/** Beyond so many, only those that are first in the report have a time line. */
const MOST_COLUMNS = 200;

/** The time lines of a report: of its monitor's checks, in any order, those of the same version up to it. */
export function makeDriftHistory(report: MonitorReport, checks: readonly CheckRecord[]): DriftHistory {
  const due = Date.parse(report.due);
  const model = report.model === null ? null : `${report.model.name}:${report.model.version}`;
  const known = checks
    .filter(
      (check) => check.monitor === report.monitor && check.due <= due && (model === null || check.model === model),
    )
    .sort((a, b) => a.due - b.due)
    .slice(-MOST_CHECKS);
  return {
    checks: known.map((check) => ({ id: check.id, due: check.due, verdict: check.verdict })),
    figures: Object.fromEntries(
      report.checks.map(({ id }) => [id, known.map((check) => cut(check.checks[id]?.value ?? null))]),
    ),
    columns: Object.fromEntries(
      report.columns
        .slice(0, MOST_COLUMNS)
        .filter(({ sensitive }) => !sensitive)
        .map((column) => [column.column, columnHistory(column, known)]),
    ),
  };
}

function columnHistory({ column, test }: ColumnReport, checks: readonly CheckRecord[]): ColumnHistory {
  const points = checks.map((check) => check.columns[column]);
  return {
    statistics: points.map((point) => (point?.test === test ? cut(point.statistic) : null)),
    drifted: points.flatMap((point, index) => (point?.verdict === 'drift' ? [index] : [])),
  };
}

/** Four digits are more than a line shows. */
function cut(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
