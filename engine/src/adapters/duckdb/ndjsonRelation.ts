import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt, sourceDuplicateColumn } from '../../failure.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import { identifier, listLiteral, literal } from '../../ports/sqlText.ts';
import { columnTypes, mayBeRenamed, type NamedType } from './columnTypes.ts';
import { isLocalTime, replaced, utcOfText, zoneOf } from './localTimes.ts';
import { FILE_COLUMN, partitionOptions } from './partitions.ts';

/** SQL that reads files of one JSON object a line, or of one array of objects, with types that hold for every row. */
export async function ndjsonRelation(connection: DuckDBConnection, table: TableFiles): Promise<string> {
  const { files } = table;
  const zone = zoneOf(table);
  for (const file of files) await checkStart(file);
  const options = `union_by_name = true, ${partitionOptions(table)}`;
  const found = `read_json(${listLiteral(files)}, ${options}, sample_size = -1)`;
  const columns = await columnTypes(connection, found);
  await refuseDuplicates(connection, files, columns);
  const items = new Map<string, string>();
  // Integers of both signs are found to be HUGEINT, which Parquet cannot hold.
  for (const [name, type] of columns) if (type === 'HUGEINT') items.set(name, `${identifier(name)}::BIGINT`);
  if (zone === undefined || !columns.some(([, type]) => isLocalTime(type))) return replaced(found, items);
  // What ends in Z is found to be a TIMESTAMP like what has no zone, so the texts are looked at.
  const read = columns
    .filter(([name]) => name !== FILE_COLUMN)
    .map(([name, type]) => [name, textOfTime(type)] as const);
  for (const [name, type] of columns) if (isLocalTime(type)) items.set(name, utcOfText(identifier(name), zone));
  const struct = read.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ');
  return replaced(`read_json(${listLiteral(files)}, ${options}, columns = {${struct}})`, items);
}

/** DuckDB takes upper and lower case for one, and renames the second to `NAME_1` without a word. */
async function refuseDuplicates(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: readonly NamedType[],
): Promise<void> {
  if (!mayBeRenamed(columns)) return;
  const sql = `SELECT DISTINCT unnest(json_keys(json)) FROM read_json_objects(${listLiteral(files)}, hive_partitioning = false)`;
  const keys = (await (await connection.run(sql)).getRows()).map(([key]) => String(key)).sort();
  const twice = keys.find((key, index) =>
    keys.slice(0, index).some((other) => other.toLowerCase() === key.toLowerCase()),
  );
  if (twice !== undefined) throw sourceDuplicateColumn(files[0]!, twice);
}

function textOfTime(type: string): string {
  return isLocalTime(type) ? 'VARCHAR' : type;
}

/** Lines of bare numbers or texts would become a column named `json`. */
async function checkStart(file: string): Promise<void> {
  if (/\.(?:gz|zst)$/i.test(file)) return;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const start = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart()[0];
    if (start === undefined || start === '{' || start === '[') return;
  } finally {
    await handle.close();
  }
  throw sourceCorrupt(file, 'no JSON object', 'Write one JSON object a line, such as `{"a": 1}`.', 1);
}
