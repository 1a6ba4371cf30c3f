import type { Run } from '../ports/runStore.ts';
import type { Comparison, Entity, OrderKey } from './filter.ts';
import { holds } from './holds.ts';
import { mlflowStatus, statusesNamed } from './mlflowStatus.ts';

/** What things say of a key; undefined where they lack it. */
export type Lookup = (entity: Entity, key: string) => string | number | undefined;

/** Whether a run held in memory fulfils all comparisons, as the store would say. */
export function runMatches(run: Run, comparisons: readonly Comparison[]): boolean {
  const lookup = runLookup(run);
  return comparisons.every((comparison) => {
    const { entity, key } = comparison;
    if (entity === 'dataset') return run.datasets.some((dataset) => holds(comparison, datasetText(dataset, key)));
    if (entity === 'attribute' && key === 'status') return statusHolds(run, comparison);
    return holds(comparison, lookup(entity, key));
  });
}

/** Order of runs as the store has it: NaN after numbers, missing last, then the newest, then by id. */
export function runOrder(keys: readonly OrderKey[]): (a: Run, b: Run) => number {
  const byKeys = orderOf(keys, runLookup);
  const byTime = keys.some(({ entity, key }) => entity === 'attribute' && key === 'start_time');
  return (a, b) => byKeys(a, b) || (byTime ? 0 : b.startTime - a.startTime) || compare(a.id, b.id);
}

/** NaN after numbers, missing last, whatever the direction. */
export function orderOf<T>(keys: readonly OrderKey[], lookup: (thing: T) => Lookup): (a: T, b: T) => number {
  return (a, b) => {
    for (const { entity, key, descending } of keys) {
      const [left, right] = [lookup(a)(entity, key), lookup(b)(entity, key)];
      const found = place(left) - place(right) || compare(left, right) * (descending ? -1 : 1);
      if (found !== 0) return found;
    }
    return 0;
  };
}

function runLookup(run: Run): Lookup {
  return (entity, key) => {
    if (entity === 'metric') return own(run.metrics, key)?.value;
    if (entity === 'param') return own(run.params, key);
    if (entity === 'tag') return tagText(run, key);
    return entity === 'attribute' ? attributeOf(run, key) : undefined;
  };
}

/** What MLflow keeps in tags and we keep beside them. */
function tagText(run: Run, key: string): string | undefined {
  if (key === 'mlflow.runName') return run.name;
  if (key === 'mlflow.user') return run.user;
  return (key === 'mlflow.parentRunId' ? run.parent : undefined) ?? own(run.tags, key);
}

function attributeOf(run: Run, key: string): string | number | undefined {
  switch (key) {
    case 'run_id':
      return run.id;
    case 'run_name':
      return run.name;
    case 'user_id':
      return run.user;
    case 'status':
      return mlflowStatus(run);
    case 'artifact_uri':
      return `mlflow-artifacts:/${run.experimentId}/${run.id}/artifacts`;
    case 'start_time':
      return run.startTime;
    default:
      return run.endTime;
  }
}

function datasetText(dataset: Run['datasets'][number], key: string): string {
  if (key === 'name') return dataset.name;
  return key === 'digest' ? dataset.version : (dataset.context ?? '');
}

/** Equality knows our words too, in small letters: `running` is whatever has not ended. */
function statusHolds(run: Run, comparison: Comparison): boolean {
  if (comparison.kind !== 'text' || comparison.operator.endsWith('LIKE')) return holds(comparison, mlflowStatus(run));
  const { value, operator } = comparison;
  const isOwn = value !== value.toUpperCase() && statusesNamed(value.toLowerCase()).includes(run.status);
  return (mlflowStatus(run) === value.toUpperCase() || isOwn) === (operator === '=');
}

function place(value: string | number | undefined): number {
  if (value === undefined) return 2;
  return Number.isNaN(value) ? 1 : 0;
}

/** Texts by code point, as SQLite has them. */
function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a === undefined || b === undefined || a === b) return 0;
  return a < b ? -1 : Number(a > b);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
