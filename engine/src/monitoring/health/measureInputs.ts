import type { Column, ColumnType } from '../../language/columnType.ts';
import type { Row } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';
import { areRows, type HealthRows } from './healthSpec.ts';

export interface MeasuredInputs {
  readonly rows: number;
  /** In the order of the inputs. */
  readonly inputs: readonly MeasuredInput[];
  /** Whether there is a reference to tell ranges from. */
  readonly hasReference: boolean;
}

export interface MeasuredInput {
  readonly name: string;
  /** Whether the current rows have the column at all. */
  readonly isThere: boolean;
  /** Rows without a value: null, and NaN. */
  readonly missing: number;
  /** Rows below the least or above the greatest value of the reference, infinite ones too; null of what has no range. */
  readonly outside: number | null;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Columns one statement looks at. */
const COLUMNS_A_STATEMENT = 500;
const NUMBERS: ReadonlySet<ColumnType> = new Set(['integer', 'float', 'decimal', 'boolean']);

/** Counts what is missing and what lies outside of the reference, in one pass over the current rows (and one over the reference). */
export async function measureInputs(
  around: AroundRows,
  { names, current, reference }: HealthRows['inputs'],
  withRanges: boolean,
): Promise<MeasuredInputs> {
  const columns = new Map(current.columns.map((column) => [column.name, column]));
  const there = names.flatMap((name) => columns.get(name) ?? []);
  const numbers = there.filter(({ type }) => NUMBERS.has(type)).map(({ name }) => name);
  const ranges = withRanges ? await rangesOf(around, reference, numbers) : new Map<string, Range>();
  const asked = [...there.flatMap((column, i) => counts(column, i, ranges.get(column.name)))];
  const row = await oneRow(around, current, ['count(*) AS n', ...asked]);
  const places = new Map(there.map(({ name }, i) => [name, i]));
  const rows = Number(row['n']);
  const inputs = names.map((name) => {
    const place = places.get(name);
    if (place === undefined) return { name, isThere: false, missing: rows, outside: null };
    const outside = ranges.has(name) ? Number(row[`outside${place}`] ?? 0) : null;
    return { name, isThere: true, missing: Number(row[`missing${place}`] ?? 0), outside };
  });
  return { rows, inputs, hasReference: reference !== null };
}

function counts(column: Column, place: number, range: Range | undefined): readonly string[] {
  const name = identifier(column.name);
  const present = column.type === 'float' ? `${name} IS NOT NULL AND NOT isnan(${name})` : `${name} IS NOT NULL`;
  const missing = `sum(CASE WHEN ${present} THEN 0 ELSE 1 END) AS missing${place}`;
  if (range === undefined) return [missing];
  const value = `${name}::DOUBLE`;
  const isOutside = `${present} AND (${value} < ${double(range.min)} OR ${value} > ${double(range.max)})`;
  return [missing, `sum(CASE WHEN ${isOutside} THEN 1 ELSE 0 END) AS outside${place}`];
}

/** The very number, whatever its size: SQL would read `0.1` as a decimal. */
function double(value: number): string {
  return `'${value}'::DOUBLE`;
}

async function rangesOf(
  around: AroundRows,
  reference: HealthRows['inputs']['reference'],
  names: readonly string[],
): Promise<ReadonlyMap<string, Range>> {
  if (reference === null) return new Map();
  if (!areRows(reference)) {
    const found = names.map((name) => [name, reference[name]] as const);
    return new Map(
      found.flatMap(([name, side]) =>
        side?.kind === 'numbers' && side.min !== null && side.max !== null
          ? [[name, { min: side.min, max: side.max }] as const]
          : [],
      ),
    );
  }
  const columns = reference.columns.filter(({ name, type }) => names.includes(name) && NUMBERS.has(type));
  const row = await oneRow(around, reference, columns.flatMap(ends));
  return new Map(
    columns.flatMap(({ name }, i) => {
      const [min, max] = [row[`min${i}`], row[`max${i}`]];
      return typeof min === 'number' && typeof max === 'number' ? [[name, { min, max }] as const] : [];
    }),
  );
}

function ends({ name, type }: Column, place: number): readonly string[] {
  const value = `${identifier(name)}::DOUBLE`;
  const finite = type === 'float' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
  return [`min(${finite}) AS min${place}`, `max(${finite}) AS max${place}`];
}

/** One row of aggregates, of as many statements as it takes. */
async function oneRow({ source, signal }: AroundRows, rows: RowsInSql, aggregates: readonly string[]): Promise<Row> {
  const found: Record<string, Row[string]> = {};
  for (let from = 0; from < aggregates.length; from += COLUMNS_A_STATEMENT) {
    const some = aggregates.slice(from, from + COLUMNS_A_STATEMENT);
    const [row] = await source.rows(`SELECT ${some.join(', ')} FROM (\n${rows.sql}\n)`, rows.bindings ?? {}, {
      signal,
    });
    Object.assign(found, row);
  }
  return found;
}
