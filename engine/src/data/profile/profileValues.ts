import type { Cell } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { type Measured, type Measures, measureAll, type ProfiledTable } from './profileSelect.ts';
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
/** Tables of so many rows, and texts of so few different values, are counted in maps in memory, all columns in one pass. */
const ROWS_IN_MEMORY = 100_000;
const DISTINCT_IN_MEMORY = 20_000;
/** Of larger tables so many values are grouped by one statement, whose groups stand in memory together. */
const VALUES_AT_ONCE = 4_000_000;

/** Counts the values of texts, and of numbers that have few. */
export async function countValues(
  table: ProfiledTable & { readonly rows: number },
  columns: readonly ColumnSummary[],
): Promise<ReadonlyMap<ColumnSummary, ValueCounts>> {
  const counted = columns.filter((column) => column.kind === 'text' || hasFew(column));
  const isSmall = ({ distinct }: ColumnSummary) =>
    table.rows <= ROWS_IN_MEMORY || (table.isText && distinct <= DISTINCT_IN_MEMORY);
  const found = new Map<ColumnSummary, ValueCounts>();
  const keep = (column: ColumnSummary, row: Measured) => {
    const counts = countsOf(row);
    if (column.kind === 'text' || counts.distinct <= MOST_NUMBERS) found.set(column, counts);
  };
  const small = counted.filter(isSmall);
  const entry = freeName(columns);
  const measured = await measureAll(table, small, (column) => mapMeasures(column, entry));
  for (const column of small) keep(column, measured.of(column));
  const large = counted.filter((column) => !isSmall(column));
  const atOnce = Math.max(1, Math.floor(VALUES_AT_ONCE / table.rows));
  for (let start = 0; start < large.length; start += atOnce) {
    const parts = large.slice(start, start + atOnce).map((column, at) => groupSql(column, at, table.relation));
    for (const row of await table.source.rows(parts.join('\nUNION ALL\n'), {}, table.options))
      keep(large[start + Number(row['at'])]!, row);
  }
  return found;
}

function freeName(columns: readonly ColumnSummary[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = 'entry';
  while (taken.has(name)) name += '_';
  return name;
}

function hasFew({ kind, type, distinct, range }: ColumnSummary): boolean {
  if (kind !== 'number' || range === undefined) return false;
  return distinct <= ESTIMATED_FEW || (type === 'integer' && range.high - range.low < MOST_NUMBERS);
}

/** @param entry a name that no column has: in a lambda a column of that name would come first */
function mapMeasures(column: ColumnSummary, entry: string): Measures {
  const value = valueSql(column);
  const counts = `histogram(${value})`;
  const distinct = `cardinality(${counts})`;
  if (column.kind !== 'text')
    return { distinct, values: `map_keys(${counts})::VARCHAR[]`, counts: `map_values(${counts})` };
  const counted = `{'n': -${entry}.value::BIGINT, 'v': ${shortText(`${entry}.key`)}}`;
  return {
    distinct,
    min: shortText(`min(${value})`),
    max: shortText(`max(${value})`),
    top: `list_sort(list_transform(map_entries(${counts}), lambda ${entry}: ${counted}))[1:${TOP}]`,
  };
}

/** One row: the number of groups, the ends, the most frequent. */
function groupSql(column: ColumnSummary, at: number, relation: string): string {
  const value = valueSql(column);
  const text = column.kind === 'text' ? shortText('g') : 'g::VARCHAR';
  const groups = `SELECT ${value} AS g, count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY 1`;
  return `SELECT ${at} AS at, count(*) AS distinct, min(v) AS min, max(v) AS max,
  min({'n': -n, 'v': v}, ${mostOf(column)}) AS top
FROM (SELECT ${text} AS v, n FROM (${groups}))`;
}

function valueSql({ kind, type, name, finite }: ColumnSummary): string {
  if (type === 'float') return finite;
  return kind === 'text' ? `${identifier(name)}::VARCHAR` : identifier(name);
}

function mostOf({ kind }: ColumnSummary): number {
  return kind === 'text' ? TOP : MOST_NUMBERS;
}

function shortText(value: string): string {
  return `CASE WHEN length(${value}) > ${LONGEST_TEXT} THEN left(${value}, ${LONGEST_TEXT - 1}) || '…' ELSE ${value} END`;
}

function countsOf(row: Measured): ValueCounts {
  const counts = (row['counts'] ?? []) as readonly Cell[];
  const values = (row['values'] ?? []) as readonly string[];
  const listed = values.map((v, at) => ({ n: -Number(counts[at]), v }));
  const top = (row['top'] ?? listed) as readonly { readonly n: Cell; readonly v: string }[];
  return {
    distinct: Number(row['distinct'] ?? 0),
    min: (row['min'] ?? null) as string | null,
    max: (row['max'] ?? null) as string | null,
    top: top.map(({ n, v }) => ({ value: v, count: -Number(n) })),
  };
}
