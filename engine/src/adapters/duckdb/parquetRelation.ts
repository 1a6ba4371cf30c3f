import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt, sourceDuplicateColumn } from '../../failure.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import { listLiteral } from '../../ports/sqlText.ts';
import { beforeRenaming, columnTypes, mayBeRenamed, type NamedType } from './columnTypes.ts';
import { isInstant, isLocalTime, timesInUtc, zoneOf } from './localTimes.ts';
import { partitionOptions, type Read } from './partitions.ts';

/** SQL that reads Parquet files as one table by column name. */
export async function parquetRelation(connection: DuckDBConnection, table: TableFiles): Promise<Read> {
  const read = (files: readonly string[]) =>
    `read_parquet(${listLiteral(files)}, union_by_name = true, ${partitionOptions(table)})`;
  const first = table.files[0]!;
  await refuseDuplicates(connection, first, await columnTypes(connection, read([first])));
  const from = read(table.files);
  const zone = zoneOf(table);
  if (zone === undefined) return { from };
  const columns = await columnTypes(connection, from);
  if (table.files.length > 1) await refuseMixedTimes(connection, table.files, columns);
  return { from: await timesInUtc(connection, from, zone, columns), columns };
}

/** DuckDB takes upper and lower case for one, and renames the second to `NAME_1` without a word. */
async function refuseDuplicates(
  connection: DuckDBConnection,
  file: string,
  columns: readonly NamedType[],
): Promise<void> {
  if (!mayBeRenamed(columns)) return;
  const result = await connection.run('SELECT name FROM parquet_schema($file) OFFSET 1', { file });
  const there = new Set((await result.getRows()).map(([name]) => String(name)));
  const twice = columns.map(([name]) => name).find((name) => !there.has(name) && beforeRenaming(name) !== undefined);
  if (twice !== undefined) throw sourceDuplicateColumn(file, beforeRenaming(twice)!);
}

/** Of a column that is an instant in one file and a local time in the other, DuckDB takes all for UTC. */
async function refuseMixedTimes(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: readonly NamedType[],
): Promise<void> {
  const instants = new Set(columns.flatMap(([name, type]) => (isInstant(type) ? [name] : [])));
  if (instants.size === 0) return;
  for (const file of files)
    for (const [name, type] of await columnTypes(connection, `read_parquet(${listLiteral([file])})`))
      if (instants.has(name) && isLocalTime(type))
        throw sourceCorrupt(
          file,
          `times in column \`${name}\` have no zone, and in other files of the dataset they have one`,
          'Write all files with the same type of time.',
        );
}
