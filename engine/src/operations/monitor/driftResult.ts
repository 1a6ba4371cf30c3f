import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';

/** What commands that look for drift give: a report, and its JSON with the keys that scripts rely on. */
export interface DriftResult {
  readonly report: MonitorReport;
  /** Whether a check that has not passed is a failure. */
  readonly failOnDrift: boolean;
  /** What schemas/output/drift.schema.json says. */
  toJSON(): object;
}

export function driftResult(report: MonitorReport, failOnDrift: boolean): DriftResult {
  return { report, failOnDrift, toJSON: () => driftJson(report) };
}

/** Exit code 1 where a check failed or could not be told, and that was asked for. */
export function driftVerdict({ failOnDrift, report }: DriftResult): 0 | 1 {
  return failOnDrift && report.checks.some(({ status }) => status !== 'passed') ? 1 : 0;
}

/** The report, with `drifted` of all and of each column (null where nothing can be told) and the `share` of drifted inputs. */
export function driftJson(report: MonitorReport): object {
  return {
    ...report,
    drifted: report.verdict === 'unknown' ? null : report.verdict === 'drift',
    share: report.drift?.share ?? null,
    columns: report.columns.map((column) => ({
      ...column,
      drifted: column.verdict === 'unknown' ? null : column.verdict === 'drift',
    })),
  };
}
