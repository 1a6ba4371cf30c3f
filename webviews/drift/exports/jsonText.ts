import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';

/** The payload itself. */
export function jsonText(report: MonitorReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
