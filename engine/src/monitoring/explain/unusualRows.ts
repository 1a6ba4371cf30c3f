import type { ColumnBaseline } from '../../math/baseline.ts';
import type { UnusualRows } from '../report/monitorReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

export interface UnusualRowsRequest {
  /** Rows, or a stored baseline by column. */
  readonly reference: RowsInSql | Readonly<Record<string, ColumnBaseline>>;
  readonly current: RowsInSql;
  readonly columns: readonly string[];
  /** Columns whose values are masked. */
  readonly sensitive: ReadonlySet<string>;
  /** Columns that name a row, joined by a blank; none: its number. */
  readonly id: readonly string[];
  readonly seed: number;
}

/** Rows that look like nothing in the reference; null where there are too few rows to tell. */
export async function unusualRows(_around: AroundRows, _request: UnusualRowsRequest): Promise<UnusualRows | null> {
  return null;
}
