import type Database from 'better-sqlite3';
import type { Clock, Ids } from '../../ports/environment.ts';
import { storeFailure } from './storeFailure.ts';

/** One open `runs.db`. Each call is a transaction; what SQLite refuses becomes a `Failure`. */
export class Connection {
  readonly db: Database.Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly #file: string;
  readonly #transaction: Database.Transaction<(work: () => unknown) => unknown>;
  #durable = true;

  constructor(file: string, db: Database.Database, { clock, ids }: { readonly clock: Clock; readonly ids: Ids }) {
    this.db = db;
    this.clock = clock;
    this.ids = ids;
    this.#file = file;
    this.#transaction = db.transaction((work: () => unknown) => work());
  }

  async read<T>(work: (db: Database.Database) => T): Promise<T> {
    return this.#guarded(() => this.#transaction.deferred(() => work(this.db)) as T);
  }

  /** @param durable whether it must survive a power loss too, which costs a flush; a killed process loses neither */
  async write<T>(work: (db: Database.Database) => T, { durable = true } = {}): Promise<T> {
    return this.#guarded(() => {
      if (durable !== this.#durable) this.db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      this.#durable = durable;
      return this.#transaction.immediate(() => work(this.db)) as T;
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

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  }
}
