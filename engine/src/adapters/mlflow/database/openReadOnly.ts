import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sourceBroken, sourceMissing } from '../sourceFailures.ts';

/**
 * A database that another program may be writing to: it is never written, and each read sees one state of it.
 * @throws Failure `run-source`
 */
export function openReadOnly(file: string): Database.Database {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw sourceMissing(file);
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    db.pragma('query_only = ON');
    db.pragma('trusted_schema = OFF');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db?.close();
    throw unreadable(file, error);
  }
}

/** What SQLite refused while it was read; any other error as it is. */
export function unreadable(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED'))
    return sourceBroken(file, 'another program holds it.', 'Wait until MLflow has written, and try again.');
  if (error.code.startsWith('SQLITE_CANTOPEN') || error.code.startsWith('SQLITE_READONLY'))
    return sourceBroken(file, 'it cannot be opened.', 'Give your user the right to read the file and its folder.');
  return sourceBroken(file, `it is damaged (${error.message}).`, 'Take it from a backup.');
}
