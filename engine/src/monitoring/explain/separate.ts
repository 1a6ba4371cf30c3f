import type { Separation } from '../report/monitorReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

export interface SeparateRequest {
  readonly reference: RowsInSql;
  readonly current: RowsInSql;
  /** That the classifier may read. */
  readonly columns: readonly string[];
  readonly seed: number;
}

/** Trains a classifier that tells current rows from those of the reference; null where there are too few rows. */
export async function separate(_around: AroundRows, _request: SeparateRequest): Promise<Separation | null> {
  return null;
}
