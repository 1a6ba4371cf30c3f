import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { Failure } from '../../failure.ts';
import type { Log } from '../../ports/environment.ts';
import type { Memo } from '../../ports/memo.ts';
import { localMachine } from '../system/localMachine.ts';
import { type Migrations, openDatabase } from './openDatabase.ts';
import { storeFailure } from './storeFailure.ts';

const MIGRATIONS: Migrations = [
  `CREATE TABLE memo (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID`,
];

const BEGUN_ANEW = new Set(['store-corrupt', 'store-newer', 'store-foreign']);

export interface MemoOptions {
  readonly log: Log;
  readonly isNetworkFolder?: (folder: string) => boolean;
  readonly busyTimeout?: number;
}

/**
 * A memo in one SQLite file. It never fails: a file that is damaged or of another version is thrown away and begun anew,
 * and where nothing can be kept everything is computed again; either is said once.
 */
export function openMemo(file: string, options: MemoOptions): Memo & { close(): Promise<void> } {
  return new SqliteMemo(file, options);
}

class SqliteMemo implements Memo {
  readonly #file: string;
  readonly #options: MemoOptions;
  #db: Database.Database | undefined;
  /** Prepared once: a dataset of many folders asks for each. */
  #select: Database.Statement<[string, string]> | undefined;
  #warned = false;

  constructor(file: string, options: MemoOptions) {
    this.#file = file;
    this.#options = options;
    this.#db = this.#open();
  }

  async get(kind: string, key: string): Promise<unknown> {
    const text = this.#attempt(() => this.#select?.get(kind, key));
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  }

  async set(kind: string, key: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    this.#attempt((db) =>
      db.prepare(`INSERT OR REPLACE INTO memo (kind, key, value) VALUES (?, ?, ?)`).run(kind, key, text),
    );
  }

  async close(): Promise<void> {
    this.#db?.close();
    this.#db = undefined;
  }

  #attempt<T>(work: (db: Database.Database) => T): T | undefined {
    if (!this.#db) return undefined;
    try {
      return work(this.#db);
    } catch (error) {
      const failure = storeFailure(error, this.#file);
      if (!(failure instanceof Failure)) throw error;
      this.#db.close();
      this.#db = BEGUN_ANEW.has(failure.reason) ? this.#anew(failure) : this.#without(failure);
      return undefined;
    }
  }

  #open(): Database.Database | undefined {
    try {
      return this.#openFile();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return BEGUN_ANEW.has(error.reason) ? this.#anew(error) : this.#without(error);
    }
  }

  #openFile(): Database.Database {
    const { log, busyTimeout = 5000, isNetworkFolder = localMachine().isNetworkFolder } = this.#options;
    const db = openDatabase(this.#file, { migrations: MIGRATIONS, log, isNetworkFolder, busyTimeout });
    db.pragma('synchronous = NORMAL');
    this.#select = db.prepare<[string, string]>(`SELECT value FROM memo WHERE kind = ? AND key = ?`).pluck();
    return db;
  }

  #anew(reason: Failure): Database.Database | undefined {
    this.#warn(`${reason.message} It is only a cache and is begun anew.`);
    try {
      for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(this.#file + suffix, { force: true });
      return this.#openFile();
    } catch (error) {
      return this.#without(error);
    }
  }

  #without(error: unknown): undefined {
    const reason = error instanceof Error ? error.message : String(error);
    this.#warn(`Results are not kept for next time: ${reason}`);
  }

  #warn(message: string): void {
    if (!this.#warned) this.#options.log.warn(message);
    this.#warned = true;
  }
}
