import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt } from '../../failure.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import { identifier, listLiteral, literal } from '../../ports/sqlText.ts';
import { columnTypes, instantOfText, isLocalTime, replaced, utcOfInstant } from './localTimes.ts';
import { FILE_COLUMN, partitionOptions } from './partitions.ts';

/** SQL that reads files of one JSON object a line, or of one array of objects, with types that hold for every row. */
export async function ndjsonRelation(connection: DuckDBConnection, table: TableFiles): Promise<string> {
  const { files, timezone } = table;
  for (const file of files) await checkStart(file);
  const options = `union_by_name = true, ${partitionOptions(table)}`;
  const found = `read_json(${listLiteral(files)}, ${options}, sample_size = -1)`;
  const columns = await columnTypes(connection, found);
  const items = new Map<string, string>();
  // Integers of both signs are found to be HUGEINT, which Parquet cannot hold.
  for (const [name, type] of columns) if (type === 'HUGEINT') items.set(name, `${identifier(name)}::BIGINT`);
  if (timezone === undefined || !columns.some(([, type]) => isLocalTime(type))) return replaced(found, items);
  // What ends in Z is found to be a TIMESTAMP like what has no zone, so the texts are looked at.
  const read = columns
    .filter(([name]) => name !== FILE_COLUMN)
    .map(([name, type]) => [name, textOfTime(type)] as const);
  for (const [name, type] of columns)
    if (isLocalTime(type)) items.set(name, utcOfInstant(instantOfText(identifier(name), timezone)));
  const struct = read.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ');
  return replaced(`read_json(${listLiteral(files)}, ${options}, columns = {${struct}})`, items);
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
