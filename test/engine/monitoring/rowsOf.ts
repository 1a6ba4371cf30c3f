import type { RowsInSql } from '../../../engine/src/monitoring/rowsInSql.ts';
import type { DataSource } from '../../../engine/src/ports/dataSource.ts';

/** Rows of a SELECT as a check is given them. */
export async function rowsOf(source: DataSource, sql: string): Promise<RowsInSql> {
  return { sql, columns: await source.columns(sql) };
}
