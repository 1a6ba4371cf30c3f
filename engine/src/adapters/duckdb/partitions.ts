import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableFiles } from '../../ports/dataSource.ts';
import { identifier, literal } from '../../ports/sqlText.ts';
import { columnTypes, type NamedType } from './columnTypes.ts';

/** What a reader gives. */
export interface Read {
  /** SQL after FROM. */
  readonly from: string;
  /** Its columns, where they are known: to look again opens every file. */
  readonly columns?: readonly NamedType[];
}

/** The column in which a reader says which file a row is from. */
export const FILE_COLUMN = 'modelyard file';

/**
 * What a reader is told about partitions. DuckDB's own are off: it takes every `name=value` of the whole path for one, folders above
 * the project included, and `month=01` for text until only `month=10` is left.
 */
export function partitionOptions({ partitions }: Pick<TableFiles, 'partitions'>): string {
  return partitions === undefined
    ? 'hive_partitioning = false'
    : `hive_partitioning = false, filename = ${literal(FILE_COLUMN)}`;
}

/** The same SQL after FROM with a column for each folder `name=value`, behind those of the files; one of the same name in the files gives way. */
export async function withPartitions(
  connection: DuckDBConnection,
  { from, columns }: Read,
  { partitions }: Pick<TableFiles, 'partitions'>,
): Promise<string> {
  if (partitions === undefined) return from;
  const names = new Set(Object.keys(partitions).map((name) => name.toLowerCase()));
  const read = columns ?? (await columnTypes(connection, from));
  const kept = read.filter(([name]) => name !== FILE_COLUMN && !names.has(name.toLowerCase()));
  const items = [...kept.map(([name]) => identifier(name)), ...Object.entries(partitions).map(partitionItem)];
  return `(SELECT ${items.join(', ')} FROM ${from})`;
}

function partitionItem([name, type]: readonly [string, string]): string {
  const folder = `.*/${escapePattern(name)}=([^/]*)/.*`;
  const text = `url_decode(regexp_extract(${identifier(FILE_COLUMN)}, ${literal(folder)}, 1))`;
  return `CAST(nullif(${text}, '__HIVE_DEFAULT_PARTITION__') AS ${type}) AS ${identifier(name)}`;
}

/** Names of folders are percent-encoded where they hold what a path cannot. */
function escapePattern(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
