import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt, sourceNotFound, sourceUnreadable } from '../../failure.ts';
import type { CsvDialect, TableFiles } from '../../ports/dataSource.ts';
import { listLiteral, literal } from './sqlText.ts';

/** SQL after FROM for files that exist, are files, may be read and are not empty. */
export async function relationOf(_connection: DuckDBConnection, source: TableFiles): Promise<string> {
  if (source.files.length === 0) throw new Error('a table of no files');
  for (const file of source.files) await checkFile(file);
  const files = listLiteral(source.files);
  if (source.format === 'parquet') return `read_parquet(${files}, union_by_name = true)`;
  if (source.format === 'ndjson') return `read_json(${files}, union_by_name = true)`;
  if (source.format === 'csv') return `read_csv(${files}, ${csvOptions(source.csv ?? {})})`;
  throw new Error('Arrow files are not read yet');
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw sourceNotFound(file);
    throw sourceUnreadable(file, error.message, 'Check the permissions of the file and of its folders.');
  });
  if (found.isDirectory())
    throw sourceUnreadable(file, 'a folder, not a file', `Name its files, such as \`${file}/*.parquet\`.`);
  if (!found.isFile()) throw sourceUnreadable(file, 'no ordinary file', 'Name a file that holds a table.');
  if (found.size === 0) throw sourceCorrupt(file, 'the file is empty', 'Write the file again from where it came from.');
  await access(file, constants.R_OK).catch(() => {
    throw sourceUnreadable(file, 'may not be read', 'Check the permissions of the file.');
  });
}

function csvOptions(dialect: CsvDialect): string {
  const quote = literal(dialect.quote ?? '"');
  const types = Object.entries(dialect.types ?? {}).map(([name, type]) => `${literal(name)}: ${literal(type)}`);
  return [
    'union_by_name = true',
    `header = ${dialect.header ?? true}`,
    `nullstr = ${listLiteral(dialect.nulls ?? [''])}`,
    `delim = ${literal(dialect.delimiter ?? ',')}`,
    `quote = ${quote}`,
    `escape = ${quote}`,
    "skip = 0, comment = ''",
    ...(types.length === 0 ? [] : [`types = {${types.join(', ')}}`]),
  ].join(', ');
}
