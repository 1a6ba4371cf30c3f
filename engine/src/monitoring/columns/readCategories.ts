import type { Column } from '../../language/columnType.ts';
import type { CategoryPair, CategorySide } from '../../math/drift/columnPair.ts';
import type { Row } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { ScannedTable } from './scannedTable.ts';

/** Categories that are listed of a column, by the greater of their shares; of the rest the rows are known together. */
export const LISTED = 10_000;

/** Counts each category of a column in both tables. */
export async function readCategories(
  reference: ScannedTable,
  current: ScannedTable,
  columns: { readonly reference: Column; readonly current: Column },
): Promise<CategoryPair> {
  const { data, signal } = reference;
  const grouped = `WITH r AS (${counts(columns.reference, reference)}), c AS (${counts(columns.current, current)}),
    j AS (SELECT coalesce(r.v, c.v) AS v, coalesce(r.n, 0) AS r, coalesce(c.n, 0) AS c FROM r FULL JOIN c ON r.v = c.v)`;
  const weights = `greatest(r * ${Math.max(1, current.rows)}::DOUBLE, c * ${Math.max(1, reference.rows)}::DOUBLE)`;
  const rows = await data.rows(
    `${grouped} SELECT v, r, c FROM j WHERE v IS NOT NULL ORDER BY ${weights} DESC, v LIMIT ${LISTED}`,
    {},
    { signal },
  );
  const totals =
    rows.length < LISTED
      ? undefined
      : (
          await data.rows(
            `${grouped} SELECT sum(r) AS r, sum(c) AS c, count(*) FILTER (r > 0) AS rd, count(*) FILTER (c > 0) AS cd
             FROM j WHERE v IS NOT NULL`,
            {},
            { signal },
          )
        )[0];
  return {
    kind: 'categories',
    categories: rows.map(({ v }) => String(v)),
    reference: sideOf('r', rows, totals, reference.rows),
    current: sideOf('c', rows, totals, current.rows),
  };
}

function counts(column: Column, { relation }: ScannedTable): string {
  return `SELECT ${textSql(column)} AS v, count(*) AS n FROM ${relation} GROUP BY ALL`;
}

/** A column as text; an empty one is a category like any other. */
export function textSql({ name }: Column): string {
  return `CAST(${identifier(name)} AS VARCHAR)`;
}

function sideOf(side: 'r' | 'c', listed: readonly Row[], totals: Row | undefined, rows: number): CategorySide {
  const counts = listed.map((row) => Number(row[side]));
  const known = counts.reduce((sum, one) => sum + one, 0);
  const present = totals === undefined ? known : Number(totals[side] ?? 0);
  const distinct = totals === undefined ? counts.filter((one) => one > 0).length : Number(totals[`${side}d`]);
  return { rows, missing: rows - present, counts, other: present - known, distinct };
}
