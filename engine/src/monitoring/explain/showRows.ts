import { identifier } from '../../ports/sqlText.ts';
import type { UnusualRows } from '../report/monitorReport.ts';
import type { AroundRows } from '../rowsInSql.ts';
import type { JudgedRow } from './judgedRows.ts';
import type { UnusualRowsRequest } from './unusualRowsRequest.ts';

const MASK = '•••';
/** Columns that are shown: those that make rows unusual, then others. */
const MOST_COLUMNS = 12;
const LEAST_COLUMNS = 6;
const LONGEST_TEXT = 80;

/** Looks the rows up by their numbers; values of sensitive columns are masked, and so is an id that holds one. */
export async function showRows(
  { source, signal }: AroundRows,
  { current, columns: all, sensitive, id }: UnusualRowsRequest,
  rows: readonly JudgedRow[],
): Promise<Pick<UnusualRows, 'columns' | 'rows'>> {
  const columns = shownColumns(
    all.filter((name) => current.columns.some((column) => column.name === name)),
    rows,
  );
  if (rows.length === 0) return { columns, rows: [] };
  const named = id.length > 0 && id.every((name) => !sensitive.has(name)) ? id : [];
  const read = [
    ...columns.map((name, i) => ({ name, as: `c${i}` })),
    ...named.map((name, i) => ({ name, as: `i${i}` })),
  ];
  const values = read.map(({ name, as }) => `${identifier(name)} AS ${as}`);
  const numbered = `SELECT ${['row_number() OVER () AS n', ...values].join(', ')} FROM (\n${current.sql}\n)`;
  const numbers = rows.map(({ row }) => row).join(', ');
  const texts = read.map(({ as }) => `left(${as}::VARCHAR, ${LONGEST_TEXT}) AS ${as}`);
  const sql = `SELECT ${['n', ...texts].join(', ')} FROM (${numbered}) WHERE n IN (${numbers})`;
  const found = await source.rows(sql, current.bindings ?? {}, { signal });
  const byNumber = new Map(found.map((row) => [Number(row['n']), row]));
  const cell = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return {
    columns,
    rows: rows.map(({ row, score, because }) => {
      const cells = byNumber.get(row) ?? {};
      return {
        id: named.length === 0 ? String(row) : named.map((_, i) => cell(cells[`i${i}`]) ?? '').join(' '),
        score,
        values: columns.map((name, i) => {
          const value = cell(cells[`c${i}`]);
          return value !== null && sensitive.has(name) ? MASK : value;
        }),
        because,
      };
    }),
  };
}

/** In the order of the columns. */
function shownColumns(all: readonly string[], rows: readonly JudgedRow[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { because } of rows) for (const name of because) times.set(name, (times.get(name) ?? 0) + 1);
  const strongest = [...times].sort((a, b) => b[1] - a[1]).slice(0, MOST_COLUMNS);
  const chosen = new Set(strongest.map(([name]) => name));
  for (const name of all) if (chosen.size < LEAST_COLUMNS) chosen.add(name);
  return all.filter((name) => chosen.has(name));
}
