import type { ReportCheck } from '../report/monitorReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';
import type { SqlMetric } from './healthSpec.ts';

/** Measures figures of the user over the rows, each against its limits; `rows`: null where they could not be read. */
export async function sqlMetrics(
  _around: AroundRows,
  _rows: RowsInSql | null,
  _metrics: readonly SqlMetric[],
): Promise<readonly ReportCheck[]> {
  return [];
}
