import type { Column } from '../../language/columnType.ts';
import { identifier } from '../../ports/sqlText.ts';
import { type Measured, type Numbered, SAMPLES } from './qualityMeasured.ts';

/** Rows that share their values with another row; for a key also rows where one of them is missing, which `unique` leaves out. */
export function keyCheck(kind: 'key' | 'unique', name: string, key: readonly string[]): Measured {
  const absent = key.map((one) => `${identifier(one)} IS NULL`).join(' OR ');
  const count = kind === 'key' ? '(SELECT count(*) FROM candidates WHERE absent)' : '0';
  return {
    name,
    kind,
    needs: key,
    bindings: {},
    threshold: [...key],
    measure: {
      by: 'statement',
      allow: 0,
      statement: (numbered) => `${repeatedRows(numbered, key, { absent, isKept: kind === 'key' })}
        SELECT coalesce((SELECT sum(times) FROM repeated), 0)::BIGINT + ${count} AS failing,
          (SELECT list(number ORDER BY number) FROM (
            SELECT number FROM candidates WHERE absent
            UNION ALL
            SELECT number FROM candidates AS c JOIN earliest AS r ON ${equalRows(key)} WHERE NOT absent
            ORDER BY number LIMIT ${SAMPLES})) AS numbers`,
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
      statement: (numbered) => `${repeatedRows(numbered, all, { absent: 'false', isKept: false })}
        SELECT coalesce((SELECT sum(times - 1) FROM repeated), 0)::BIGINT AS failing,
          (SELECT list(number ORDER BY number) FROM (
            SELECT min(c.number) AS number FROM candidates AS c
            JOIN earliest AS r ON ${equalRows(all)} WHERE c.number > r.first
            GROUP BY r.first)) AS numbers`,
    },
  };
}

/**
 * `repeated`: values that stand more than once, with their number and the first row, `earliest` those that come first;
 * `candidates`: the rows among which all these are.
 * Hashes of 64 bits find the candidates, so that the rest is never held in memory; equal hashes alone do not count.
 * Rows that meet `absent` are not compared, and are candidates where they are kept.
 */
function repeatedRows(
  { table, relation, number }: Numbered,
  names: readonly string[],
  { absent, isKept }: { readonly absent: string; readonly isKept: boolean },
): string {
  const values = names.map((_, index) => `v${index}`).join(', ');
  const selected = names.map((name, index) => `${identifier(name)} AS v${index}`).join(', ');
  const hash = `hash(${names.map(identifier).join(', ')})`;
  const mayRepeat = `NOT (${absent}) AND ${hash} IN (SELECT hash FROM hashes)`;
  return `WITH hashes AS MATERIALIZED (
      SELECT ${hash} AS hash FROM ${table} WHERE NOT (${absent}) GROUP BY ${hash} HAVING count(*) > 1),
    candidates AS MATERIALIZED (
      SELECT ${number} AS number, (${absent}) AS absent, ${selected} FROM ${relation}
      WHERE ${isKept ? `(${absent}) OR ${mayRepeat}` : mayRepeat}),
    repeated AS MATERIALIZED (
      SELECT ${values}, count(*) AS times, min(number) AS first FROM candidates
      WHERE NOT absent GROUP BY ${values} HAVING count(*) > 1),
    earliest AS MATERIALIZED (SELECT * FROM repeated ORDER BY first LIMIT ${SAMPLES})`;
}

function equalRows(names: readonly string[]): string {
  return names.map((_, index) => `c.v${index} IS NOT DISTINCT FROM r.v${index}`).join(' AND ');
}
