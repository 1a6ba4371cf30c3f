import type { DataSource, QueryOptions, Row } from '../../ports/dataSource.ts';
import type { CommonColumn } from './diffSchema.ts';

export type RowDiff = KeyDiff | ContentDiff;

/** Rows found again by their key. */
export interface KeyDiff {
  readonly kind: 'key';
  readonly key: readonly string[];
  /** Numbers of keys. */
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  /** Keys that stand in several rows of a table. */
  readonly repeated: { readonly a: number; readonly b: number };
  /** In how many rows of keys that stand once in both tables a column has another value, most first. */
  readonly columns: readonly { readonly name: string; readonly changed: number }[];
  /** Some keys of each kind, the least ones; null where a column of the key is sensitive. */
  readonly samples: Readonly<Record<'added' | 'removed' | 'changed', readonly Row[]>> | null;
}

/** Rows by all their values and, where they are equal, by how often they stand there. */
export interface ContentDiff {
  readonly kind: 'content';
  readonly added: number;
  readonly removed: number;
  readonly same: number;
}

/** Two tables as SQL after FROM. */
export interface TwoTables {
  readonly a: string;
  readonly b: string;
  readonly columns: readonly CommonColumn[];
}

const SAMPLE = 5;
const TABLE = 'modelyard_diff';

/** One grouping over both tables, which spills what does not fit into memory. */
export async function diffByContent(
  data: DataSource,
  { a, b, columns }: TwoTables,
  options: QueryOptions,
): Promise<ContentDiff> {
  const values = columns.map(({ sql }) => sql);
  // Two hashes of 64 bits: with one alone, some of ten million rows might meet by chance.
  const row = `hash(${values.join(', ')}) AS h0, hash(${[...values, "'again'"].toReversed().join(', ')}) AS h1`;
  const grouped = `SELECT count(*) FILTER (side = 0) AS n0, count(*) FILTER (side = 1) AS n1
    FROM (SELECT ${row}, 0 AS side FROM ${a} UNION ALL SELECT ${row}, 1 AS side FROM ${b}) GROUP BY h0, h1`;
  const [counts] = await data.rows(
    `SELECT sum(greatest(n1 - n0, 0)) AS added, sum(greatest(n0 - n1, 0)) AS removed, sum(least(n0, n1)) AS same FROM (${grouped})`,
    {},
    options,
  );
  return { kind: 'content', ...numbers(counts, ['added', 'removed', 'same']) };
}

/** @param key columns of both tables */
export async function diffByKey(
  data: DataSource,
  tables: TwoTables,
  { key, hidden, ...options }: { readonly key: readonly string[]; readonly hidden: boolean } & QueryOptions,
): Promise<KeyDiff> {
  const values = tables.columns.filter(({ name }) => !key.includes(name));
  const keys = key.map((name) => tables.columns.find((column) => column.name === name)!.sql);
  await data.execute(`CREATE TABLE ${TABLE} AS ${statusOfKeys(tables, keys, values)}`, {}, options);
  try {
    const [counts] = await data.rows(COUNTS, {}, options);
    return {
      kind: 'key',
      key,
      ...numbers(counts, ['added', 'removed', 'changed', 'same']),
      repeated: numbers(counts, ['a', 'b']),
      columns: await changedColumns(data, tables, { keys, values, options }),
      samples: hidden ? null : await samples(data, key, options),
    };
  } finally {
    await data.execute(`DROP TABLE ${TABLE}`);
  }
}

/** Each key once: how often it stands in each table, and whether its rows have the same values. Null is a value of a key. */
function statusOfKeys({ a, b }: TwoTables, keys: readonly string[], values: readonly CommonColumn[]): string {
  const named = keys.map((sql, index) => `${sql} AS k${index}`).join(', ');
  const content = values.length === 0 ? '0' : `hash(${values.map(({ sql }) => sql).join(', ')})`;
  const side = (table: string, number: 0 | 1) =>
    `SELECT ${named}, ${content}::HUGEINT AS content, ${number} AS side FROM ${table}`;
  return `SELECT *, CASE WHEN n0 = 0 THEN 'added' WHEN n1 = 0 THEN 'removed'
      WHEN n0 <> n1 OR difference <> 0 THEN 'changed' ELSE 'same' END AS status
    FROM (
      SELECT ${names(keys)}, count(*) FILTER (side = 0) AS n0, count(*) FILTER (side = 1) AS n1,
        sum(CASE side WHEN 0 THEN content ELSE -content END) AS difference
      FROM (${side(a, 0)} UNION ALL ${side(b, 1)}) GROUP BY ALL
    )`;
}

const COUNTS = `SELECT count(*) FILTER (status = 'added') AS added, count(*) FILTER (status = 'removed') AS removed,
  count(*) FILTER (status = 'changed') AS changed, count(*) FILTER (status = 'same') AS same,
  count(*) FILTER (n0 > 1) AS a, count(*) FILTER (n1 > 1) AS b FROM ${TABLE}`;

interface Changing {
  readonly keys: readonly string[];
  readonly values: readonly CommonColumn[];
  readonly options: QueryOptions;
}

async function changedColumns(
  data: DataSource,
  { a, b }: TwoTables,
  { keys, values, options }: Changing,
): Promise<KeyDiff['columns']> {
  if (values.length === 0) return [];
  const row = [
    ...keys.map((sql, index) => `${sql} AS k${index}`),
    ...values.map(({ sql }, index) => `${sql} AS v${index}`),
  ].join(', ');
  const on = keys.map((_, index) => `a.k${index} IS NOT DISTINCT FROM b.k${index}`).join(' AND ');
  const once = `SELECT ${names(keys)} FROM ${TABLE} WHERE status = 'changed' AND n0 = 1 AND n1 = 1`;
  const changed = (table: string) =>
    `(SELECT t.* FROM (SELECT ${row} FROM ${table}) t SEMI JOIN (${once}) c
      ON ${keys.map((_, index) => `t.k${index} IS NOT DISTINCT FROM c.k${index}`).join(' AND ')})`;
  const counts = values.map((_, index) => `count(*) FILTER (a.v${index} IS DISTINCT FROM b.v${index}) AS v${index}`);
  const [found] = await data.rows(
    `SELECT ${counts.join(', ')} FROM ${changed(a)} a JOIN ${changed(b)} b ON ${on}`,
    {},
    options,
  );
  return values
    .map(({ name }, index) => ({ name, changed: Number(found?.[`v${index}`]) }))
    .filter((column) => column.changed > 0)
    .sort((x, y) => y.changed - x.changed);
}

async function samples(
  data: DataSource,
  key: readonly string[],
  options: QueryOptions,
): Promise<NonNullable<KeyDiff['samples']>> {
  const some = async (status: string) => {
    const sql = `SELECT ${names(key)} FROM ${TABLE} WHERE status = $status ORDER BY ALL LIMIT ${SAMPLE}`;
    const rows = await data.rows(sql, { status }, options);
    return rows.map((row): Row => Object.fromEntries(key.map((name, index) => [name, row[`k${index}`] ?? null])));
  };
  return { added: await some('added'), removed: await some('removed'), changed: await some('changed') };
}

function names(keys: readonly string[]): string {
  return keys.map((_, index) => `k${index}`).join(', ');
}

/** Sums over no rows are null: nothing. */
function numbers<K extends string>(row: Row | undefined, keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, Number(row?.[key] ?? 0)])) as Record<K, number>;
}
