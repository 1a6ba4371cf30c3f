import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

/** Columns of few values, to cut rows by where a monitor names none. */
export async function sliceColumns(
  _around: AroundRows,
  _reference: RowsInSql,
  _columns: readonly string[],
): Promise<readonly string[]> {
  return [];
}
