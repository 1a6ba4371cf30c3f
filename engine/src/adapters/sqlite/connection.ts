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
  readonly work: Work<void>;
  readonly durable: boolean;
  resolve(): void;
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
      const refuse = (error: unknown) => reject(storeFailure(error, this.#file));
      this.#waiting.push({ work, durable, resolve, refuse });
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
    const durable = together.some((one) => one.durable);
    try {
      const settles = this.#write(() => together.map((one) => this.#attempt(one)), durable);
      for (const settle of settles) settle();
    } catch (error) {
      for (const one of together) one.refuse(error);
    }
  }

  /** Gives how to tell what came of it; throws where nothing can be written any more. */
  #attempt({ work, resolve, refuse }: Waiting): () => void {
    try {
      // Inside a transaction this is a savepoint.
      this.#transaction(() => work(this.db));
      return resolve;
    } catch (error) {
      // SQLite gives up the whole transaction where the disk is full.
      if (!this.db.inTransaction) throw error;
      return () => refuse(error);
    }
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
