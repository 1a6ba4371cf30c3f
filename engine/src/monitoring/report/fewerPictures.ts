import type { MonitorReport } from './monitorReport.ts';

/** Beyond so many columns only those that drifted are drawn. */
const MOST_PICTURES = 500;

/** The report as pages take it: of thousands of columns, the pictures of those that did not drift would be most of its bytes. */
export function fewerPictures(report: MonitorReport): MonitorReport {
  if (report.columns.length <= MOST_PICTURES) return report;
  const columns = report.columns.map((column, index) =>
    column.verdict === 'drift' || index < MOST_PICTURES ? column : { ...column, picture: null },
  );
  return { ...report, columns };
}
