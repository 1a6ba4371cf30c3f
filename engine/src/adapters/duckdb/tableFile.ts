import { rm } from 'node:fs/promises';
import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { diskFull, Failure, formatNotWritten } from '../../failure.ts';
import type { SinkColumn, TableFormat, TableSink, Values } from '../../ports/dataSource.ts';
import { identifier, literal } from '../../ports/sqlText.ts';
import { appendValues } from './chunkWriter.ts';
import { engineFailure } from './engineFailure.ts';
import { moveIntoPlace } from './moveIntoPlace.ts';

/** What stands in the brackets of COPY for a format; `.gz` and `.zst` endings compress text formats. */
export function copyOptions(format: TableFormat, file: string): string {
  const compressed = /\.gz$/i.test(file) ? ', COMPRESSION gzip' : /\.zst$/i.test(file) ? ', COMPRESSION zstd' : '';
  if (format === 'csv') return `FORMAT csv, HEADER true${compressed}`;
  if (format === 'ndjson') return `FORMAT json${compressed}`;
  if (format === 'arrow') throw formatNotWritten(file);
  return 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880';
}

export interface TableSinkOptions {
  readonly connection: DuckDBConnection;
  readonly columns: readonly SinkColumn[];
  readonly format: TableFormat;
  readonly file: string;
  readonly partial: string;
  /** Name of the database on disk that the rows wait in. */
  readonly database: string;
  readonly release: () => void;
}

/** Rows wait in a table on disk, so that memory stays constant however many come; `close` copies them into the file. */
export async function openTableSink(options: TableSinkOptions): Promise<TableSink> {
  const { connection, database, columns } = options;
  if (options.format === 'arrow') throw formatNotWritten(options.file);
  const catalog = database.replace(/^.*[\\/]/, '').replace(/\.duckdb$/, '');
  await connection.run(`ATTACH ${literal(database)} AS ${identifier(catalog)}`);
  const described = columns.map((column) => `${identifier(column.name)} ${waitingType(column)}`).join(', ');
  await connection.run(`CREATE TABLE ${identifier(catalog)}.main.waiting (${described})`);
  const appender = await connection.createAppender('waiting', 'main', catalog);
  return new DuckDbSink(options, catalog, appender);
}

function waitingType({ sqlType, asText }: SinkColumn): string {
  return asText ? 'VARCHAR' : sqlType;
}

function finalItem({ name, sqlType, asText }: SinkColumn): string {
  const column = identifier(name);
  return asText ? `CAST(${column} AS ${sqlType}) AS ${column}` : column;
}

class DuckDbSink implements TableSink {
  readonly #options: TableSinkOptions;
  readonly #catalog: string;
  readonly #appender: DuckDBAppender;
  readonly #types: readonly DuckDBType[];
  #rows = 0;
  #over = false;

  constructor(options: TableSinkOptions, catalog: string, appender: DuckDBAppender) {
    this.#options = options;
    this.#catalog = catalog;
    this.#appender = appender;
    this.#types = options.columns.map((_, index) => appender.columnType(index));
  }

  async append(columns: readonly Values[], rows: number): Promise<void> {
    try {
      appendValues(this.#appender, this.#types, columns, rows);
    } catch (error) {
      throw writeFailure(error, this.#options.file);
    }
    this.#rows += rows;
  }

  async close(): Promise<{ readonly rows: number }> {
    const { connection, columns, format, file, partial } = this.#options;
    const items = columns.map((column) => finalItem(column)).join(', ');
    try {
      this.#appender.closeSync();
      const from = `${identifier(this.#catalog)}.main.waiting`;
      await connection.run(`COPY (SELECT ${items} FROM ${from}) TO ${literal(partial)} (${copyOptions(format, file)})`);
      await moveIntoPlace(partial, file);
    } catch (error) {
      throw writeFailure(error, file);
    } finally {
      await this.#cleanUp();
    }
    return { rows: this.#rows };
  }

  async abort(): Promise<void> {
    if (this.#over) return;
    // What could not be written need not be: the rows are thrown away.
    await settled(() => this.#appender.clear());
    await settled(() => this.#appender.closeSync());
    await this.#cleanUp();
  }

  async #cleanUp(): Promise<void> {
    this.#over = true;
    const { connection, database, partial, release } = this.#options;
    // A database on a full disk cannot be closed in order; its files go all the same.
    await settled(() => connection.run(`DETACH ${identifier(this.#catalog)}`));
    release();
    for (const file of [database, `${database}.wal`, partial]) await rm(file, { force: true });
  }
}

async function settled(work: () => unknown): Promise<void> {
  await Promise.allSettled([new Promise((resolve) => resolve(work()))]);
}

/** Names the file that was asked for, where the disk is full under the one that stands for it. */
export function writeFailure(error: unknown, file: string): unknown {
  const failure = engineFailure(error);
  return failure instanceof Failure && failure.reason === 'disk-full'
    ? diskFull(file, 'no space left on the disk')
    : failure;
}
