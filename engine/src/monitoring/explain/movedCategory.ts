import { identifier } from '../../ports/sqlText.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

export interface MovedCategoryRequest {
  readonly reference: RowsInSql;
  readonly current: RowsInSql;
  readonly column: string;
}

/** Categories of a side that are compared: the most frequent. */
const COMPARED = 1000;

/** The category whose share of the rows that have one changed most; undefined where none did. */
export async function movedCategory(
  around: AroundRows,
  { reference, current, column }: MovedCategoryRequest,
): Promise<string | undefined> {
  const [before, now] = [await sharesOf(around, reference, column), await sharesOf(around, current, column)];
  let moved: string | undefined;
  let most = 0;
  for (const category of [...new Set([...before.keys(), ...now.keys()])].sort()) {
    const change = Math.abs((now.get(category) ?? 0) - (before.get(category) ?? 0));
    if (change > most) [moved, most] = [category, change];
  }
  return moved;
}

async function sharesOf(
  { source, signal }: AroundRows,
  rows: RowsInSql,
  column: string,
): Promise<ReadonlyMap<string, number>> {
  const value = `${identifier(column)}::VARCHAR`;
  const sql = `SELECT c, n, sum(n) OVER ()::DOUBLE AS whole FROM (
    SELECT ${value} AS c, count(*) AS n FROM (\n${rows.sql}\n) WHERE ${identifier(column)} IS NOT NULL GROUP BY c
  ) ORDER BY n DESC, c LIMIT ${COMPARED}`;
  const found = await source.rows(sql, rows.bindings ?? {}, { signal });
  return new Map(found.map((row) => [String(row['c']), Number(row['n']) / Number(row['whole'])]));
}
