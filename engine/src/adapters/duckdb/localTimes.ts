import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal } from '../../ports/sqlText.ts';

/** Items of a SELECT that stand for columns under their own names, in place of what is read. */
export type Replacements = ReadonlyMap<string, string>;

/** SQL after FROM with these items in place of what is read. */
export function replaced(from: string, items: Replacements): string {
  if (items.size === 0) return from;
  const list = [...items].map(([name, item]) => `${item} AS ${identifier(name)}`);
  return `(SELECT * REPLACE (${list.join(', ')}) FROM ${from})`;
}

/** The same SQL after FROM, its TIMESTAMP columns turned from times of the zone into times of UTC. */
export async function timesInUtc(
  connection: DuckDBConnection,
  from: string,
  zone: string | undefined,
): Promise<string> {
  if (zone === undefined) return from;
  const columns = await columnTypes(connection, from);
  const local = columns.filter(([, type]) => isLocalTime(type));
  return replaced(from, new Map(local.map(([name]) => [name, utcOfLocal(identifier(name), zone)])));
}

/** TIMESTAMP of any precision, without a zone. */
export function isLocalTime(type: string): boolean {
  return /^TIMESTAMP(?:_S|_MS|_NS)?$/.test(type);
}

export function isInstant(type: string): boolean {
  return type === 'TIMESTAMP WITH TIME ZONE' || type === 'TIMESTAMPTZ';
}

export function utcOfLocal(item: string, zone: string): string {
  return utcOfInstant(`timezone(${literal(zone)}, ${item}::TIMESTAMP)`);
}

/** TIMESTAMP in UTC of a TIMESTAMP WITH TIME ZONE. */
export function utcOfInstant(item: string): string {
  return `timezone('UTC', ${item})`;
}

const WITHOUT_ZONE = String.raw`\s*\d{4,}-\d{1,2}-\d{1,2}(?:[ T]+\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?\s*`;

/** TIMESTAMP WITH TIME ZONE of texts, some with a zone of their own; DuckDB would take those without one for UTC. */
export function instantOfText(item: string, zone: string): string {
  return (
    `CASE WHEN regexp_full_match(${item}, ${literal(WITHOUT_ZONE)}) THEN timezone(${literal(zone)}, ${item}::TIMESTAMP) ` +
    `ELSE ${item}::TIMESTAMP WITH TIME ZONE END`
  );
}

/** Names and types of what stands after FROM, without reading its rows. */
export async function columnTypes(
  connection: DuckDBConnection,
  from: string,
): Promise<readonly (readonly [name: string, type: string])[]> {
  const prepared = await connection.prepare(`SELECT * FROM ${from}`);
  try {
    return Array.from({ length: prepared.columnCount }, (_, index) => [
      prepared.columnName(index),
      prepared.columnType(index).toString(),
    ]);
  } finally {
    prepared.destroySync();
  }
}
