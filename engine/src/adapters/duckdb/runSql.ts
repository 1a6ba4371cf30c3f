import {
  DOUBLE,
  type DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Bindings } from '../../ports/dataSource.ts';

/** Runs one statement; values whose parameter it does not name are left aside. */
export function runSql(
  connection: DuckDBConnection,
  sql: string,
  bindings?: Bindings,
): Promise<DuckDBMaterializedResult> {
  if (isEmpty(bindings)) return connection.run(sql);
  return withStatement(connection, sql, bindings, (statement) => statement.run());
}

/** The same, its result read while it is made. */
export function streamSql(connection: DuckDBConnection, sql: string, bindings?: Bindings): Promise<DuckDBResult> {
  if (isEmpty(bindings)) return connection.stream(sql);
  return withStatement(connection, sql, bindings, (statement) => statement.stream());
}

function isEmpty(bindings: Bindings | undefined): bindings is undefined {
  return bindings === undefined || Object.keys(bindings).length === 0;
}

async function withStatement<T>(
  connection: DuckDBConnection,
  sql: string,
  bindings: Bindings,
  run: (statement: DuckDBPreparedStatement) => Promise<T>,
): Promise<T> {
  const statement = await connection.prepare(sql);
  try {
    const values: Record<string, DuckDBValue> = {};
    const types: Record<string, DuckDBType> = {};
    for (let index = 1; index <= statement.parameterCount; index++) {
      const name = statement.parameterName(index);
      if (!Object.hasOwn(bindings, name)) continue;
      const value = bindings[name] ?? null;
      values[name] = value;
      // Whole numbers are bound as integers, which these are too large for.
      if (typeof value === 'number' && Math.abs(value) >= 2 ** 63) types[name] = DOUBLE;
    }
    if (Object.keys(values).length > 0) statement.bind(values, types);
    return await run(statement);
  } finally {
    statement.destroySync();
  }
}
