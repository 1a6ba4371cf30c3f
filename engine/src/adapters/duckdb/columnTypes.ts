import type { DuckDBConnection } from '@duckdb/node-api';

export type NamedType = readonly [name: string, type: string];

/** Names and types of what stands after FROM, without reading its rows. */
export async function columnTypes(connection: DuckDBConnection, from: string): Promise<readonly NamedType[]> {
  const prepared = await connection.prepare(`SELECT * FROM ${from}`);
  try {
    return Array.from(
      { length: prepared.columnCount },
      (_, index): NamedType => [prepared.columnName(index), prepared.columnType(index).toString()],
    );
  } finally {
    prepared.destroySync();
  }
}

/** Whether a name looks like what DuckDB makes of the second of two that differ in case alone. */
export function mayBeRenamed(columns: readonly NamedType[]): boolean {
  const names = new Set(columns.map(([name]) => name.toLowerCase()));
  return columns.some(([name]) => names.has(beforeRenaming(name)?.toLowerCase() ?? ''));
}

/** `A` of `A_1`. */
export function beforeRenaming(name: string): string | undefined {
  return /^(.+)_\d+$/.exec(name)?.[1];
}
