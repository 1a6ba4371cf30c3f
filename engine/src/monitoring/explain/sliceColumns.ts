import { identifier } from '../../ports/sqlText.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

/** Values that a column may have, by its type; others cut no rows. */
const MOST_VALUES: Readonly<Record<string, number>> = { boolean: 2, integer: 31, string: 300, category: 300 };
const MOST_COLUMNS = 8;
/** What few values are: estimates (HyperLogLog) are off by a few percent. */
const SLACK = 1.1;

/** Columns of few values, in their order, to cut rows by where a monitor names none. */
export async function sliceColumns(
  { source, signal }: AroundRows,
  reference: RowsInSql,
  columns: readonly string[],
): Promise<readonly string[]> {
  const fitting = reference.columns.filter(({ name, type }) => columns.includes(name) && type in MOST_VALUES);
  if (fitting.length === 0) return [];
  const asked = fitting.map(({ name }, i) => `approx_count_distinct(${identifier(name)}) AS d${i}`);
  const sql = `SELECT ${asked.join(', ')} FROM (\n${reference.sql}\n)`;
  const [row] = await source.rows(sql, reference.bindings ?? {}, { signal });
  const few = fitting.filter(({ type }, i) => {
    const distinct = Number(row?.[`d${i}`] ?? 0);
    return distinct >= 2 && distinct <= MOST_VALUES[type]! * SLACK;
  });
  return few.slice(0, MOST_COLUMNS).map(({ name }) => name);
}
