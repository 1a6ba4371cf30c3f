import type { Comparison, OrderKey } from '../../tracking/filter.ts';
import { columnOrder, conditionSql, pairSql, pointSql, type Sql } from './filterSql.ts';

const STATUS = `CASE r.status WHEN 'running' THEN CASE r.reported WHEN 'SCHEDULED' THEN 'SCHEDULED' ELSE 'RUNNING' END
  WHEN 'finished' THEN 'FINISHED' WHEN 'failed' THEN 'FAILED' ELSE 'KILLED' END`;
const COLUMNS: Readonly<Record<string, string>> = {
  run_id: 'r.id',
  run_name: 'r.name',
  user_id: 'r.user',
  start_time: 'r.start_time',
  end_time: 'r.end_time',
  status: STATUS,
  artifact_uri: `(SELECT rtrim(coalesce(a.artifact_location, 'mlflow-artifacts:/' || a.id), '/') || '/' || r.id || '/artifacts'
    FROM experiments a WHERE a.id = r.experiment)`,
};
/** An order by the column alone goes along its index. */
const NEVER_MISSING: ReadonlySet<string> = new Set(['run_id', 'run_name', 'user_id', 'start_time', 'status']);
const DATASET_COLUMNS: Readonly<Record<string, string>> = { name: 'd.name', digest: 'd.version', context: 'd.context' };

/** What MLflow keeps in tags and we keep in columns. */
const TAG_COLUMNS: Readonly<Record<string, string>> = {
  'mlflow.runName': 'r.name',
  'mlflow.user': 'r.user',
  'mlflow.parentRunId': '(SELECT a.id FROM runs a WHERE a.no = r.parent)',
};

/** Over `runs r`. */
export function filterSql(comparison: Comparison): Sql {
  const { entity, key } = comparison;
  switch (entity) {
    case 'metric': {
      const inner = pointSql('m', comparison);
      return {
        text: `EXISTS (SELECT 1 FROM latest_metrics m JOIN metric_keys k ON k.id = m.key
          WHERE m.run = r.no AND k.name = ? AND ${inner.text})`,
        bindings: [key, ...inner.bindings],
      };
    }
    case 'dataset': {
      const inner = conditionSql(DATASET_COLUMNS[key]!, comparison);
      return { ...inner, text: `EXISTS (SELECT 1 FROM run_datasets d WHERE d.run = r.no AND ${inner.text})` };
    }
    case 'attribute':
      return key === 'status' ? statusSql(comparison) : conditionSql(COLUMNS[key]!, comparison);
    case 'tag':
      return Object.hasOwn(TAG_COLUMNS, key)
        ? keptTagSql(comparison)
        : pairSql(comparison, { table: 'tags', of: 'run', owner: 'r.no' });
    case 'param':
      return pairSql(comparison, { table: 'params', of: 'run', owner: 'r.no' });
  }
}

/** NaN after numbers, missing last, whatever the direction. */
export function orderSql({ entity, key, descending }: OrderKey): Sql {
  if (entity === 'attribute')
    return NEVER_MISSING.has(key)
      ? { text: `${COLUMNS[key]} ${descending ? 'DESC' : 'ASC'}`, bindings: [] }
      : columnOrder(COLUMNS[key]!, descending);
  if (entity === 'metric') {
    const latest = (column: string): string =>
      `(SELECT ${column} FROM latest_metrics m JOIN metric_keys k ON k.id = m.key WHERE m.run = r.no AND k.name = ?)`;
    const text = `coalesce(${latest('nan')}, 2), ${latest('value')} ${descending ? 'DESC' : 'ASC'}`;
    return { text, bindings: [key, key] };
  }
  if (entity === 'tag' && Object.hasOwn(TAG_COLUMNS, key))
    return { ...columnOrder(keptTag(key), descending), bindings: [key, key] };
  const value = `(SELECT value FROM ${entity}s x WHERE x.run = r.no AND x.key = ?)`;
  return { ...columnOrder(value, descending), bindings: [key, key] };
}

function keptTagSql(comparison: Comparison): Sql {
  const { text, bindings } = conditionSql(keptTag(comparison.key), comparison);
  return { text, bindings: [comparison.key, ...bindings] };
}

/** The column's value, or else the tag's: a client may name a parent that is not here. */
function keptTag(key: string): string {
  return `coalesce(${TAG_COLUMNS[key]}, (SELECT x.value FROM tags x WHERE x.run = r.no AND x.key = ?))`;
}

/** Equality knows our words too, in small letters: `running` is whatever has not ended. */
function statusSql(comparison: Comparison): Sql {
  if (comparison.kind !== 'text' || comparison.operator.endsWith('LIKE')) return conditionSql(STATUS, comparison);
  const upper = comparison.value.toUpperCase();
  const own = comparison.value === upper ? upper : comparison.value.toLowerCase();
  const not = comparison.operator === '!=' ? 'NOT ' : '';
  return { text: `${not}(${STATUS} = ? OR r.status = ?)`, bindings: [upper, own] };
}
