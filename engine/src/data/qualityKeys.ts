import type { Column } from '../language/columnType.ts';
import { identifier } from '../ports/sqlText.ts';
import { type Measured, type Numbered, SAMPLES } from './qualityMeasured.ts';

/** Rows that share their values with another row; for a key also rows where one of them is missing, which `unique` leaves out. */
export function keyCheck(kind: 'key' | 'unique', name: string, key: readonly string[]): Measured {
  const absent = key.map((one) => `${identifier(one)} IS NULL`).join(' OR ');
  const isKey = kind === 'key';
  return {
    name,
    kind,
    needs: key,
    bindings: {},
    threshold: [...key],
    measure: {
      by: 'statement',
      allow: 0,
      failing: (relation) => `${repeatedRows(relation, key, `NOT (${absent})`)}
        SELECT coalesce(sum("times of row"), 0)::BIGINT
          + ${isKey ? `(SELECT count(*) FROM ${relation} WHERE ${absent})` : '0'} AS failing FROM "repeated rows"`,
      firstRows: ({ relation, number }) => `${firstRepeated(relation, key, number, `NOT (${absent})`)}
        SELECT ${number} AS number FROM ${relation} AS t WHERE ${isKey ? `${absent} OR` : ''}
          EXISTS (SELECT 1 FROM "first repeated" AS g WHERE ${equalRows(key)})
        ORDER BY number LIMIT ${SAMPLES}`,
    },
  };
}

/** Rows that are equal to an earlier one in every column; null is equal to null. */
export function duplicatesCheck(name: string, allow: number, columns: readonly Column[]): Measured {
  const all = columns.map((column) => column.name);
  return {
    name,
    kind: 'duplicates',
    bindings: {},
    threshold: allow,
    measure: {
      by: 'statement',
      allow,
      failing: (relation) => `${repeatedRows(relation, all, 'true')}
        SELECT coalesce(sum("times of row" - 1), 0)::BIGINT AS failing FROM "repeated rows"`,
      firstRows: ({ relation, number }) => `${firstRepeated(relation, all, number, 'true')}
        SELECT min(${number}) AS number FROM ${relation} AS t JOIN "first repeated" AS g
          ON ${equalRows(all)} AND t.${number} > g."first of rows"
        GROUP BY g."first of rows" ORDER BY number`,
    },
  };
}

/**
 * Of rows that are not alone with their values: how many there are of each. Hashes of 64 bits find those that may be such, so that
 * the rest is never held in memory; equal hashes alone do not count.
 */
function repeatedRows(relation: string, names: readonly string[], where: string): string {
  return `${repeatedHashes(relation, names, where)}, "repeated rows" AS (
    SELECT count(*) AS "times of row" FROM ${relation}
    WHERE ${where} AND ${hashOf(names)} IN (SELECT "hash of row" FROM "repeated hashes")
    GROUP BY ${listed(names)} HAVING count(*) > 1)`;
}

/** The values that stand more than once, with the number of their first row: those that come first. */
function firstRepeated(relation: string, names: readonly string[], number: Numbered['number'], where: string): string {
  const values = names.map((name, index) => `${identifier(name)} AS "value ${index}"`).join(', ');
  return `${repeatedHashes(relation, names, where)}, "first repeated" AS MATERIALIZED (
    SELECT ${values}, min(${number}) AS "first of rows" FROM ${relation}
    WHERE ${where} AND ${hashOf(names)} IN (SELECT "hash of row" FROM "repeated hashes")
    GROUP BY ${listed(names)} HAVING count(*) > 1 ORDER BY "first of rows" LIMIT ${SAMPLES})`;
}

function repeatedHashes(relation: string, names: readonly string[], where: string): string {
  return `WITH "repeated hashes" AS MATERIALIZED (
    SELECT ${hashOf(names)} AS "hash of row" FROM ${relation} WHERE ${where} GROUP BY ${hashOf(names)} HAVING count(*) > 1)`;
}

function equalRows(names: readonly string[]): string {
  return names.map((name, index) => `t.${identifier(name)} IS NOT DISTINCT FROM g."value ${index}"`).join(' AND ');
}

function hashOf(names: readonly string[]): string {
  return `hash(${listed(names)})`;
}

function listed(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}
