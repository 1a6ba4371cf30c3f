import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import { profileTable } from '../profile/profile.ts';
import { type ColumnDiff, diffDistributions } from './diffDistributions.ts';
import { diffByContent, diffByKey, type RowDiff } from './diffRows.ts';
import { type CommonColumn, commonColumns, compareSchemas, type SchemaDiff } from './diffSchema.ts';

export interface TableDiff {
  readonly rows: { readonly a: number; readonly b: number };
  readonly schema: SchemaDiff;
  /** Compared over the columns of both. */
  readonly changes: RowDiff;
  readonly columns: readonly ColumnDiff[];
}

export interface DiffOptions {
  /** Columns that name a row; absent: `usualKey` where both tables have it, else rows are compared by their values. */
  readonly key?: readonly string[] | undefined;
  readonly usualKey?: readonly string[] | undefined;
  /** Columns of which nothing but type and missing values may be told. */
  readonly sensitive?: readonly string[] | undefined;
  /** For files that are gone when the data source is closed. */
  readonly tmpFolder: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What differs between two tables, in memory that does not grow with their rows.
 * @throws Failure `unknown-column` where one of them has no such column of the key
 */
export async function diffTables(
  data: DataSource,
  a: TableFiles,
  b: TableFiles,
  options: DiffOptions,
): Promise<TableDiff> {
  const { sensitive, signal } = options;
  const one = await readFast(data, a, 'a', options);
  const two = await readFast(data, b, 'b', options);
  const tables = { a: await data.relation(one), b: await data.relation(two) };
  const before = await data.columns(`SELECT * FROM ${tables.a}`);
  const after = await data.columns(`SELECT * FROM ${tables.b}`);
  const columns = commonColumns(before, after);
  const key = keyOf(options, columns);
  const profileA = await profileTable(data, one, { sensitive, signal });
  const profileB = await profileTable(data, two, { sensitive, signal });
  const rows = { a: profileA.rows, b: profileB.rows };
  const hidden = (key ?? []).some((name) => sensitive?.includes(name));
  const changes = await diffRows(data, { ...tables, columns }, { key, hidden, rows, signal });
  return { rows, schema: compareSchemas(before, after), changes, columns: diffDistributions(profileA, profileB) };
}

interface RowOptions {
  readonly key: readonly string[] | undefined;
  readonly hidden: boolean;
  readonly rows: TableDiff['rows'];
  readonly signal: AbortSignal | undefined;
}

async function diffRows(
  data: DataSource,
  tables: { readonly a: string; readonly b: string; readonly columns: readonly CommonColumn[] },
  { key, hidden, rows, signal }: RowOptions,
): Promise<RowDiff> {
  if (key !== undefined) return diffByKey(data, tables, { key, hidden, signal });
  if (tables.columns.length === 0) return { kind: 'content', added: rows.b, removed: rows.a, same: 0 };
  return diffByContent(data, tables, { signal });
}

/** Text is parsed once: it is read several times, and each pass over it takes longer than all over a Parquet file. */
async function readFast(
  data: DataSource,
  table: TableFiles,
  name: string,
  { tmpFolder, signal }: DiffOptions,
): Promise<TableFiles> {
  if (table.format === 'parquet') return table;
  const file = path.join(tmpFolder, `diff-${name}.parquet`);
  await data.write(`SELECT * FROM ${await data.relation(table)}`, file, { signal });
  return { files: [file], format: 'parquet' };
}

function keyOf({ key, usualKey }: DiffOptions, columns: readonly CommonColumn[]): readonly string[] | undefined {
  const names = columns.map((column) => column.name);
  if (key === undefined) return usualKey?.every((name) => names.includes(name)) ? usualKey : undefined;
  const unknown = key.find((name) => !names.includes(name));
  if (unknown === undefined) return key;
  const near = nearest(unknown, names);
  throw new Failure('unknown-column', `There is no column \`${unknown}\` in both of them.`, {
    next: near ? `Did you mean \`${near}\`?` : `Both have: ${names.slice(0, 20).join(', ') || 'no column'}.`,
  });
}
