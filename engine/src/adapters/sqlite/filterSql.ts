import type { Comparison, OrderKey } from '../../tracking/filter.ts';
import { statusesNamed } from '../../tracking/mlflowStatus.ts';

/** A piece of SQL over `runs r`, with what is bound to its `?` in order. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly (number | string)[];
}

const COLUMNS: Readonly<Record<string, string>> = {
  run_id: 'r.id',
  run_name: 'r.name',
  user_id: 'r.user',
  start_time: 'r.start_time',
  end_time: 'r.end_time',
  status: `CASE r.status WHEN 'running' THEN 'RUNNING' WHEN 'finished' THEN 'FINISHED' WHEN 'failed' THEN 'FAILED' ELSE 'KILLED' END`,
};
const DATASET_COLUMNS: Readonly<Record<string, string>> = { name: 'd.name', digest: 'd.version', context: 'd.context' };

/** A run that lacks a key fulfils no comparison of it, `!=` included; only IS NULL does. */
export function filterSql(comparison: Comparison): Sql {
  const { entity, key } = comparison;
  switch (entity) {
    case 'metric':
      return metricSql(comparison);
    case 'dataset': {
      const inner = conditionSql(DATASET_COLUMNS[key]!, comparison);
      return { ...inner, text: `EXISTS (SELECT 1 FROM run_datasets d WHERE d.run = r.no AND ${inner.text})` };
    }
    case 'attribute':
      return key === 'status' ? statusSql(comparison) : conditionSql(COLUMNS[key]!, comparison);
    default: {
      const exists = `EXISTS (SELECT 1 FROM ${entity}s x WHERE x.run = r.no AND x.key = ?`;
      if (comparison.kind === 'presence')
        return { text: `${comparison.operator === 'IS NULL' ? 'NOT ' : ''}${exists})`, bindings: [key] };
      const inner = conditionSql('x.value', comparison);
      return { text: `${exists} AND ${inner.text})`, bindings: [key, ...inner.bindings] };
    }
  }
}

/** NaN after numbers, missing last, whatever the direction. */
export function orderSql({ entity, key, descending }: OrderKey): Sql {
  const direction = descending ? 'DESC' : 'ASC';
  if (entity === 'attribute') return { text: `${COLUMNS[key]} IS NULL, ${COLUMNS[key]} ${direction}`, bindings: [] };
  if (entity === 'metric') {
    const latest = (column: string): string =>
      `(SELECT ${column} FROM latest_metrics m JOIN metric_keys k ON k.id = m.key WHERE m.run = r.no AND k.name = ?)`;
    return { text: `coalesce(${latest('nan')}, 2), ${latest('value')} ${direction}`, bindings: [key, key] };
  }
  const value = `(SELECT value FROM ${entity}s x WHERE x.run = r.no AND x.key = ?)`;
  return { text: `${value} IS NULL, ${value} ${direction}`, bindings: [key, key] };
}

function metricSql(comparison: Comparison): Sql {
  if (comparison.kind !== 'number') throw new Error('a metric is compared with a number');
  const { key, operator, value } = comparison;
  const test = operator === '!=' ? '(m.nan OR m.value != ?)' : `NOT m.nan AND m.value ${operator} ?`;
  return {
    text: `EXISTS (SELECT 1 FROM latest_metrics m JOIN metric_keys k ON k.id = m.key
      WHERE m.run = r.no AND k.name = ? AND ${test})`,
    bindings: [key, value],
  };
}

function statusSql(comparison: Comparison): Sql {
  if (comparison.kind !== 'text' || comparison.operator.endsWith('LIKE'))
    return conditionSql(COLUMNS['status']!, comparison);
  const statuses = statusesNamed(comparison.value);
  const not = comparison.operator === '!=' ? 'NOT ' : '';
  return { text: `r.status ${not}IN (${statuses.map(() => '?').join(', ')})`, bindings: statuses };
}

/** LIKE tells capitals apart, which in SQLite is GLOB; ILIKE does not. */
function conditionSql(column: string, comparison: Comparison): Sql {
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

function globOf(like: string): string {
  return like.replace(/[[*?]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');
}
