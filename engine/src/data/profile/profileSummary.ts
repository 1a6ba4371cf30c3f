import type { Column } from '../../language/columnType.ts';
import type { Cell } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { type Measured, type Measures, measureAll, type ProfiledTable } from './profileSelect.ts';

/** How a column is looked at: `opaque` values are counted, not compared; of `hidden` ones only the missing are. */
export type ColumnKind = 'number' | 'instant' | 'boolean' | 'text' | 'opaque' | 'hidden';

export interface ColumnSummary extends Column {
  readonly kind: ColumnKind;
  /** Rows with a value (neither null nor NaN). */
  readonly present: number;
  readonly infinite: number;
  /** Estimated number of different values. */
  readonly distinct: number;
  /** Of the finite values, as they are shown. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** Of the finite values of numbers and instants (milliseconds since 1970). */
  readonly range?: { readonly low: number; readonly high: number };
  /** SQL of the finite value of a number or instant as DOUBLE; null where there is none. */
  readonly finite: string;
  /** Rows where a boolean is true. */
  readonly trues: number;
}

/** Ranges and numbers of values, in one pass; in a second one for columns with NaN or infinite values. */
export async function summarise(
  table: ProfiledTable,
  sensitive: ReadonlySet<string>,
): Promise<{ readonly rows: number; readonly columns: readonly ColumnSummary[] }> {
  const columns = await table.source.columns(`SELECT * FROM ${table.relation}`);
  const looks = columns.map((column) => ({
    column,
    kind: sensitive.has(column.name.toLowerCase()) ? ('hidden' as const) : kindOf(column),
  }));
  // Texts of tables in columns are grouped later, which counts them exactly.
  const found = await measureAll(table, looks, ({ column, kind }) =>
    MEASURES[kind === 'text' && !table.isText ? 'hidden' : kind](identifier(column.name), column),
  );
  const { rows } = found;
  const unclean = new Set(looks.filter((look) => look.kind === 'number' && isUnclean(found.of(look))));
  const again = await measureAll({ ...table, rows }, [...unclean], ({ column }) =>
    finiteMeasures(identifier(column.name)),
  );
  return {
    rows,
    columns: looks.map((look) => {
      const finite = unclean.has(look) ? again.of(look) : undefined;
      return summaryOf(look.column, look.kind, { ...found.of(look), ...finite }, finite === undefined);
    }),
  };
}

function kindOf({ type, sqlType }: Column): ColumnKind {
  switch (type) {
    case 'integer':
    case 'float':
    case 'decimal':
      return 'number';
    case 'timestamp':
    case 'date':
      return 'instant';
    case 'boolean':
      return 'boolean';
    case 'list':
    case 'struct':
      return 'opaque';
    default:
      return /^(?:VARCHAR|JSON|UUID|INTERVAL|ENUM|TIME)/.test(sqlType) ? 'text' : 'opaque';
  }
}

const MEASURES: Readonly<Record<ColumnKind, (name: string, column: Column) => Measures>> = {
  number: (name) => ({ present: `count(${name})`, distinct: distinct(name), ...ends(name) }),
  instant: (name) => ({
    present: `count(${name})`,
    distinct: distinct(name),
    finite: `count(${milliseconds(name)})`,
    min: `min(${name}) FILTER (${isFiniteTime(name)})`,
    max: `max(${name}) FILTER (${isFiniteTime(name)})`,
    low: `min(${milliseconds(name)})`,
    high: `max(${milliseconds(name)})`,
  }),
  boolean: (name) => ({ present: `count(${name})`, trues: `count(*) FILTER (${name})` }),
  text: (name) => ({ present: `count(${name})`, distinct: distinct(name) }),
  opaque: (name) => ({ present: `count(${name})`, distinct: distinct(name) }),
  hidden: (name, { type }) => ({
    present: type === 'float' ? `count(*) FILTER (NOT isnan(${name}))` : `count(${name})`,
  }),
};

/** Of a column with values that are not finite. */
function finiteMeasures(name: string): Measures {
  const finite = `CASE WHEN isfinite(${name}) THEN ${name} END`;
  return {
    present: `count(*) FILTER (NOT isnan(${name}))`,
    infinite: `count(*) FILTER (isinf(${name}))`,
    distinct: distinct(finite),
    ...ends(finite),
  };
}

function distinct(value: string): string {
  return `approx_count_distinct(${value})`;
}

/** Least and greatest value, as text with every digit and as the double that is counted with. */
function ends(value: string): Measures {
  return {
    min: `min(${value})::VARCHAR`,
    max: `max(${value})::VARCHAR`,
    low: `min(${value})::DOUBLE`,
    high: `max(${value})::DOUBLE`,
  };
}

function milliseconds(name: string): string {
  return `CASE WHEN ${isFiniteTime(name)} THEN epoch_ms(TRY_CAST(${name} AS TIMESTAMP))::DOUBLE END`;
}

/** Dates may lie beyond all timestamps; those count as infinite. */
function isFiniteTime(name: string): string {
  return `coalesce(isfinite(TRY_CAST(${name} AS TIMESTAMP)), false)`;
}

/** Text of DuckDB's. It orders NaN last, so least and greatest value tell whether there is one. */
function isUnclean({ min, max }: Measured): boolean {
  return [min, max].some((text) => /^-?(?:nan|inf)/i.test(String(text)));
}

function summaryOf(column: Column, kind: ColumnKind, found: Measured, isClean: boolean): ColumnSummary {
  const name = identifier(column.name);
  const present = Number(found['present']);
  const { low, high } = found;
  return {
    ...column,
    kind,
    present,
    infinite: kind === 'instant' ? present - Number(found['finite']) : Number(found['infinite'] ?? 0),
    distinct: Math.min(present, Number(found['distinct'] ?? 0)),
    min: shownEnd(column, kind, found['min']),
    max: shownEnd(column, kind, found['max']),
    ...(typeof low === 'number' && typeof high === 'number' ? { range: { low, high } } : {}),
    finite: finiteValue(name, kind, isClean),
    trues: Number(found['trues'] ?? 0),
  };
}

function finiteValue(name: string, kind: ColumnKind, isClean: boolean): string {
  if (kind === 'instant') return `(${milliseconds(name)})`;
  return isClean ? `${name}::DOUBLE` : `(CASE WHEN isfinite(${name}) THEN ${name}::DOUBLE END)`;
}

function shownEnd({ type }: Column, kind: ColumnKind, cell: Cell | undefined): number | string | null {
  if (typeof cell !== 'string') return null;
  return kind === 'number' && (type === 'float' || isExact(cell)) ? Number(cell) : cell;
}

/** A double tells any 15 digits apart. */
export function isExact(text: string): boolean {
  return text.replace(/^-?[0.]*|\./g, '').length <= 15 || Number.isSafeInteger(Number(text));
}
