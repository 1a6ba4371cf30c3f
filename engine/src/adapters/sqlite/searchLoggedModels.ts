import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { usage } from '../../failure.ts';
import type { LoggedModel, LoggedModelOrder, LoggedModelQuery } from '../../ports/loggedModelStore.ts';
import type { Page } from '../../ports/page.ts';
import { type Comparison, parseField, parseFilter } from '../../tracking/filter.ts';
import { LOGGED_MODELS } from '../../tracking/grammars.ts';
import { badPageToken, tokenContent, windowOf } from '../../tracking/pageTokens.ts';
import { experimentNumbers } from './experimentRows.ts';
import { columnOrder, conditionSql, joined, pairSql, pointSql, type Sql } from './filterSql.ts';
import { completeModels, type LoggedModelRow, MODEL_COLUMNS } from './loggedModelRows.ts';

type Dataset = NonNullable<LoggedModelQuery['datasets']>[number];

const COLUMNS: Readonly<Record<string, string>> = {
  name: 'l.name',
  model_id: 'l.id',
  model_type: 'l.type',
  status: `CASE l.status WHEN 'pending' THEN 'PENDING' WHEN 'ready' THEN 'READY' ELSE 'UPLOAD_FAILED' END`,
  source_run_id: 'l.run',
  creation_timestamp: 'l.created_at',
  last_updated_timestamp: 'l.updated_at',
};

/** @throws Failure `filter-syntax`, `usage`, `page-token` */
export function searchLoggedModels(db: Database.Database, query: LoggedModelQuery): Page<LoggedModel> {
  const { limit } = windowOf({ limit: query.limit }, 'logged models');
  const question = fingerprint(query);
  const offset = offsetOf(query.pageToken, question);
  const where = joined(conditions(query), ' AND ');
  const order = joined(ordering(query.orderBy ?? []), ', ');
  const rows = db
    .prepare(`SELECT ${MODEL_COLUMNS} FROM logged_models l WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`)
    .all(...where.bindings, ...order.bindings, limit + 1, offset) as LoggedModelRow[];
  const items = completeModels(db, rows.slice(0, limit));
  return rows.length > limit ? { items, nextPageToken: tokenOf(offset + limit, question) } : { items };
}

function conditions({ experiments, filter = '', datasets = [] }: LoggedModelQuery): readonly Sql[] {
  const numbers = JSON.stringify(experimentNumbers(experiments));
  const comparisons = parseFilter(filter, LOGGED_MODELS);
  const onMetrics = comparisons.some(({ entity }) => entity === 'metric');
  return [
    { text: 'l.deleted_at IS NULL', bindings: [] },
    { text: 'l.experiment IN (SELECT value FROM json_each(?))', bindings: [numbers] },
    ...comparisons.map((comparison) => comparisonSql(comparison, datasets)),
    ...(datasets.length > 0 && !onMetrics ? [measuredOn(datasets)] : []),
  ];
}

function comparisonSql(comparison: Comparison, datasets: readonly Dataset[]): Sql {
  const { entity, key } = comparison;
  if (entity === 'metric') return metricSql(comparison, datasets);
  if (entity !== 'attribute') return pairSql(comparison, { table: `model_${entity}s`, of: 'model', owner: 'l.no' });
  return conditionSql(COLUMNS[key]!, key === 'status' ? withoutPrefix(comparison) : comparison);
}

/** The client's `LOGGED_MODEL_READY` is `READY` too. */
function withoutPrefix(comparison: Comparison): Comparison {
  const short = (text: string) => text.replace(/^LOGGED_MODEL_/, '');
  if (comparison.kind === 'text') return { ...comparison, value: short(comparison.value) };
  return comparison.kind === 'list' ? { ...comparison, values: comparison.values.map(short) } : comparison;
}

function metricSql(comparison: Comparison, datasets: readonly Dataset[]): Sql {
  const inner = joined([pointSql('m', comparison), ...(datasets.length > 0 ? [among(datasets)] : [])], ' AND ');
  return {
    text: `EXISTS (SELECT 1 FROM model_metrics m JOIN metric_keys k ON k.id = m.key
      WHERE m.model = l.no AND k.name = ? AND ${inner.text})`,
    bindings: [comparison.key, ...inner.bindings],
  };
}

function measuredOn(datasets: readonly Dataset[]): Sql {
  const inner = among(datasets);
  return { ...inner, text: `EXISTS (SELECT 1 FROM model_metrics m WHERE m.model = l.no AND ${inner.text})` };
}

function among(datasets: readonly Dataset[]): Sql {
  const any = joined(datasets.map(onDataset), ' OR ');
  return { ...any, text: `(${any.text})` };
}

function onDataset({ name, digest }: Dataset): Sql {
  return digest === undefined
    ? { text: 'm.dataset = ?', bindings: [name] }
    : { text: '(m.dataset = ? AND m.digest = ?)', bindings: [name, digest] };
}

/** Newest first unless the query says otherwise; NaN after numbers, missing last. */
function ordering(orders: readonly LoggedModelOrder[]): readonly Sql[] {
  const keys = orders.map(({ field, descending = false, dataset }) => ({
    ...parseField(field, LOGGED_MODELS),
    descending,
    dataset,
  }));
  const names = keys.map(({ entity, key, dataset }) => JSON.stringify([entity, key, dataset]));
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice !== -1) throw usage(`${orders[twice]!.field} stands twice in the order.`, 'Name each key once.');
  const byTime = keys.some(({ entity, key }) => entity === 'attribute' && key === 'creation_timestamp');
  return [
    ...keys.map(({ entity, key, descending, dataset }) =>
      entity === 'attribute' ? columnOrder(COLUMNS[key]!, descending) : metricOrder(key, { descending, dataset }),
    ),
    ...(byTime ? [] : [columnOrder('l.created_at', true)]),
    { text: 'l.id', bindings: [] },
  ];
}

/** By the newest point of the metric. */
function metricOrder(
  key: string,
  { descending, dataset }: { readonly descending: boolean; readonly dataset: Dataset | undefined },
): Sql {
  const on = dataset === undefined ? { text: 'TRUE', bindings: [] } : onDataset(dataset);
  const newest = (column: string): string =>
    `(SELECT m.${column} FROM model_metrics m JOIN metric_keys k ON k.id = m.key
      WHERE m.model = l.no AND k.name = ? AND ${on.text} ORDER BY m.time DESC, m.step DESC, m.value DESC LIMIT 1)`;
  const bindings = [key, ...on.bindings];
  const text = `coalesce(${newest('nan')}, 2), ${newest('value')} ${descending ? 'DESC' : 'ASC'}`;
  return { text, bindings: [...bindings, ...bindings] };
}

/** What a token belongs to. */
function fingerprint({ experiments, filter = '', orderBy = [], datasets = [] }: LoggedModelQuery): string {
  const question = JSON.stringify([experiments, filter, orderBy, datasets]);
  return createHash('sha256').update(question).digest('hex').slice(0, 16);
}

function tokenOf(offset: number, question: string): string {
  return Buffer.from(JSON.stringify({ offset, question })).toString('base64');
}

function offsetOf(token: string | undefined, question: string): number {
  if (token === undefined || token === '') return 0;
  const content = tokenContent(token);
  const offset = content['offset'];
  if (content['question'] !== question || !Number.isSafeInteger(offset) || (offset as number) < 0)
    throw badPageToken(token);
  return offset as number;
}
