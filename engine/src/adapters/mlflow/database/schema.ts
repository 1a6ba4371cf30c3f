import type Database from 'better-sqlite3';
import { sourceBroken } from '../sourceFailures.ts';

/** What is read; a database without one of these is none of MLflow's that can be understood. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  experiments: ['experiment_id', 'name'],
  runs: ['run_uuid', 'experiment_id', 'status', 'start_time', 'end_time', 'artifact_uri'],
  metrics: ['key', 'value', 'timestamp', 'run_uuid'],
  params: ['key', 'value', 'run_uuid'],
  tags: ['key', 'value', 'run_uuid'],
};

/** Columns by table, as this version of MLflow made them. */
export class Schema {
  readonly #columns: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(columns: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#columns = columns;
  }

  has(table: string, column?: string): boolean {
    const columns = this.#columns.get(table);
    return columns !== undefined && (column === undefined || columns.has(column));
  }

  /** The column, or NULL under its name where this version has none. */
  column(table: string, column: string, as = column): string {
    return this.has(table, column) ? `${table}."${column}" AS ${as}` : `NULL AS ${as}`;
  }
}

/** @throws Failure `run-source` where the tables are not those MLflow is known to make */
export function readSchema(db: Database.Database, file: string): Schema {
  const rows = db
    .prepare(
      `SELECT t.name AS "table", c.name AS "column" FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'`,
    )
    .all() as { readonly table: string; readonly column: string }[];
  const columns = new Map<string, Set<string>>();
  for (const { table, column } of rows) {
    const of = columns.get(table) ?? new Set();
    columns.set(table, of.add(column));
  }
  const schema = new Schema(columns);
  const missing = Object.entries(NEEDED).flatMap(([table, needed]) =>
    needed.filter((column) => !schema.has(table, column)).map((column) => `${table}.${column}`),
  );
  if (missing.length === 0) return schema;
  if (!schema.has('alembic_version'))
    throw sourceBroken(file, 'this is no database of MLflow.', 'Name the file that `mlflow server` writes to.');
  throw sourceBroken(
    file,
    `its schema (alembic version ${versionOf(db)}) lacks ${missing.slice(0, 4).join(', ')}.`,
    `Bring it to a schema that is known with \`mlflow db upgrade sqlite:///${file}\`, or export it with the MLflow that wrote it.`,
  );
}

function versionOf(db: Database.Database): string {
  try {
    return String(db.prepare('SELECT version_num FROM alembic_version').pluck().get() ?? 'none');
  } catch {
    return 'unknown';
  }
}
