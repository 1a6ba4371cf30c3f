import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Cancelled } from '../../failure.ts';
import { readEngineError } from './engineError.ts';

/** Milliseconds between interrupts: one that comes before the query has begun is lost. */
const INTERRUPT_EVERY = 20;

/** Connections of one database, lent to one statement at a time, so that a stream and other statements run side by side. */
export class Connections {
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[] = [];
  readonly #busy = new Set<DuckDBConnection>();
  #closed = false;

  constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  async lend(): Promise<DuckDBConnection> {
    if (this.#closed) throw new Error('the data source is closed');
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    this.#busy.add(connection);
    return connection;
  }

  giveBack(connection: DuckDBConnection): void {
    this.#busy.delete(connection);
    if (this.#closed) connection.closeSync();
    else this.#idle.push(connection);
  }

  /** For a connection whose result was not read to its end: closing frees what the result holds. */
  drop(connection: DuckDBConnection): void {
    this.#busy.delete(connection);
    connection.closeSync();
  }

  /** Lends for `work`; on the signal the running statement is interrupted and `Cancelled` comes out. */
  async use<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.lend();
    try {
      return await interruptible(connection, signal, () => work(connection));
    } finally {
      this.giveBack(connection);
    }
  }

  close(): void {
    this.#closed = true;
    for (const connection of this.#busy) connection.interrupt();
    for (const connection of this.#idle.splice(0)) connection.closeSync();
    this.#instance.closeSync();
  }
}

export async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw new Cancelled();
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_EVERY);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } catch (error) {
    throw signal.aborted && readEngineError(error)?.type === 'INTERRUPT' ? new Cancelled() : error;
  } finally {
    signal.removeEventListener('abort', stop);
    clearInterval(again);
  }
}
