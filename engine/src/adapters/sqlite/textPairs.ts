import type Database from 'better-sqlite3';
import { prepared } from './statements.ts';

/** Keys and values of each owner as two lists of JSON: SQLite puts them together in a third of the time that an object for each row takes. */
export const PAIRS = `json_group_array(key), json_group_array(value)`;

export type Texts = Record<string, string>;

/** A table of keys and values, by owner; `owners` is a list of numbers in JSON. */
export function textsByOwner(
  db: Database.Database,
  { table, owner, owners }: { readonly table: string; readonly owner: string; readonly owners: string },
): Map<number, Texts> {
  const among = `${owner} IN (SELECT value FROM json_each(?))`;
  const rows = prepared(db, `SELECT ${owner}, ${PAIRS} FROM ${table} WHERE ${among} GROUP BY ${owner}`)
    .raw()
    .all(owners) as [number, string, string][];
  return new Map(rows.map(([no, keys, values]) => [no, textsOf(keys, values)]));
}

/** Of two lists of JSON. Not of one object: SQLite ends its keys at a zero character. */
export function textsOf(keys: string, values: string): Texts {
  const texts = JSON.parse(values) as string[];
  return Object.fromEntries((JSON.parse(keys) as string[]).map((key, index) => [key, texts[index]!]));
}
