import type Database from 'better-sqlite3';
import { usage } from '../../failure.ts';
import type { RunPage, RunQuery } from '../../ports/runStore.ts';
import { type OrderKey, parseFilter, parseOrder } from '../../tracking/filter.ts';
import { filterSql, orderSql, type Sql } from './filterSql.ts';
import { badPageToken } from './runFailures.ts';
import { completeRuns, RUN_COLUMNS, RUN_TABLES, type RunRow } from './runRows.ts';

const VIEWS = { active: 'r.deleted_at IS NULL', deleted: 'r.deleted_at IS NOT NULL', all: 'TRUE' };

/** @throws Failure `filter-syntax`, `page-token`, `usage` */
export function searchRuns(db: Database.Database, query: RunQuery): RunPage {
  if (!Number.isInteger(query.limit) || query.limit < 1)
    throw usage(`${query.limit} is not a number of runs: at least 1.`);
  const offset = offsetOf(query.pageToken);
  const where = conditions(query);
  const order = ordering(query.orderBy ?? []);
  const rows = db
    .prepare(`SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`)
    .all(...where.bindings, ...order.bindings, query.limit + 1, offset) as RunRow[];
  const runs = completeRuns(db, rows.slice(0, query.limit));
  return rows.length > query.limit ? { runs, nextPageToken: tokenOf(offset + query.limit) } : { runs };
}

function conditions(query: RunQuery): Sql {
  const parts: Sql[] = [
    { text: VIEWS[query.view ?? 'active'], bindings: [] },
    ...parseFilter(query.filter ?? '').map(filterSql),
  ];
  if (query.topLevel) parts.push({ text: 'r.parent IS NULL', bindings: [] });
  if (query.experiments)
    parts.push({
      text: 'r.experiment IN (SELECT CAST(value AS INTEGER) FROM json_each(?))',
      bindings: [JSON.stringify(query.experiments)],
    });
  return joined(parts, ' AND ');
}

function ordering(entries: readonly string[]): Sql {
  const keys = entries.map(parseOrder);
  const names = keys.map((key) => `${key.entity}s.${key.key}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usage(`${twice} stands twice in the order.`, 'Name each key once.');
  const newest: OrderKey = { entity: 'attribute', key: 'start_time', descending: true };
  return joined([...(keys.length > 0 ? keys : [newest]).map(orderSql), { text: 'r.id', bindings: [] }], ', ');
}

function joined(parts: readonly Sql[], separator: string): Sql {
  return { text: parts.map((part) => part.text).join(separator), bindings: parts.flatMap((part) => part.bindings) };
}

/** MLflow's page tokens: base64 of `{"offset": n}`. */
function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

function offsetOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  try {
    const { offset } = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as { offset?: unknown };
    if (Number.isSafeInteger(offset) && (offset as number) >= 0) return offset as number;
  } catch {
    throw badPageToken(token);
  }
  throw badPageToken(token);
}
