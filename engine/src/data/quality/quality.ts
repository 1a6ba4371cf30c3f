import { posix as path } from 'node:path';
import type { Column } from '../../language/columnType.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { VersionBefore } from '../../ports/step.ts';
import { placeSql, type UserSql } from '../userSql.ts';
import { asRefusal, type Counts, countChecks } from './qualityCounts.ts';
import { duplicatesCheck, keyCheck } from './qualityKeys.ts';
import type { Measured, Verdict } from './qualityMeasured.ts';
import { type Freshness, freshnessCheck, rowChangeCheck } from './qualityOverTime.ts';
import { type Reference, type Referred, referencesCheck } from './qualityReferences.ts';
import type { CheckResult, SampleRow } from './qualityResult.ts';
import { type ColumnRule, columnChecks, missingColumns, typeChecks } from './qualityRules.ts';
import { hides, numberedRows, type SampleOptions, sampleChecks } from './qualitySamples.ts';

/** A check that the user wrote. */
export type DatasetCheck =
  /** An aggregate that must be true. */
  | { readonly kind: 'expect'; readonly name: string; readonly sql: UserSql }
  /** A predicate that every row should meet; null counts as met, as in a CHECK of SQL. `allow`: share that may fail. */
  | { readonly kind: 'rows'; readonly name: string; readonly sql: UserSql; readonly allow: number }
  /** No two rows have equal values of these columns; rows with a null among them are left out. */
  | { readonly kind: 'unique'; readonly name: string; readonly columns: readonly string[] }
  /** Share of rows that may repeat an earlier one in every column. */
  | { readonly kind: 'duplicates'; readonly name: string; readonly allow: number }
  | ({ readonly kind: 'references'; readonly name: string; readonly referred: ReferredTable } & Reference)
  | ({ readonly kind: 'freshness'; readonly name: string } & Freshness)
  /** `limit`: share of the rows before by which their number may differ. */
  | {
      readonly kind: 'row_change';
      readonly name: string;
      readonly limit: number;
      readonly before: VersionBefore | undefined;
    };

/** The files that are referred to, or why there are none. */
export type ReferredTable =
  | { readonly kind: 'files'; readonly files: TableFiles }
  | Extract<Referred, { kind: 'unknown' }>;

export interface QualityRequest {
  readonly files: TableFiles;
  readonly columns: readonly ColumnRule[];
  readonly key?: readonly string[];
  readonly checks: readonly DatasetCheck[];
  readonly samples: SampleOptions;
  /** A folder that the source may write to: text that is to be read many times is read once, into a Parquet file there. */
  readonly workFolder?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Quality {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly results: readonly CheckResult[];
}

/**
 * Checks a dataset against its spec: all that can be counted in one pass is. A check that cannot be computed is `unknown`
 * with the reason and does not hide the others. Of no rows every share of failing rows is 0, so that such checks pass;
 * `expect` gives what the SQL gives, and `freshness` fails.
 */
export async function checkQuality(source: DataSource, request: QualityRequest): Promise<Quality> {
  const relation = await source.relation(request.files);
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const options = { signal: request.signal };
  const known = new Set(columns.map((column) => column.name));
  const isText = request.files.format === 'csv' || request.files.format === 'ndjson';
  const measured: Measured[] = [
    ...typeChecks(request.columns, columns, isText),
    ...request.columns.flatMap((rule, index) => (known.has(rule.name) ? columnChecks(rule, index, columns) : [])),
    ...(request.key ? [keyCheck('key', 'key', request.key)] : []),
    ...(await Promise.all(request.checks.map((check, index) => measuredCheck(source, check, index, columns)))),
  ];
  const isHidden = hides(request.samples);
  const bound: Measured[] = [];
  for (const check of measured) bound.push(await bindCheck(source, check, columns));
  const open = bound.filter((check) => check.unknown === undefined);
  const table = numberedRows(await quickRelation(source, request, { relation, columns, open }), columns);
  const counts = await countChecks(source, table, open, options);
  const failing = open.filter((check) => counts.refusal(check) === undefined && failingRows(check, counts) > 0);
  const sampling = { source, table, columns, key: request.key, samples: request.samples, options };
  const samples = await sampleChecks(sampling, failing, counts);
  const judged = bound.map((check) => judge(check, counts, samples.get(check) ?? [], isHidden));
  return { rows: counts.rows, columns, results: [...missingColumns(request.columns, known), ...judged] };
}

interface Reading {
  readonly relation: string;
  readonly columns: readonly Column[];
  readonly open: readonly Measured[];
}

/** Text takes ten times as long to read as Parquet does; checks with statements of their own read it again and again. */
async function quickRelation(
  source: DataSource,
  { files, workFolder, signal }: QualityRequest,
  { relation, columns, open }: Reading,
): Promise<string> {
  const isSlow = files.format === 'csv' || files.format === 'ndjson';
  if (!isSlow || workFolder === undefined || !open.some((check) => check.measure.by === 'statement')) return relation;
  const file = path.join(workFolder, 'rows.parquet');
  await source.write(`SELECT * FROM ${relation}`, file, { signal });
  const copy = await source.relation({ files: [file], format: 'parquet' });
  const copied = await source.columns(`SELECT * FROM ${copy}`);
  // Parquet does not know every type: whole numbers of 128 bits come back as floats.
  const isSame = columns.every(({ sqlType }, index) => sqlType === copied[index]?.sqlType);
  return isSame ? copy : relation;
}

async function measuredCheck(
  source: DataSource,
  check: DatasetCheck,
  index: number,
  columns: readonly Column[],
): Promise<Measured> {
  switch (check.kind) {
    case 'unique':
      return keyCheck('unique', check.name, check.columns);
    case 'duplicates':
      return duplicatesCheck(check.name, check.allow, columns);
    case 'references':
      return referencesCheck(check.name, check, await referredTable(source, check.referred), columns);
    case 'freshness':
      return freshnessCheck(check.name, check, columns);
    case 'row_change':
      return rowChangeCheck(check.name, check.limit, check.before);
    default:
      return writtenCheck(check, index);
  }
}

async function referredTable(source: DataSource, referred: ReferredTable): Promise<Referred> {
  if (referred.kind === 'unknown') return referred;
  const relation = await source.relation(referred.files);
  return { kind: 'table', relation, columns: await source.columns(`SELECT * FROM ${relation}`) };
}

function writtenCheck(check: Extract<DatasetCheck, { sql: UserSql }>, index: number): Measured {
  const { sql, bindings } = placeSql(check.sql, `c${index}`);
  const { name, kind } = check;
  if (check.kind === 'rows') {
    const measure = { by: 'rows', failing: `NOT ${sql}`, allow: check.allow } as const;
    return { name, kind, bindings, sql: check.sql, threshold: check.allow, measure };
  }
  const verdict = (value: unknown): Verdict => {
    const said = `\`${check.sql.text.trim()}\` is ${value}`;
    return value === true
      ? { status: 'passed', value }
      : { status: 'failed', value: value === false ? value : null, message: said };
  };
  return { name, kind, bindings, sql: check.sql, threshold: true, measure: { by: 'value', value: sql, verdict } };
}

/** The check with its reason where it cannot be computed whatever the rows are. */
async function bindCheck(source: DataSource, check: Measured, columns: readonly Column[]): Promise<Measured> {
  const absent = check.needs?.filter((name) => !columns.some((column) => column.name === name)) ?? [];
  if (absent.length > 0)
    return { ...check, unknown: `the data has no column ${absent.map((name) => `\`${name}\``).join(', ')}` };
  if (check.unknown !== undefined) return check;
  if (check.probe !== undefined) {
    const refused = await source
      .rows(`SELECT ${check.probe} AS probe`, check.bindings)
      .then(() => undefined, asRefusal);
    return refused === undefined
      ? check
      : { ...check, unknown: `${JSON.stringify(check.threshold)}: ${refused.message}` };
  }
  if (check.sql === undefined) return check;
  const scope = { kind: check.kind === 'expect' ? 'aggregate' : 'predicate', columns } as const;
  const { text, bindings = {} } = check.sql;
  const bound = await source.bind(text, { ...scope, bindings });
  if (bound.kind === 'refused')
    return { ...check, unknown: `${bound.message}, at \`${text.slice(bound.start, bound.end)}\`` };
  if (check.kind === 'expect' && bound.type !== 'boolean')
    return { ...check, unknown: `an expectation is true or false; this is ${bound.sqlType}` };
  return { ...check, reads: bound.reads };
}

function failingRows(check: Measured, counts: Counts): number {
  return check.measure.by === 'value' ? 0 : Number(counts.value(check) ?? 0);
}

function judge(
  check: Measured,
  counts: Counts,
  sample: readonly SampleRow[],
  isHidden: (column: string) => boolean,
): CheckResult {
  const { name, kind, column, threshold, measure } = check;
  const common = { name, kind, ...(column && { column }), threshold, failing: 0, sample };
  const refusal = counts.refusal(check);
  const message = check.unknown ?? (refusal && withoutValues(refusal, check.reads?.some(isHidden) === true));
  if (message !== undefined) return { ...common, status: 'unknown', value: null, message };
  const value = counts.value(check);
  if (measure.by === 'value') return { ...common, ...measure.verdict(value, counts.rows) };
  const failing = Number(value);
  const share = counts.rows === 0 ? 0 : failing / counts.rows;
  return { ...common, status: share <= measure.allow ? 'passed' : 'failed', value: share, failing };
}

/** DuckDB quotes the value that it could not convert, which may be one that nobody should see. */
function withoutValues(message: string, hidden: boolean): string {
  return hidden ? message.replace(/(["'`])[\s\S]*\1/, '***') : message;
}
