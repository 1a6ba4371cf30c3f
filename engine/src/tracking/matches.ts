import type { Run } from '../ports/runStore.ts';
import type { Comparison, Entity, OrderKey } from './filter.ts';
import { mlflowStatus, statusesNamed } from './mlflowStatus.ts';

/** What things say of a key; undefined where they lack it. */
export type Lookup = (entity: Entity, key: string) => string | number | undefined;

/** Whether one value fulfils a comparison: one that is missing fulfils IS NULL alone. */
export function holds(comparison: Comparison, value: string | number | undefined): boolean {
  if (comparison.kind === 'presence') return (value === undefined) === (comparison.operator === 'IS NULL');
  if (value === undefined) return false;
  switch (comparison.kind) {
    case 'number':
      return numberHolds(comparison, Number(value));
    case 'list':
      return comparison.values.includes(String(value)) === (comparison.operator === 'IN');
    case 'text':
      return textHolds(comparison, String(value));
  }
}

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

function numberHolds({ operator, value }: Extract<Comparison, { kind: 'number' }>, found: number): boolean {
  switch (operator) {
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
  }
}

function textHolds({ operator, value }: Extract<Comparison, { kind: 'text' }>, found: string): boolean {
  switch (operator) {
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case 'LIKE':
      return likeHolds(found, value);
    case 'ILIKE':
      return likeHolds(asciiLower(found), asciiLower(value));
  }
}

/** `%` is any text, `_` any character. Goes back to the last `%` only, so that no pattern takes long. */
function likeHolds(text: string, pattern: string): boolean {
  const [chars, wanted] = [[...text], [...pattern]];
  let [at, want, star, from] = [0, 0, -1, 0];
  while (at < chars.length) {
    if (wanted[want] === '%') {
      star = want++;
      from = at;
    } else if (want < wanted.length && (wanted[want] === '_' || wanted[want] === chars[at])) {
      want++;
      at++;
    } else if (star !== -1) {
      want = star + 1;
      at = ++from;
    } else return false;
  }
  return wanted.slice(want).every((char) => char === '%');
}

/** As SQLite has it: letters beyond ASCII keep their case. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
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
