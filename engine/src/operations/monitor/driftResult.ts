import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';

/** What commands that look for drift give: a report, and its JSON with the keys that scripts rely on. */
export interface DriftResult {
  readonly report: MonitorReport;
  /** Whether drift, and what cannot be told, is a failure. */
  readonly failOnDrift: boolean;
  /** What schemas/output/drift.schema.json says. */
  toJSON(): object;
}

export function driftResult(report: MonitorReport, failOnDrift: boolean): DriftResult {
  return { report, failOnDrift, toJSON: () => driftJson(report) };
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
