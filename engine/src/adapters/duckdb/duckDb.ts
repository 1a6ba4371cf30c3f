import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { Cancelled, Failure, queryFailed } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type {
  Batch,
  BatchOptions,
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
import { literal } from '../../ports/sqlText.ts';
import { Binder } from './bind.ts';
import { cellOf } from './cell.ts';
import { Connections } from './connections.ts';
import { engineFailure } from './engineFailure.ts';
import { moveIntoPlace } from './moveIntoPlace.ts';
import { Relations } from './relation.ts';
import { runSql } from './runSql.ts';
import { openSandbox, roomier, type SandboxOptions } from './sandbox.ts';
import { StreamBroke, streamBatches, uniqueNames } from './streamBatches.ts';
import { copyOptions, openTableSink, writeFailure } from './tableFile.ts';
import { columnOf } from './types.ts';

export type DuckDbOptions = SandboxOptions;

/** Reasons that more memory may cure: without it DuckDB also runs out of room to spill to. */
const RETRIED = new Set(['out-of-memory', 'disk-full']);

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

  tables(sql: string): Promise<readonly string[]> {
    return this.#binder.tables(sql);
  }

  async *batches(sql: string, bindings?: Bindings, options: BatchOptions = {}): AsyncIterable<Batch> {
    const { signal } = options;
    const connection = await this.#connections.lend();
    let whole = false;
    try {
      yield* streamBatches(connection, sql, bindings, options);
      whole = true;
    } catch (error) {
      throw engineFailure(error instanceof StreamBroke ? await this.#whyItBroke(sql, bindings, signal) : error);
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
        const copy = `COPY (\n${sql}\n) TO ${literal(partial)} (${copyOptions(format, file)})`;
        const result = await runSql(connection, copy, options.bindings);
        const count = (await result.getRows())[0]?.[0];
        return { rows: Number(count ?? 0), columns };
      });
      await moveIntoPlace(partial, file);
      return written;
    } catch (error) {
      throw writeFailure(error, file);
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
    await this.#binder.close();
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

  /** Runs the query once more, into a file, since only so does DuckDB tell what went wrong. */
  async #whyItBroke(sql: string, bindings: Bindings | undefined, signal: AbortSignal | undefined): Promise<unknown> {
    const probe = this.#partial('probe.parquet');
    try {
      await this.#connections.use(signal, (connection) =>
        runSql(connection, `COPY (\n${sql}\n) TO ${literal(probe)} (FORMAT parquet)`, bindings),
      );
    } catch (error) {
      return error;
    } finally {
      await rm(probe, { force: true });
    }
    return queryFailed(
      'reading broke off before the last row',
      'Run again; if it stays, check the files that are read.',
    );
  }

  /**
   * Once more with one thread and more memory where memory ran out (DuckDB's need is not monotone in its limit), in a database of its own.
   * That one does not see tables made by `execute`: then the first refusal stands.
   */
  async #retried<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    try {
      return await this.#run(signal, work);
    } catch (error) {
      if (!(error instanceof Failure) || !RETRIED.has(error.reason)) throw error;
      const spill = join(this.#options.tmpFolder, `spill-${randomUUID()}`);
      const second = new DuckDbSource(
        roomier(this.#options),
        spill,
        new Connections(await openSandbox(roomier(this.#options), spill)),
      );
      try {
        return await second.#run(signal, work);
      } catch (again) {
        throw again instanceof Cancelled ? again : error;
      } finally {
        await second.close();
      }
    }
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
