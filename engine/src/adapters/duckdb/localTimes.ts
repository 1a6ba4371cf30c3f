import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableFiles } from '../../ports/dataSource.ts';
import { identifier, literal } from '../../ports/sqlText.ts';
import { columnTypes, type NamedType } from './columnTypes.ts';

/** Items of a SELECT that stand for columns under their own names, in place of what is read. */
export type Replacements = ReadonlyMap<string, string>;

/** SQL after FROM with these items in place of what is read. */
export function replaced(from: string, items: Replacements): string {
  if (items.size === 0) return from;
  const list = [...items].map(([name, item]) => `${item} AS ${identifier(name)}`);
  return `(SELECT * REPLACE (${list.join(', ')}) FROM ${from})`;
}

/** Where times without a zone stood. */
export interface Zone {
  readonly name: string;
  readonly asWritten: boolean;
}

/** Undefined where they are UTC already, so that nothing is to be done. */
export function zoneOf({ timezone, timesAsWritten }: TableFiles): Zone | undefined {
  if (timezone === undefined || timezone === 'UTC') return undefined;
  return { name: timezone, asWritten: timesAsWritten ?? false };
}

/** The same SQL after FROM, its TIMESTAMP columns turned from times of the zone into times of UTC. */
export async function timesInUtc(
  connection: DuckDBConnection,
  from: string,
  zone: Zone | undefined,
  columns?: readonly NamedType[],
): Promise<string> {
  if (zone === undefined || zone.asWritten) return from;
  const local = (columns ?? (await columnTypes(connection, from))).filter(([, type]) => isLocalTime(type));
  return replaced(from, new Map(local.map(([name]) => [name, utcOfLocal(identifier(name), zone)])));
}

/** TIMESTAMP of any precision, without a zone. */
export function isLocalTime(type: string): boolean {
  return /^TIMESTAMP(?:_S|_MS|_NS)?$/.test(type);
}

export function isInstant(type: string): boolean {
  return type === 'TIMESTAMP WITH TIME ZONE' || type === 'TIMESTAMPTZ';
}

export function utcOfLocal(item: string, zone: Zone): string {
  return zone.asWritten ? item : utcOfInstant(instantOfLocal(item, zone));
}

/** TIMESTAMP WITH TIME ZONE of a time of the zone. */
export function instantOfLocal(item: string, zone: Zone): string {
  return zone.asWritten ? `${item}::TIMESTAMP` : `timezone(${literal(zone.name)}, ${item}::TIMESTAMP)`;
}

/** TIMESTAMP in UTC of a TIMESTAMP WITH TIME ZONE. */
export function utcOfInstant(item: string): string {
  return `timezone('UTC', ${item})`;
}

const WITHOUT_ZONE = String.raw`\s*\d{4,}-\d{1,2}-\d{1,2}(?:[ T]+\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?\s*`;

/** TIMESTAMP WITH TIME ZONE of texts, some with a zone of their own; DuckDB would take those without one for UTC. */
export function instantOfText(item: string, zone: Zone): string {
  const isLocal = `regexp_full_match(${item}, ${literal(WITHOUT_ZONE)})`;
  if (zone.asWritten) return `CASE WHEN ${isLocal} THEN ${item}::TIMESTAMP END`;
  return `CASE WHEN ${isLocal} THEN ${instantOfLocal(item, zone)} ELSE ${item}::TIMESTAMP WITH TIME ZONE END`;
}

/** TIMESTAMP in UTC of the same. */
export function utcOfText(item: string, zone: Zone): string {
  return zone.asWritten ? instantOfText(item, zone) : utcOfInstant(instantOfText(item, zone));
}
