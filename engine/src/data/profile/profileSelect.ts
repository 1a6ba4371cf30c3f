import { fileChanged } from '../../failure.ts';
import type { Cell, DataSource, QueryOptions } from '../../ports/dataSource.ts';

/** The table that is profiled. */
export interface ProfiledTable {
  readonly source: DataSource;
  /** For messages. */
  readonly name: string;
  /** SQL after FROM. */
  readonly relation: string;
  readonly options: QueryOptions;
  /** How many rows the passes before have seen. */
  readonly rows?: number;
  /** Whether each pass parses text. */
  readonly isText: boolean;
}

/** Aggregates by name. */
export type Measures = Readonly<Record<string, string>>;
export type Measured = Readonly<Record<string, Cell | undefined>>;

export interface MeasuredItems<T> {
  readonly rows: number;
  of(item: T): Measured;
}

/** With more aggregates in a statement planning takes longer than the rows; with fewer there are more passes. */
const MEASURES_AT_ONCE = 1000;
/** A pass over text parses all of it. */
const MEASURES_OF_TEXT = 3000;

/**
 * The aggregates of every item over all rows of the table, many items in one pass.
 * @throws Failure `file-changed` where a pass sees another number of rows
 */
export async function measureAll<T>(
  table: ProfiledTable,
  items: readonly T[],
  measuresOf: (item: T) => Measures,
): Promise<MeasuredItems<T>> {
  const found = new Map<T, Measured>();
  let { rows } = table;
  const wanted = items.map((item) => ({ item, measures: Object.entries(measuresOf(item)) }));
  for (const chunk of chunks(wanted, table.isText ? MEASURES_OF_TEXT : MEASURES_AT_ONCE)) {
    const list = chunk.flatMap(({ measures }, at) => measures.map(([name, sql]) => `${sql} AS "${name} ${at}"`));
    const sql = `SELECT count(*) AS rows, ${list.join(',\n')} FROM ${table.relation}`;
    const [row] = await table.source.rows(sql, {}, table.options);
    rows ??= Number(row!['rows']);
    if (rows !== row!['rows']) throw fileChanged(table.name);
    for (const [at, { item, measures }] of chunk.entries())
      found.set(item, Object.fromEntries(measures.map(([name]) => [name, row![`${name} ${at}`]])));
  }
  return { rows: rows ?? 0, of: (item) => found.get(item)! };
}

function chunks<I extends { readonly measures: readonly unknown[] }>(
  items: readonly I[],
  most: number,
): readonly (readonly I[])[] {
  const made: I[][] = [];
  let room = 0;
  for (const item of items) {
    if (room < item.measures.length) {
      made.push([]);
      room = most;
    }
    made.at(-1)!.push(item);
    room -= item.measures.length;
  }
  return made;
}

/** A double as SQL: with an exponent, since DuckDB reads `0.1` as a decimal, and in brackets, since `1--1` begins a comment. */
export function double(value: number): string {
  return `(${value.toExponential()})`;
}
