import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt, sourceNotFound, sourceUnreadable } from '../../failure.ts';
import type { TableFiles, TableFormat } from '../../ports/dataSource.ts';
import { csvRelation } from './csvRelation.ts';
import { ndjsonRelation } from './ndjsonRelation.ts';
import { parquetRelation } from './parquetRelation.ts';
import { type Read, withPartitions } from './partitions.ts';

/** SQL after FROM, remembered while the files stay as they are: finding the types of text columns reads the whole file. */
export class Relations {
  readonly #known = new Map<string, Promise<string>>();

  async of(connection: DuckDBConnection, source: TableFiles): Promise<string> {
    if (source.files.length === 0) throw new Error('a table of no files');
    const states = await Promise.all(source.files.map(checkFile));
    const key = JSON.stringify([source, states]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = relationOf(connection, source);
    this.#known.set(key, made);
    made.catch(() => this.#known.delete(key));
    return made;
  }
}

async function relationOf(connection: DuckDBConnection, source: TableFiles): Promise<string> {
  return withPartitions(connection, await READERS[source.format](connection, source), source);
}

const READERS: Readonly<Record<TableFormat, (connection: DuckDBConnection, table: TableFiles) => Promise<Read>>> = {
  parquet: parquetRelation,
  csv: async (connection, table) => ({ from: await csvRelation(connection, table) }),
  ndjson: async (connection, table) => ({ from: await ndjsonRelation(connection, table) }),
  // Reading the package takes longer than opening the database.
  arrow: async (connection, table) => ({ from: await (await import('./arrowTable.ts')).loadArrow(connection, table) }),
};

/** Its size and time, where it exists, is a file, may be read and is not empty. */
async function checkFile(file: string): Promise<string> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw sourceNotFound(file);
    throw sourceUnreadable(file, error.message, 'Check the permissions of the file and of its folders.');
  });
  if (found.isDirectory()) {
    throw sourceUnreadable(file, 'a folder, not a file', `Name its files, such as \`${file}/*.parquet\`.`);
  }
  if (!found.isFile()) throw sourceUnreadable(file, 'no ordinary file', 'Name a file that holds a table.');
  await access(file, constants.R_OK).catch(() => {
    throw sourceUnreadable(file, 'may not be read', 'Check the permissions of the file.');
  });
  if (found.size === 0) throw sourceCorrupt(file, 'the file is empty', 'Write the file again from where it came from.');
  return `${found.size} ${found.mtimeMs}`;
}
