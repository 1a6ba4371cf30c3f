import type Database from 'better-sqlite3';
import type { Clock, Ids } from '../../ports/environment.ts';
import { storeFailure } from './storeFailure.ts';

interface WriteOptions {
  /** Whether it must survive a power loss too, which costs a flush; a killed process loses neither. */
  readonly durable?: boolean;
}

type Work<T> = (db: Database.Database) => T;

/** A write that waits for those that come with it. */
interface Waiting {
  readonly durable: boolean;
  /** Does it and keeps what came of it; throws only where nothing can be written any more. */
  attempt(): void;
  /** Tells what came of it. */
  settle(): void;
  refuse(error: unknown): void;
}

/** One open `runs.db`. Each call is a transaction; what SQLite refuses becomes a `Failure`. */
export class Connection {
  readonly db: Database.Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly #file: string;
  readonly #transaction: Database.Transaction<(work: () => unknown) => unknown>;
  #waiting: Waiting[] = [];
  #durable = true;

  constructor(file: string, db: Database.Database, { clock, ids }: { readonly clock: Clock; readonly ids: Ids }) {
    this.db = db;
    this.clock = clock;
    this.ids = ids;
    this.#file = file;
    this.#transaction = db.transaction((work: () => unknown) => work());
  }

  async read<T>(work: Work<T>): Promise<T> {
    return this.#guarded(() => this.#transaction.deferred(() => work(this.db)) as T);
  }

  async write<T>(work: Work<T>, { durable = true }: WriteOptions = {}): Promise<T> {
    return this.#guarded(() => this.#write(() => work(this.db), durable));
  }

  /**
   * As `write`, in one transaction with what else comes in the same turn of the event loop: one lock, one flush for all of it. What
   * one of them is refused for takes nothing from the others.
   */
  writeTogether(work: Work<void>, { durable = true }: WriteOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#writeWaiting());
      let refused: { readonly error: unknown } | undefined;
      const attempt = () => {
        try {
          // Inside a transaction this is a savepoint.
          this.#transaction(() => work(this.db));
        } catch (error) {
          // SQLite gives up the whole transaction where the disk is full.
          if (!this.db.inTransaction) throw error;
          refused = { error };
        }
      };
      const refuse = (error: unknown) => reject(storeFailure(error, this.#file));
      this.#waiting.push({
        durable,
        attempt,
        settle: () => (refused === undefined ? resolve() : refuse(refused.error)),
        refuse,
      });
    });
  }

  /** Of work that keeps its transactions itself. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  }

  /** What still waits is written before. */
  close(): void {
    this.#writeWaiting();
    this.db.close();
  }

  #writeWaiting(): void {
    const together = this.#waiting;
    this.#waiting = [];
    if (together.length === 0) return;
    try {
      this.#write(
        () => {
          for (const one of together) one.attempt();
        },
        together.some(({ durable }) => durable),
      );
    } catch (error) {
      for (const one of together) one.refuse(error);
      return;
    }
    for (const one of together) one.settle();
  }

  #write<T>(work: () => T, durable: boolean): T {
    if (durable !== this.#durable) this.db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    this.#durable = durable;
    return this.#transaction.immediate(work) as T;
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  }
}
