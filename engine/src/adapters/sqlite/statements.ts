import type Database from 'better-sqlite3';

const STATEMENTS = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** A statement that is compiled once for each connection: for texts that never change. */
export function prepared(db: Database.Database, sql: string): Database.Statement {
  const statements = STATEMENTS.get(db) ?? new Map<string, Database.Statement>();
  STATEMENTS.set(db, statements);
  const statement = statements.get(sql) ?? db.prepare(sql);
  statements.set(sql, statement);
  return statement;
}
