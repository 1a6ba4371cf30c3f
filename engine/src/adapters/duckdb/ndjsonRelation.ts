import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt } from '../../failure.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';

/** SQL that reads files of one JSON object a line, or of one array of objects, with types that hold for every row. */
export async function ndjsonRelation(connection: DuckDBConnection, files: readonly string[]): Promise<string> {
  for (const file of files) await checkStart(file);
  const read = `read_json(${listLiteral(files)}, union_by_name = true, sample_size = -1)`;
  const prepared = await connection.prepare(`SELECT * FROM ${read}`);
  const wide: string[] = [];
  for (let index = 0; index < prepared.columnCount; index++) {
    if (prepared.columnType(index).toString() === 'HUGEINT') wide.push(identifier(prepared.columnName(index)));
  }
  prepared.destroySync();
  if (wide.length === 0) return read;
  // Integers of both signs are found to be HUGEINT, which Parquet cannot hold.
  return `(SELECT * REPLACE (${wide.map((name) => `${name}::BIGINT AS ${name}`).join(', ')}) FROM ${read})`;
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
