import type { PlacedSql } from '../data/userSql.ts';
import type { ColumnType } from '../language/columnType.ts';
import type { Bindings, DataSource, QueryOptions, Row } from '../ports/dataSource.ts';

const MOST_VALUES = 10;
/** Whole numbers with more values than these are told by their range. */
const FEW = 12;
const LONGEST_TEXT = 60;

/** The rows that are looked at. */
export interface Looked {
  readonly data: DataSource;
  readonly options: QueryOptions;
  readonly relation: PlacedSql;
}

export interface From {
  /** What stands behind FROM. */
  readonly from: string;
  readonly bindings: Bindings;
}

/** How many rows there are, and what an expression gives in them. */
export interface Figures {
  /** Rows looked at: of the dataset, or of those that the step's `where` keeps. */
  readonly rows: number;
  /** Rows for which an expression is null. */
  readonly missing?: number;
  /** Different values of an expression that has `balance`. */
  readonly distinct?: number;
  /** Rows of each value of an expression, the most frequent first, ten at most; none of one that reads sensitive columns. */
  readonly balance?: readonly { readonly value: string; readonly rows: number }[];
  /** Range of numbers or times. */
  readonly range?: { readonly min: string; readonly max: string; readonly mean?: number };
}

/** How many rows there are, and what the column `value` of them looks like. */
export async function figuresOf(
  looked: Looked,
  values: From,
  { type, hidden }: { readonly type: ColumnType; readonly hidden: boolean },
): Promise<Figures> {
  if (hidden || type === 'list' || type === 'struct') return counted(looked, values);
  if (CLASSES.has(type)) return balanceOf(looked, values);
  const ranged = await rangeOf(looked, values, type);
  return type === 'integer' && ranged.few
    ? { ...ranged.figures, ...(await balanceOf(looked, values)) }
    : ranged.figures;
}

const CLASSES: ReadonlySet<ColumnType> = new Set(['boolean', 'string', 'category']);
const NUMBERS: ReadonlySet<ColumnType> = new Set(['integer', 'float', 'decimal']);

async function counted(looked: Looked, { from, bindings }: From): Promise<Figures> {
  const [row] = await asked(looked, `SELECT count(*) AS rows, count(value) AS present FROM ${from}`, bindings);
  return { rows: Number(row!['rows']), missing: Number(row!['rows']) - Number(row!['present']) };
}

async function rangeOf(
  looked: Looked,
  { from, bindings }: From,
  type: ColumnType,
): Promise<{ readonly figures: Figures; readonly few: boolean }> {
  const isNumber = NUMBERS.has(type);
  const [row] = await asked(
    looked,
    `SELECT count(*) AS rows, count(value) AS present, min(value)::VARCHAR AS least, max(value)::VARCHAR AS greatest,
       ${isNumber ? 'avg(value)' : 'NULL'} AS mean, approx_count_distinct(value) AS several FROM ${from}`,
    bindings,
  );
  const { rows, present, least, greatest, mean, several } = row!;
  const counts = { rows: Number(rows), missing: Number(rows) - Number(present) };
  if (least === null || least === undefined) return { figures: counts, few: false };
  const range = {
    min: String(least),
    max: String(greatest),
    ...(isNumber && mean !== null && Number.isFinite(Number(mean)) ? { mean: Number(mean) } : {}),
  };
  return { figures: { ...counts, range }, few: Number(several) <= FEW };
}

async function balanceOf(looked: Looked, { from, bindings }: From): Promise<Figures> {
  const groups = await asked(
    looked,
    `SELECT ${asText('value')} AS value, value IS NULL AS missing, times, sum(times) OVER () AS rows,
       count(value) OVER () AS several
     FROM (SELECT value, count(*) AS times FROM ${from} GROUP BY value)
     ORDER BY missing, times DESC, 1 LIMIT ${MOST_VALUES}`,
    bindings,
  );
  const [one] = groups;
  if (one === undefined) return { rows: 0, missing: 0, distinct: 0, balance: [] };
  const told = groups.filter((group) => group['missing'] === false);
  const balance = told.map(({ value, times }) => ({ value: String(value), rows: Number(times) }));
  const distinct = Number(one['several']);
  const rows = Number(one['rows']);
  const present =
    distinct === told.length ? sum(balance.map((each) => each.rows)) : await presentRows(looked, { from, bindings });
  return { rows, missing: rows - present, distinct, balance };
}

async function presentRows(looked: Looked, { from, bindings }: From): Promise<number> {
  const [row] = await asked(looked, `SELECT count(value) AS present FROM ${from}`, bindings);
  return Number(row!['present']);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** A value as text, of a long one the beginning. */
export function asText(sql: string): string {
  return `left(CAST(${sql} AS VARCHAR), ${LONGEST_TEXT})`;
}

export function asked({ data, options }: Looked, sql: string, bindings: Bindings): Promise<readonly Row[]> {
  return data.rows(sql, bindings, options);
}
