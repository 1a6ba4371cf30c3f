import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import { Cancelled } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type {
  Batch,
  Bindings,
  BindScope,
  Bound,
  DataSource,
  QueryOptions,
  Row,
  SinkColumn,
  TableFiles,
  TableFormat,
  TableSink,
  WriteOptions,
  Written,
} from '../../ports/dataSource.ts';
import { readBatch, readerOf } from './batch.ts';
import { Binder } from './bind.ts';
import { cellOf } from './cell.ts';
import { Connections, interruptible } from './connections.ts';
import { engineFailure } from './engineFailure.ts';
import { moveIntoPlace } from './moveIntoPlace.ts';
import { Relations } from './relation.ts';
import { runSql, streamSql } from './runSql.ts';
import { openSandbox, type SandboxOptions } from './sandbox.ts';
import { copyOptions, openTableSink } from './tableFile.ts';
import { columnOf } from './types.ts';

export type DuckDbOptions = SandboxOptions;

/** Opens DuckDB in memory, shut in: it reads `readable` and writes `tmpFolder`, nothing else. Close it. */
export async function openDuckDb(options: DuckDbOptions): Promise<DataSource> {
  const spill = join(options.tmpFolder, `spill-${randomUUID()}`);
  return new DuckDbSource(options, spill, new Connections(await openSandbox(options, spill)));
}

class DuckDbSource implements DataSource {
  readonly #options: DuckDbOptions;
  readonly #spill: string;
  readonly #connections: Connections;
  readonly #binder: Binder;
  readonly #relations = new Relations();

  constructor(options: DuckDbOptions, spill: string, connections: Connections) {
    this.#options = options;
    this.#spill = spill;
    this.#connections = connections;
    this.#binder = new Binder(connections);
  }

  relation(source: TableFiles): Promise<string> {
    return this.#run(undefined, (connection) => this.#relations.of(connection, source));
  }

  columns(sql: string, bindings?: Bindings): Promise<readonly Column[]> {
    return this.#run(undefined, (connection) => columnsOf(connection, sql, bindings));
  }

  bind(sql: string, scope: BindScope): Promise<Bound> {
    return this.#binder.bind(sql, scope);
  }

  async *batches(sql: string, bindings?: Bindings, options?: QueryOptions): AsyncIterable<Batch> {
    const signal = options?.signal;
    const connection = await this.#connections.lend();
    let whole = false;
    try {
      const step = <T>(work: () => Promise<T>) => interruptible(connection, signal, work);
      const result = await step(() => streamSql(connection, sql, bindings));
      const names = uniqueNames(result);
      const readers = result.columnTypes().map(readerOf);
      for (;;) {
        const chunk = await step(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) break;
        yield readBatch(chunk, names, readers);
      }
      whole = true;
    } catch (error) {
      throw engineFailure(error);
    } finally {
      if (whole) this.#connections.giveBack(connection);
      else this.#connections.drop(connection);
    }
  }

  rows(sql: string, bindings?: Bindings, options?: QueryOptions): Promise<readonly Row[]> {
    return this.#retried(options?.signal, async (connection) => {
      const result = await runSql(connection, sql, bindings);
      const names = uniqueNames(result);
      const rows = await result.getRows();
      return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, cellOf(row[index] ?? null)])));
    });
  }

  async write(sql: string, file: string, options: WriteOptions = {}): Promise<Written> {
    const format = options.format ?? 'parquet';
    const partial = this.#partial(file);
    try {
      const written = await this.#retried(options.signal, async (connection) => {
        const columns = await columnsOf(connection, sql, options.bindings);
        const copy = `COPY (\n${sql}\n) TO '${partial.replaceAll("'", "''")}' (${copyOptions(format, file)})`;
        const result = await runSql(connection, copy, options.bindings);
        const count = (await result.getRows())[0]?.[0];
        return { rows: Number(count ?? 0), columns };
      });
      await moveIntoPlace(partial, file);
      return written;
    } finally {
      await rm(partial, { force: true });
    }
  }

  async sink(file: string, columns: readonly SinkColumn[], format: TableFormat): Promise<TableSink> {
    const connection = await this.#connections.lend();
    try {
      return await openTableSink({
        connection,
        columns,
        format,
        file,
        partial: this.#partial(file),
        database: join(this.#options.tmpFolder, `sink-${randomUUID()}.duckdb`),
        release: () => this.#connections.giveBack(connection),
      });
    } catch (error) {
      this.#connections.giveBack(connection);
      throw engineFailure(error);
    }
  }

  async execute(sql: string, bindings?: Bindings, options?: QueryOptions): Promise<void> {
    if (/^\s*create\s+(?:or\s+replace\s+)?temp/i.test(sql))
      throw new Error('only one call would see a temporary table');
    await this.#run(options?.signal, (connection) => runSql(connection, sql, bindings));
  }

  async close(): Promise<void> {
    this.#connections.close();
    await rm(this.#spill, { recursive: true, force: true });
  }

  async #run<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    try {
      return await this.#connections.use(signal, work);
    } catch (error) {
      throw error instanceof Cancelled ? error : engineFailure(error);
    }
  }

  #retried<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#run(signal, work);
  }

  #partial(file: string): string {
    const ending = /(\.[A-Za-z0-9]+)+$/.exec(file)?.[0] ?? '';
    return join(this.#options.tmpFolder, `partial-${randomUUID()}${ending}`);
  }
}

async function columnsOf(connection: DuckDBConnection, sql: string, bindings: Bindings | undefined): Promise<Column[]> {
  if (bindings === undefined) {
    const prepared = await connection.prepare(sql);
    try {
      return preparedColumns(prepared);
    } finally {
      prepared.destroySync();
    }
  }
  const result = await runSql(connection, `SELECT * FROM (\n${sql}\n) LIMIT 0`, bindings);
  return result.columnNames().map((name, index) => columnOf(name, result.columnType(index)));
}

function preparedColumns(prepared: DuckDBPreparedStatement): Column[] {
  return Array.from({ length: prepared.columnCount }, (_, index) =>
    columnOf(prepared.columnName(index), prepared.columnType(index)),
  );
}

function uniqueNames(result: DuckDBResult): readonly string[] {
  const names = result.columnNames();
  if (new Set(names).size < names.length) throw new Error(`columns of one name in a result: ${names.join(', ')}`);
  return names;
}
