import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const FIXTURES = fileURLToPath(new URL('../fixtures/mlflow/', import.meta.url));

/** A folder that MLflow wrote elsewhere, copied below `folder`. */
export function copyMlruns(folder: string): string {
  cpSync(join(FIXTURES, 'mlruns'), join(folder, 'mlruns'), { recursive: true });
  return join(folder, 'mlruns');
}

/** A database as that version of MLflow wrote it. */
export function makeMlflowDatabase(folder: string, version: '2.9.2' | '3.17.2'): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'mlflow.db');
  const db = new Database(file);
  db.exec(readFileSync(join(FIXTURES, `mlflow.${version}.sql`), 'utf8'));
  db.close();
  return file;
}
