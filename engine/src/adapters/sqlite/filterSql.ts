import type { Comparison } from '../../tracking/filter.ts';

/** A piece of SQL, with what is bound to its `?` in order. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly (number | string)[];
}

/** Whose rows a table of keys and values holds, such as `tags x WHERE x.run = r.no`. */
export interface Pairs {
  readonly table: string;
  /** Column of the table. */
  readonly of: string;
  /** What it is compared with. */
  readonly owner: string;
}

/** A thing that lacks the key fulfils no comparison of it, `!=` included; only IS NULL does. */
export function pairSql(comparison: Comparison, { table, of, owner }: Pairs): Sql {
  const exists = `EXISTS (SELECT 1 FROM ${table} x WHERE x.${of} = ${owner} AND x.key = ?`;
  if (comparison.kind === 'presence')
    return { text: `${comparison.operator === 'IS NULL' ? 'NOT ' : ''}${exists})`, bindings: [comparison.key] };
  const inner = conditionSql('x.value', comparison);
  return { text: `${exists} AND ${inner.text})`, bindings: [comparison.key, ...inner.bindings] };
}

/** Of a value and its mark of NaN, which is unequal to every number and nothing else. */
export function pointSql(alias: string, comparison: Comparison): Sql {
  if (comparison.kind !== 'number') throw new Error('a metric is compared with a number');
  const { operator, value } = comparison;
  const test =
    operator === '!=' ? `(${alias}.nan OR ${alias}.value != ?)` : `NOT ${alias}.nan AND ${alias}.value ${operator} ?`;
  return { text: test, bindings: [value] };
}

/** LIKE tells capitals apart, which in SQLite is GLOB; ILIKE does not. */
export function conditionSql(column: string, comparison: Comparison): Sql {
  switch (comparison.kind) {
    case 'number':
      return { text: `${column} ${comparison.operator} ?`, bindings: [comparison.value] };
    case 'list':
      return {
        text: `${column} ${comparison.operator} (${comparison.values.map(() => '?').join(', ')})`,
        bindings: comparison.values,
      };
    case 'presence':
      return { text: `${column} ${comparison.operator}`, bindings: [] };
    case 'text':
      if (comparison.operator === 'LIKE') return { text: `${column} GLOB ?`, bindings: [globOf(comparison.value)] };
      if (comparison.operator === 'ILIKE') return { text: `${column} LIKE ?`, bindings: [comparison.value] };
      return { text: `${column} ${comparison.operator} ?`, bindings: [comparison.value] };
  }
}

export function joined(parts: readonly Sql[], separator: string): Sql {
  return { text: parts.map((part) => part.text).join(separator), bindings: parts.flatMap((part) => part.bindings) };
}

/** Missing last, whatever the direction. */
export function columnOrder(column: string, descending: boolean): Sql {
  return { text: `${column} IS NULL, ${column} ${descending ? 'DESC' : 'ASC'}`, bindings: [] };
}

function globOf(like: string): string {
  return like.replace(/[[*?]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');
}
