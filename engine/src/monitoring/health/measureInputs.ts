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

/**
 * Counts what is missing and what lies outside of the reference. Files know the ends of their columns; rows are looked at only where those
 * leave the range, or are NaN.
 */
export async function measureInputs(
  around: AroundRows,
  { names, current, reference }: HealthRows['inputs'],
  withRanges: boolean,
): Promise<MeasuredInputs> {
  const there = current.columns.filter(({ name }) => names.includes(name));
  const { rows, ends } = await endsOf(around, current, there);
  const numbers = there.filter(({ type }) => NUMBERS.has(type));
  const ranges = withRanges ? await rangesOf(around, reference, numbers) : new Map<string, Range>();
  const counted = await countRows(
    around,
    current,
    there.filter((column) => needsLook(ends.get(column.name), ranges.get(column.name))),
    ranges,
  );
  const inputs = names.map((name) => {
    const found = ends.get(name);
    if (found === undefined) return { name, isThere: false, missing: rows, outside: null };
    const { nan = 0, outside = 0 } = counted.get(name) ?? {};
    return { name, isThere: true, missing: rows - found.there + nan, outside: ranges.has(name) ? outside : null };
  });
  return { rows, inputs, hasReference: reference !== null };
}

interface Ends {
  /** Rows that are not null. */
  readonly there: number;
  /** Of numbers: NaN where a row is, since that is the greatest; null of no rows. */
  readonly min: number | null;
  readonly max: number | null;
}

function needsLook(ends: Ends | undefined, range: Range | undefined): boolean {
  if (ends === undefined || ends.min === null || ends.max === null) return false;
  return Number.isNaN(ends.max) || (range !== undefined && (ends.min < range.min || ends.max > range.max));
}

async function endsOf(
  around: AroundRows,
  rows: RowsInSql,
  columns: readonly Column[],
): Promise<{ readonly rows: number; readonly ends: ReadonlyMap<string, Ends> }> {
  const asked = columns.flatMap(({ name, type }, i) => {
    const value = identifier(name);
    const ends = NUMBERS.has(type) ? [`min(${value})::DOUBLE AS min${i}`, `max(${value})::DOUBLE AS max${i}`] : [];
    return [`count(${value}) AS there${i}`, ...ends];
  });
  const row = await oneRow(around, rows, ['count(*) AS n', ...asked]);
  const end = (value: Row[string] | undefined) => (value === null || value === undefined ? null : Number(value));
  return {
    rows: Number(row['n']),
    ends: new Map(
      columns.map(({ name }, i) => [
        name,
        { there: Number(row[`there${i}`]), min: end(row[`min${i}`]), max: end(row[`max${i}`]) },
      ]),
    ),
  };
}

/** NaN, and values outside of the range that are not NaN, of the columns named. */
async function countRows(
  around: AroundRows,
  rows: RowsInSql,
  columns: readonly Column[],
  ranges: ReadonlyMap<string, Range>,
): Promise<ReadonlyMap<string, { readonly nan: number; readonly outside: number }>> {
  if (columns.length === 0) return new Map();
  const asked = columns.flatMap(({ name, type }, i) => {
    const value = `${identifier(name)}::DOUBLE`;
    const range = ranges.get(name);
    const above = range && `${value} > ${double(range.max)}${type === 'float' ? ` AND NOT isnan(${value})` : ''}`;
    return [
      ...(type === 'float' ? [`sum(isnan(${value})::INT) AS nan${i}`] : []),
      ...(range === undefined ? [] : [`sum((${value} < ${double(range.min)} OR (${above}))::INT) AS outside${i}`]),
    ];
  });
  const row = await oneRow(around, rows, asked);
  return new Map(
    columns.map(({ name }, i) => [
      name,
      { nan: Number(row[`nan${i}`] ?? 0), outside: Number(row[`outside${i}`] ?? 0) },
    ]),
  );
}

/** The very number, whatever its size: SQL would read `0.1` as a decimal. */
function double(value: number): string {
  return `'${value}'::DOUBLE`;
}

async function rangesOf(
  around: AroundRows,
  reference: HealthRows['inputs']['reference'],
  columns: readonly Column[],
): Promise<ReadonlyMap<string, Range>> {
  if (reference === null) return new Map();
  const names = new Set(columns.map(({ name }) => name));
  if (!areRows(reference))
    return new Map(
      [...names].flatMap((name) => {
        const side = reference[name];
        return side?.kind === 'numbers' && side.min !== null && side.max !== null
          ? [[name, { min: side.min, max: side.max }] as const]
          : [];
      }),
    );
  const there = reference.columns.filter(({ name, type }) => names.has(name) && NUMBERS.has(type));
  const { ends } = await endsOf(around, reference, there);
  const isWhole = ({ name }: Column) => [ends.get(name)?.min, ends.get(name)?.max].every(Number.isFinite);
  const finite = await finiteEnds(
    around,
    reference,
    there.filter((column) => column.type === 'float' && !isWhole(column)),
  );
  return new Map(
    there.flatMap(({ name }) => {
      const { min, max } = finite.get(name) ?? ends.get(name)!;
      return min === null || max === null ? [] : [[name, { min, max }] as const];
    }),
  );
}

/** Of columns that hold NaN or infinite values: the ends of the others. */
async function finiteEnds(
  around: AroundRows,
  rows: RowsInSql,
  columns: readonly Column[],
): Promise<ReadonlyMap<string, Pick<Ends, 'min' | 'max'>>> {
  if (columns.length === 0) return new Map();
  const asked = columns.flatMap(({ name }, i) => {
    const finite = `CASE WHEN isfinite(${identifier(name)}) THEN ${identifier(name)}::DOUBLE END`;
    return [`min(${finite}) AS min${i}`, `max(${finite}) AS max${i}`];
  });
  const row = await oneRow(around, rows, asked);
  const end = (value: Row[string] | undefined) => (typeof value === 'number' ? value : null);
  return new Map(columns.map(({ name }, i) => [name, { min: end(row[`min${i}`]), max: end(row[`max${i}`]) }]));
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
