import type { DriftHistory } from './driftHistory.ts';
import type { MonitorReport } from './monitorReport.ts';

/** All that a report's page is drawn from, in the editor and in a file. */
export interface DriftPage {
  readonly report: MonitorReport;
  readonly history: DriftHistory;
}
