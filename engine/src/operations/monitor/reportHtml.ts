import { makeDriftHistory } from '../../monitoring/report/makeDriftHistory.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import type { CheckRecord } from '../../ports/monitorStore.ts';
import type { ReportPages } from '../../ports/reportPages.ts';
import { reportDocument } from './reportDocument.ts';

/**
 * A report as one file that needs nothing else: no network, no scripts but its own. Of `checks`, those of the report's monitor up to
 * it, in any order, become its time lines; none where it has no history. Rejects with `Failure` `page-missing`.
 */
export async function reportHtml(
  pages: ReportPages,
  report: MonitorReport,
  checks: readonly CheckRecord[],
): Promise<string> {
  return reportDocument(await pages.drift(), report, makeDriftHistory(report, checks));
}
