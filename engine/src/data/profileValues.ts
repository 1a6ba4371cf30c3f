import type { Cell } from '../ports/dataSource.ts';
import { identifier } from '../ports/sqlText.ts';
import type { ProfiledTable } from './profileSelect.ts';
import type { ColumnSummary } from './profileSummary.ts';

/** What different values a column has. */
export interface ValueCounts {
  readonly distinct: number;
  readonly min: string | null;
  readonly max: string | null;
  /** Most frequent first, equal ones in the order of their texts; of a number all of them. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

export const TOP = 10;
/** Numbers with more different values are counted between edges. */
const MOST_NUMBERS = 1000;
/** The estimate is within 25% for nearly all columns; this leaves room for a worse one. */
const ESTIMATED_FEW = 300;
const LONGEST_TEXT = 200;
/** So many values are grouped by one statement, whose groups stand in memory together. */
const VALUES_AT_ONCE = 4_000_000;
const COLUMNS_AT_ONCE = 100;

/** Groups the values of texts, and of numbers that have few. */
export async function countValues(
  { source, relation, options }: ProfiledTable,
  rows: number,
  columns: readonly ColumnSummary[],
): Promise<ReadonlyMap<ColumnSummary, ValueCounts>> {
  const grouped = columns.filter((column) => column.kind === 'text' || hasFew(column));
  const found = new Map<ColumnSummary, ValueCounts>();
  const atOnce = Math.max(1, Math.min(COLUMNS_AT_ONCE, Math.floor(VALUES_AT_ONCE / Math.max(1, rows))));
  for (let start = 0; start < grouped.length; start += atOnce) {
    const parts = grouped.slice(start, start + atOnce).map((column, at) => groupSql(column, at, relation));
    for (const row of await source.rows(parts.join('\nUNION ALL\n'), {}, options)) {
      const counts = countsOf(row);
      const column = grouped[start + Number(row['at'])]!;
      if (column.kind === 'text' || counts.distinct <= MOST_NUMBERS) found.set(column, counts);
    }
  }
  return found;
}

function hasFew({ kind, type, distinct, range }: ColumnSummary): boolean {
  if (kind !== 'number' || range === undefined) return false;
  return distinct <= ESTIMATED_FEW || (type === 'integer' && range.high - range.low < MOST_NUMBERS);
}

/** One row: the number of groups, the ends, the most frequent. */
function groupSql(column: ColumnSummary, at: number, relation: string): string {
  const { kind, type } = column;
  const value = type === 'float' ? column.finite : identifier(column.name);
  const text = kind === 'text' ? shortText('g') : 'g::VARCHAR';
  return `SELECT ${at} AS at, count(*) AS distinct, min(v) AS min, max(v) AS max,
  min({'n': -n, 'v': v}, ${kind === 'text' ? TOP : MOST_NUMBERS}) AS top
FROM (SELECT ${text} AS v, n FROM (SELECT ${value} AS g, count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY g))`;
}

function shortText(value: string): string {
  const text = `${value}::VARCHAR`;
  return `CASE WHEN length(${text}) > ${LONGEST_TEXT} THEN left(${text}, ${LONGEST_TEXT - 1}) || '…' ELSE ${text} END`;
}

function countsOf(row: Readonly<Record<string, Cell>>): ValueCounts {
  const top = (row['top'] ?? []) as readonly { readonly n: Cell; readonly v: string }[];
  return {
    distinct: Number(row['distinct']),
    min: row['min'] as string | null,
    max: row['max'] as string | null,
    top: top.map(({ n, v }) => ({ value: v, count: -Number(n) })),
  };
}
