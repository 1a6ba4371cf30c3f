import type { Cell, DataSource, QueryOptions } from '../ports/dataSource.ts';

/** The table that is profiled. */
export interface ProfiledTable {
  readonly source: DataSource;
  /** SQL after FROM. */
  readonly relation: string;
  readonly options: QueryOptions;
}

/** Aggregates by name. */
export type Measures = Readonly<Record<string, string>>;
export type Measured = Readonly<Record<string, Cell | undefined>>;

/** With more aggregates in a statement planning takes longer than the rows; with fewer there are more passes. */
const MEASURES_AT_ONCE = 1000;

/** The aggregates of every item over all rows of the table, many items in one pass. */
export async function measureAll<T>(
  { source, relation, options }: ProfiledTable,
  items: readonly T[],
  measuresOf: (item: T) => Measures,
): Promise<ReadonlyMap<T, Measured>> {
  const found = new Map<T, Measured>();
  for (const chunk of chunks(items.map((item) => ({ item, measures: Object.entries(measuresOf(item)) })))) {
    const list = chunk.flatMap(({ measures }, at) => measures.map(([name, sql]) => `${sql} AS "${name} ${at}"`));
    const [row] = await source.rows(`SELECT ${list.join(',\n')} FROM ${relation}`, {}, options);
    for (const [at, { item, measures }] of chunk.entries())
      found.set(item, Object.fromEntries(measures.map(([name]) => [name, row![`${name} ${at}`]])));
  }
  return found;
}

function chunks<I extends { readonly measures: readonly unknown[] }>(items: readonly I[]): readonly (readonly I[])[] {
  const made: I[][] = [];
  let room = 0;
  for (const item of items) {
    if (room < item.measures.length) {
      made.push([]);
      room = MEASURES_AT_ONCE;
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
