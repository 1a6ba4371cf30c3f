import { Failure, usage } from '../failure.ts';
import type { Run, RunQuery, RunSelection } from '../ports/runStore.ts';
import { type Comparison, type OrderKey, parseFilter, parseOrder } from './filter.ts';
import { isLike } from './likePattern.ts';
import { mlflowStatus, statusesNamed } from './mlflowStatus.ts';
import { RUN_TAGS } from './tags.ts';

export interface SelectedRuns<R> {
  readonly runs: readonly R[];
  readonly nextPageToken?: string;
  readonly total?: number;
}

/**
 * What a store's search does, on runs at hand.
 * @throws Failure `filter-syntax`, `usage`, `page-token`
 */
export function selectRuns<R extends Run>(all: readonly R[], query: RunQuery): SelectedRuns<R> {
  if (!Number.isInteger(query.limit) || query.limit < 1)
    throw usage(`${query.limit} is not a number of runs: at least 1.`);
  const comparisons = parseFilter(query.filter ?? '');
  const orders = orderOf(query);
  const offset = offsetOf(query.pageToken) + (query.offset ?? 0);
  const found = all.filter((run) => isSelected(run, query) && comparisons.every((one) => holds(run, one)));
  found.sort(comparator(orders, query.runningFirst ?? false));
  const end = offset + query.limit;
  return {
    runs: found.slice(offset, end),
    ...(end < found.length ? { nextPageToken: tokenOf(end) } : {}),
    ...(query.withTotal ? { total: found.length } : {}),
  };
}

function isSelected(run: Run, { experiments, view = 'active', topLevel, tag, words }: RunSelection): boolean {
  if (view !== 'all' && run.lifecycle !== view) return false;
  if (experiments !== undefined && !experiments.includes(run.experimentId)) return false;
  if (topLevel && run.parent !== undefined) return false;
  if (tag && (run.tags[tag.key] ?? null) !== tag.value) return false;
  return (words ?? []).every((word) => hasWord(run, word.toLowerCase()));
}

const SEARCHED: ReadonlySet<string> = new Set([RUN_TAGS.branch, RUN_TAGS.commit, RUN_TAGS.note]);

function hasWord(run: Run, word: string): boolean {
  if (run.id.startsWith(word) || run.name.toLowerCase().includes(word)) return true;
  return Object.entries(run.tags).some(
    ([key, value]) =>
      (SEARCHED.has(key) || !/^(modelyard|mlflow)\./.test(key)) &&
      (key.toLowerCase().includes(word) || value.toLowerCase().includes(word)),
  );
}

function holds(run: Run, comparison: Comparison): boolean {
  if (comparison.entity === 'dataset') return datasetTexts(run, comparison.key).some((text) => meets(text, comparison));
  if (comparison.key === 'status' && comparison.entity === 'attribute') return statusHolds(run, comparison);
  return meets(valueOf(run, comparison), comparison);
}

function datasetTexts(run: Run, key: string): readonly (string | undefined)[] {
  return run.datasets.map((one) => (key === 'name' ? one.name : key === 'digest' ? one.version : one.context));
}

/** Our words and MLflow's both count. */
function statusHolds(run: Run, comparison: Comparison): boolean {
  if (comparison.kind === 'text' && (comparison.operator === '=' || comparison.operator === '!='))
    return statusesNamed(comparison.value).includes(run.status) === (comparison.operator === '=');
  return meets(mlflowStatus(run), comparison);
}

function meets(value: number | string | undefined, comparison: Comparison): boolean {
  if (comparison.kind === 'presence') return (value === undefined) === (comparison.operator === 'IS NULL');
  if (value === undefined) return false;
  if (comparison.kind === 'number') return numberHolds(Number(value), comparison.operator, comparison.value);
  const text = String(value);
  if (comparison.kind === 'list') return comparison.values.includes(text) === (comparison.operator === 'IN');
  switch (comparison.operator) {
    case '=':
      return text === comparison.value;
    case '!=':
      return text !== comparison.value;
    case 'LIKE':
      return isLike(text, comparison.value);
    case 'ILIKE':
      return isLike(text.toLowerCase(), comparison.value.toLowerCase());
  }
}

function numberHolds(value: number, operator: string, other: number): boolean {
  if (Number.isNaN(value)) return operator === '!=';
  if (operator === '=') return value === other;
  if (operator === '!=') return value !== other;
  if (operator === '<') return value < other;
  if (operator === '<=') return value <= other;
  return operator === '>' ? value > other : value >= other;
}

function valueOf(run: Run, { entity, key }: Pick<OrderKey, 'entity' | 'key'>): number | string | undefined {
  if (entity === 'metric') return own(run.metrics, key)?.value;
  if (entity === 'param') return own(run.params, key);
  if (entity === 'tag') return key === 'mlflow.runName' ? run.name : own(run.tags, key);
  return attributeOf(run, key);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function attributeOf(run: Run, key: string): number | string | undefined {
  switch (key) {
    case 'run_id':
      return run.id;
    case 'run_name':
      return run.name;
    case 'status':
      return mlflowStatus(run);
    case 'user_id':
      return run.user;
    case 'start_time':
      return run.startTime;
    case 'end_time':
      return run.endTime;
    default:
      return undefined;
  }
}

function orderOf({ orderBy = [] }: RunQuery): readonly OrderKey[] {
  const keys = orderBy.map((text) => parseOrder(text));
  const names = keys.map((key) => `${key.entity}s.${key.key}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usage(`${twice} stands twice in the order.`, 'Name each key once.');
  return names.includes('attributes.start_time')
    ? keys
    : [...keys, { entity: 'attribute', key: 'start_time', descending: true }];
}

/** NaN after numbers, missing last whichever the direction; ties go by id. */
function comparator(orders: readonly OrderKey[], runningFirst: boolean): (a: Run, b: Run) => number {
  return (a, b) => {
    if (runningFirst && (a.status === 'running') !== (b.status === 'running')) return a.status === 'running' ? -1 : 1;
    for (const order of orders) {
      const difference = compared(valueOf(a, order), valueOf(b, order), order.descending);
      if (difference !== 0) return difference;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}

function compared(a: number | string | undefined, b: number | string | undefined, descending: boolean): number {
  const places = place(a) - place(b);
  if (places !== 0) return places;
  if (a === undefined || b === undefined || a === b || place(a) === 1) return 0;
  return a < b === descending ? 1 : -1;
}

function place(value: number | string | undefined): number {
  if (value === undefined) return 2;
  return Number.isNaN(value) ? 1 : 0;
}

function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

function offsetOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const offset = readOffset(token);
  if (offset !== undefined) return offset;
  throw new Failure('page-token', `${token.slice(0, 60)} is not the token of a page.`, {
    next: 'Take `nextPageToken` of the page before.',
  });
}

function readOffset(token: string): number | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    const offset = (content as { readonly offset?: unknown } | null)?.offset;
    return Number.isSafeInteger(offset) && (offset as number) >= 0 ? (offset as number) : undefined;
  } catch {
    return undefined;
  }
}
