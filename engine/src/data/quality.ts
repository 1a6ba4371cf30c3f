import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { Bindings, Cell, DataSource, QueryOptions, TableFiles } from '../ports/dataSource.ts';
import { identifier } from '../ports/sqlText.ts';
import type { CheckResult, SampleRow } from './qualityResult.ts';
import { type ColumnRule, columnChecks, keyCheck, type Measured, missingColumns, typeResults } from './qualityRules.ts';
import { type SampleOptions, sampleRows } from './qualitySamples.ts';
import { placeSql, type UserSql } from './userSql.ts';

/** A check that the user wrote. */
export type DatasetCheck =
  /** An aggregate that must be true. */
  | { readonly kind: 'expect'; readonly name: string; readonly sql: UserSql }
  /** A predicate that every row should meet; null counts as met, as in a CHECK of SQL. `allow`: share that may fail. */
  | { readonly kind: 'rows'; readonly name: string; readonly sql: UserSql; readonly allow: number }
  /** No two rows have equal values of these columns; rows with a null among them are left out. */
  | { readonly kind: 'unique'; readonly name: string; readonly columns: readonly string[] };

export interface QualityRequest {
  readonly files: TableFiles;
  readonly columns: readonly ColumnRule[];
  readonly key?: readonly string[];
  readonly checks: readonly DatasetCheck[];
  readonly samples: SampleOptions;
  readonly signal?: AbortSignal | undefined;
}

export interface Quality {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly results: readonly CheckResult[];
}

/**
 * Checks a dataset against its spec: all that can be counted in one pass is. A check that cannot be computed is `unknown`
 * with the reason and does not hide the others.
 */
export async function checkQuality(source: DataSource, request: QualityRequest): Promise<Quality> {
  const relation = await source.relation(request.files);
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const options = { signal: request.signal };
  const known = new Set(columns.map((column) => column.name));
  const measured: Measured[] = [
    ...request.columns.filter((rule) => known.has(rule.name)).flatMap((rule) => columnChecks(rule, columns)),
    ...(request.key ? [keyCheck('key', 'key', request.key)] : []),
    ...request.checks.map((check, index) => measuredCheck(check, index)),
  ];
  const bound = await Promise.all(measured.map((check) => bindCheck(source, check, columns)));
  const counts = await measure(source, relation, bound, options);
  const results: CheckResult[] = [...missingColumns(request.columns, known), ...typeResults(request.columns, columns)];
  for (const check of bound) {
    const sampled = counts.failing(check) > 0 && check.failing !== undefined && request.samples.show !== 'none';
    const sample = sampled ? await sampleRows(source, relation, check.failing!, request.samples, options) : [];
    results.push(judge(check, counts, sample));
  }
  return { rows: counts.rows, columns, results };
}

function measuredCheck(check: DatasetCheck, index: number): Measured {
  if (check.kind === 'unique') return keyCheck('unique', check.name, check.columns);
  const placed = placeSql(check.sql, `c${index}`);
  const common = { name: check.name, bindings: placed.bindings, sql: check.sql };
  if (check.kind === 'expect') return { ...common, kind: 'expect', value: placed.sql, threshold: true };
  const failing = { sql: `NOT ${placed.sql}`, bindings: placed.bindings };
  return { ...common, kind: 'rows', failing, threshold: check.allow };
}

/** A check with its reason where it does not bind. */
interface BoundCheck extends Measured {
  readonly unknown?: string;
}

async function bindCheck(source: DataSource, check: Measured, columns: readonly Column[]): Promise<BoundCheck> {
  const absent = check.needs?.filter((name) => !columns.some((column) => column.name === name)) ?? [];
  if (absent.length > 0)
    return { ...check, unknown: `the data has no column ${absent.map((name) => `\`${name}\``).join(', ')}` };
  if (check.sql === undefined) return check;
  const scope = { kind: check.kind === 'expect' ? 'aggregate' : 'predicate', columns } as const;
  const { text, bindings = {} } = check.sql;
  const bound = await source.bind(text, { ...scope, bindings });
  if (bound.kind === 'refused')
    return { ...check, unknown: `${bound.message}, at \`${text.slice(bound.start, bound.end)}\`` };
  if (check.kind !== 'expect' || bound.type === 'boolean') return check;
  return { ...check, unknown: `an expectation is true or false; this is ${bound.sqlType}` };
}

interface Counts {
  readonly rows: number;
  failing(check: BoundCheck): number;
  value(check: BoundCheck): Cell;
  /** Why it could not be computed. */
  reason(check: BoundCheck): string | undefined;
}

/** One statement for all; where that fails, one for each, so that the one that cannot be computed is known. */
async function measure(
  source: DataSource,
  relation: string,
  checks: readonly BoundCheck[],
  options: QueryOptions,
): Promise<Counts> {
  const values = new Map<BoundCheck, Cell>();
  const reasons = new Map<BoundCheck, string>();
  const open = checks.filter((check) => check.unknown === undefined);
  const together = open.filter((check) => check.query === undefined);
  let rows = await countTogether(source, relation, together, values, options).catch(orFailure);
  if (rows instanceof Failure) {
    rows = await countTogether(source, relation, [], values, options);
    for (const check of together)
      await countTogether(source, relation, [check], values, options).catch(noteReason(reasons, check));
  }
  for (const check of open) {
    if (check.query === undefined) continue;
    const sql = check.query(relation);
    await source
      .rows(sql, check.bindings, options)
      .then(([row]) => values.set(check, row!['failing'] ?? 0), noteReason(reasons, check));
  }
  return {
    rows,
    failing: (check) => (check.kind === 'expect' ? 0 : Number(values.get(check) ?? 0)),
    value: (check) => values.get(check) ?? null,
    reason: (check) => check.unknown ?? reasons.get(check),
  };
}

async function countTogether(
  source: DataSource,
  relation: string,
  checks: readonly BoundCheck[],
  values: Map<BoundCheck, Cell>,
  options: QueryOptions,
): Promise<number> {
  const measures = checks.map((check, index) => `, ${measureOf(check)} AS ${identifier(`m${index}`)}`);
  const bindings = Object.assign({}, ...checks.map((check) => check.bindings)) as Bindings;
  const [row] = await source.rows(`SELECT count(*) AS n${measures.join('')} FROM ${relation}`, bindings, options);
  for (const [index, check] of checks.entries()) values.set(check, row![`m${index}`] ?? null);
  return Number(row!['n']);
}

function measureOf(check: BoundCheck): string {
  return check.value ?? `count(*) FILTER (${check.failing!.sql})`;
}

function orFailure(error: unknown): Failure {
  if (error instanceof Failure && error.reason === 'query-failed') return error;
  throw error;
}

function noteReason(reasons: Map<BoundCheck, string>, check: BoundCheck): (error: unknown) => void {
  return (error) => {
    reasons.set(check, orFailure(error).message);
  };
}

function judge(check: BoundCheck, counts: Counts, sample: readonly SampleRow[]): CheckResult {
  const common = { name: check.name, kind: check.kind, ...(check.column && { column: check.column }) };
  const message = counts.reason(check);
  if (message !== undefined) {
    return { ...common, status: 'unknown', value: null, threshold: check.threshold, failing: 0, sample, message };
  }
  if (check.kind === 'expect') {
    const value = counts.value(check);
    const status = value === true ? 'passed' : 'failed';
    return { ...common, status, value, threshold: true, failing: 0, sample };
  }
  const failing = counts.failing(check);
  const share = counts.rows === 0 ? 0 : failing / counts.rows;
  const allowed = check.kind === 'rows' ? Number(check.threshold) : 0;
  const status = share <= allowed ? 'passed' : 'failed';
  return { ...common, status, value: share, threshold: check.threshold, failing, sample };
}
