import { count } from '../../language/figures.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import type { AroundRows } from '../rowsInSql.ts';
import { judged, NO_ROWS, names, percent } from './healthCheck.ts';
import type { HealthRows } from './healthSpec.ts';

/** Rows that repeat an earlier one, in their key or in every column, null equal to null. */
export async function duplicatesCheck(
  { source, signal }: AroundRows,
  { current, key }: HealthRows['data'],
  max: number,
): Promise<ReportCheck> {
  const common = { id: 'duplicates', kind: 'duplicates', title: 'Duplicates', unit: 'share', max } as const;
  if (current === null) return judged({ ...common, said: 'The current rows cannot be read' });
  const compared = key.length > 0 ? key : current.columns.map(({ name }) => name);
  const absent = key.filter((name) => !current.columns.some((column) => column.name === name));
  if (absent.length > 0) return judged({ ...common, said: `The rows have no ${names(absent)}` });
  const ask = async (sql: string) => (await source.rows(sql, current.bindings ?? {}, { signal }))[0] ?? {};
  const hashed = await ask(counts(current.sql, compared));
  const rows = Number(hashed['n'] ?? 0);
  if (rows === 0) return judged({ ...common, rows, said: NO_ROWS });
  const mayRepeat = Number(hashed['repeated']) > 0;
  const value = mayRepeat ? Number((await ask(repeated(current.sql, compared)))['repeated']) / rows : 0;
  const what = key.length > 0 ? `in ${names(key)}` : 'in every column';
  const said =
    value === 0
      ? `No two of ${count(rows)} rows are equal ${what}`
      : `${percent(value)} of ${count(rows)} rows repeat an earlier one ${what}; at most ${percent(max)}`;
  return judged({ ...common, value, rows, said, about: value > max ? key : [] });
}

/** Rows, and how many hashes of 64 bits stand more than once. */
function counts(sql: string, compared: readonly string[]): string {
  const values = compared.map(identifier).join(', ');
  return `SELECT coalesce(sum(times), 0)::BIGINT AS n, count(CASE WHEN times > 1 THEN 1 END) AS repeated FROM (
    SELECT count(*) AS times FROM (\n${sql}\n) GROUP BY hash(${values}))`;
}

/** Hashes find the rows that may repeat, so that the rest is not held in memory; equal hashes alone do not count. */
function repeated(sql: string, compared: readonly string[]): string {
  const values = compared.map(identifier).join(', ');
  return `WITH rows_now AS (\n${sql}\n),
    hashes AS MATERIALIZED (SELECT hash(${values}) AS h FROM rows_now GROUP BY 1 HAVING count(*) > 1)
    SELECT coalesce(sum(times - 1), 0)::BIGINT AS repeated FROM (
      SELECT count(*) AS times FROM rows_now WHERE hash(${values}) IN (SELECT h FROM hashes) GROUP BY ${values})`;
}
