import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../../ports/environment.ts';
import { ioFailure } from '../files/ioFailure.ts';
import { makeFolders } from '../files/makeFolders.ts';
import { corrupt, foreign, newer, storeFailure } from './storeFailure.ts';

const BUSY_TIMEOUT = 5000;

/** Steps from each version of a file to the next: `migrations[0]` makes version 1 out of an empty file. */
export type Migrations = readonly string[];

export interface DatabaseOptions {
  readonly migrations: Migrations;
  readonly log: Log;
  readonly isNetworkFolder: (folder: string) => boolean;
  /** Milliseconds to wait for another process that writes. */
  readonly busyTimeout?: number;
}

/**
 * Opens a database of ours in its newest form, made when absent.
 * @throws Failure `store-newer`, `store-foreign`, `store-corrupt`, `store-busy`, `store-not-writable`, `disk-full`
 */
export function openDatabase(file: string, options: DatabaseOptions): Database.Database {
  let db: Database.Database | undefined;
  try {
    makeFolders(dirname(file));
    db = new Database(file, { timeout: options.busyTimeout ?? BUSY_TIMEOUT });
    refuseDamaged(db, file);
    refuseForeign(db, file, options.migrations.length);
    configure(db, file, options);
    migrate(db, file, options.migrations);
    return db;
  } catch (error) {
    db?.close();
    throw storeFailure(ioFailure(error, dirname(file), 'made'), file);
  }
}

/** A file shorter than its own header says was cut off: only then is it worth reading all of it. */
function refuseDamaged(db: Database.Database, file: string): void {
  const pages = db.pragma('page_count', { simple: true }) as number;
  const size = db.pragma('page_size', { simple: true }) as number;
  if (statSync(file).size >= pages * size || existsSync(`${file}-wal`)) return;
  const verdict = db.pragma('quick_check(1)', { simple: true }) as string;
  if (verdict !== 'ok') throw corrupt(file, verdict);
}

/** In one look: between two, another process may make the tables of a file that was empty. */
function refuseForeign(db: Database.Database, file: string, known: number): void {
  const [version, tables] = db
    .prepare('SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version')
    .raw()
    .get() as [number, number];
  if (version > known) throw newer(file, version, known);
  if (version === 0 && tables > 0) throw foreign(file);
}

function configure(db: Database.Database, file: string, options: DatabaseOptions): void {
  const network = options.isNetworkFolder(dirname(file));
  const mode = journalMode(db, network ? 'DELETE' : 'WAL', options.busyTimeout ?? BUSY_TIMEOUT);
  if (network)
    options.log.warn(
      `${file} lies on a network file system: slower, and one writer at a time (journal mode ${mode}). A local folder is better.`,
    );
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -32000');
  // 16 MB: what is written again and again goes into the database, and through a flush, a quarter as often.
  db.pragma('wal_autocheckpoint = 4000');
  db.pragma('journal_size_limit = 67108864');
}

/** SQLite does not wait by itself for another process that sets the mode of a new file. Gives the mode it has now. */
function journalMode(db: Database.Database, wanted: string, patience: number): unknown {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return db.pragma(`journal_mode = ${wanted}`, { simple: true });
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!isBusy || performance.now() >= until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function migrate(db: Database.Database, file: string, migrations: Migrations): void {
  if (versionOf(db) === migrations.length) return;
  db.transaction(() => {
    const version = versionOf(db);
    if (version > migrations.length) throw newer(file, version, migrations.length);
    for (const step of migrations.slice(version)) db.exec(step);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

function versionOf(db: Database.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}
