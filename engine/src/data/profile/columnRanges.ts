import type { Column, ColumnType } from '../../language/columnType.ts';
import type { DataSource, Row } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';

export interface TableRanges {
  readonly rows: number;
  /** In the order of the table. */
  readonly columns: readonly ColumnRange[];
}

export interface ColumnRange extends Column {
  /** Rows without a value: null, and NaN of floats. */
  readonly missing: number;
  /** Least and greatest finite value of numbers and times, those as ISO 8601 text; undefined for other types, and where no row has one. */
  readonly min: number | string | undefined;
  readonly max: number | string | undefined;
}

/** Columns one statement looks at: more need memory, fewer read text again and again. */
const COLUMNS_A_STATEMENT = 1000;

/**
 * Missing values and ranges of a relation's columns, in constant memory. The same rows give the same answer in any order.
 * @param relation what stands after FROM
 */
export async function columnRanges(
  source: DataSource,
  relation: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<TableRanges> {
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const ranges: ColumnRange[] = [];
  let rows = 0;
  for (let start = 0; start < columns.length; start += COLUMNS_A_STATEMENT) {
    const some = columns.slice(start, start + COLUMNS_A_STATEMENT);
    const asked = ['count(*) AS n', ...some.flatMap(aggregates)];
    const [row] = await source.rows(`SELECT ${asked.join(', ')} FROM ${relation}`, {}, { signal });
    rows = Number(row!['n']);
    ranges.push(...some.map((column, index) => rangeOf(column, index, row!)));
  }
  return { rows, columns: ranges };
}

const HAS_RANGE: ReadonlySet<ColumnType> = new Set(['integer', 'float', 'decimal', 'timestamp', 'date', 'time']);

/** No FILTER: DuckDB copies all columns for each one, so that 1,000 of them take ten seconds. */
function aggregates(column: Column, index: number): readonly string[] {
  const name = identifier(column.name);
  const isFloat = column.type === 'float';
  const there = `count(${isFloat ? `CASE WHEN NOT isnan(${name}) THEN 1 END` : name}) AS there${index}`;
  if (!HAS_RANGE.has(column.type)) return [there];
  const canBeInfinite = isFloat || column.type === 'timestamp' || column.type === 'date';
  const finite = canBeInfinite ? `CASE WHEN isfinite(${name}) THEN ${name} END` : name;
  // As text a float of 32 bits is 0.1 and not 0.10000000149011612.
  const asText = column.sqlType === 'FLOAT' ? '::VARCHAR' : '';
  return [there, `min(${finite})${asText} AS min${index}`, `max(${finite})${asText} AS max${index}`];
}

function rangeOf(column: Column, index: number, row: Row): ColumnRange {
  const missing = Number(row['n']) - Number(row[`there${index}`]);
  return { ...column, missing, min: end(column, row[`min${index}`]), max: end(column, row[`max${index}`]) };
}

function end({ sqlType }: Column, value: Row[string] | undefined): number | string | undefined {
  if (typeof value === 'string' && sqlType !== 'FLOAT') return value;
  // Rows may hold 0 and -0, which are equal: adding 0 makes it one of them.
  return value === undefined || value === null ? undefined : Number(value) + 0;
}
