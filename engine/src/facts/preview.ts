import { MASK } from '../data/quality/qualityResult.ts';
import { type PlacedSql, placeSql } from '../data/userSql.ts';
import type { Column, ColumnType } from '../language/columnType.ts';
import type { Bindings, DataSource, QueryOptions, Row } from '../ports/dataSource.ts';
import { identifier } from '../ports/sqlText.ts';
import type { SqlFact } from '../project/facts.ts';
import type { Project } from '../project/project.ts';
import { type SqlSite, sqlFact, sqlSitesIn } from '../project/sqlSites.ts';
import type { DatasetRows } from './datasetRows.ts';
import { hiddenColumns } from './hiddenColumns.ts';

/** What a piece of SQL does to the rows of its dataset. */
export interface Preview {
  /** Rows looked at: of the dataset, or of those that the step's `where` keeps. */
  readonly rows: number;
  /** How many rows of the data were looked at, the first ones, where all would have taken too long. */
  readonly first?: number;
  /** Rows for which a predicate is true. */
  readonly kept?: number;
  /** Of an aggregate: what it gives over all rows. */
  readonly value?: string;
  /** Rows for which an expression is null. */
  readonly missing?: number;
  /** Different values of an expression that has `balance`. */
  readonly distinct?: number;
  /** Rows of each value of an expression, the most frequent first, ten at most; none of one that reads sensitive columns. */
  readonly balance?: readonly { readonly value: string; readonly rows: number }[];
  /** Range of numbers or times. */
  readonly range?: { readonly min: string; readonly max: string; readonly mean?: number };
  /** Of `sample`; the value of an expression first. */
  readonly columns: readonly string[];
  /** At most five rows as text; values of sensitive columns are masked. */
  readonly sample: readonly (readonly string[])[];
}

export interface PreviewOptions extends QueryOptions {
  /** How many rows of the data are looked at; all where absent. */
  readonly first?: number | undefined;
}

const SAMPLE = 5;
const MOST_COLUMNS = 5;
const MOST_VALUES = 10;
/** Whole numbers with more values than these are told by their range. */
const FEW = 12;
const LONGEST_TEXT = 60;

/** A piece of SQL that is right, with what decides which rows it sees. */
export interface Previewed {
  readonly project: Project;
  readonly site: SqlSite;
  readonly bound: Extract<SqlFact, { kind: 'bound' }>;
  /** Of the step's `where`, which decides what its label and columns see. */
  readonly where: SqlSite | undefined;
  /** Name of the dataset whose rows are looked at: of a query, the one that it makes. */
  readonly dataset: string;
}

/** The SQL at a place of a file; undefined where it is not known to be right, or stands over no dataset. */
export function previewedAt(
  project: Project,
  { file: path, path: place }: { readonly file: string; readonly path: readonly (string | number)[] },
): Previewed | undefined {
  const file = project.files.get(path);
  if (file === undefined) return undefined;
  const sites = new Map(sqlSitesIn(project, file).map((site) => [JSON.stringify(site.place.path), site]));
  const site = sites.get(JSON.stringify(place));
  const dataset = site && (site.kind === 'query' ? file.name : site.dataset);
  if (site === undefined || dataset === undefined) return undefined;
  const bound = boundFact(project, site);
  const whereAt = wherePath(site);
  const where = whereAt && sites.get(JSON.stringify(whereAt));
  const isRight = where === undefined ? !hasValue(site, whereAt) : boundFact(project, where) !== undefined;
  return bound === undefined || !isRight ? undefined : { project, site, bound, where, dataset };
}

function boundFact(project: Project, site: SqlSite): Extract<SqlFact, { kind: 'bound' }> | undefined {
  const fact = sqlFact(project, site);
  return fact.kind === 'known' && fact.value.kind === 'bound' ? fact.value : undefined;
}

/** Of label and columns of a step: its `where`. */
function wherePath({ place: { path, schema } }: SqlSite): readonly (string | number)[] | undefined {
  return schema['x-scope'] === 'from' && path[0] === 'steps' && path.length > 4
    ? [...path.slice(0, 3), 'where']
    : undefined;
}

function hasValue({ file }: SqlSite, path: readonly (string | number)[] | undefined): boolean {
  return path !== undefined && file.tree.node(path) !== undefined;
}

/**
 * Reads the rows. SQL of the user is run as DuckDB bound it, `${{ }}` with the defaults of the params.
 * @throws Failure where the data cannot be read or the SQL fails on a row; Cancelled
 */
export async function previewSql(
  data: DataSource,
  previewed: Previewed,
  rows: DatasetRows,
  options: PreviewOptions = {},
): Promise<Preview> {
  const relation = await rows.relation(data);
  const { first } = options;
  const sql = first === undefined ? relation.sql : `(SELECT * FROM ${relation.sql} LIMIT ${Math.floor(first)})`;
  const looked = { data, options: { signal: options.signal }, relation: { ...relation, sql } };
  const found = await lookAt(looked, previewed);
  return first === undefined ? found : { ...found, ...(await cutAt(looked, first)) };
}

interface Looked {
  readonly data: DataSource;
  readonly options: QueryOptions;
  readonly relation: PlacedSql;
}

function lookAt(looked: Looked, previewed: Previewed): Promise<Preview> {
  switch (previewed.site.kind) {
    case 'predicate':
      return predicate(looked, previewed);
    case 'aggregate':
      return aggregate(looked, previewed);
    case 'query':
      return query(looked, previewed);
    case 'expression':
      return expression(looked, previewed);
  }
}

async function cutAt({ data, relation, options }: Looked, first: number): Promise<{ readonly first?: number }> {
  const [row] = await data.rows(`SELECT count(*) AS rows FROM ${relation.sql}`, relation.bindings, options);
  return Number(row!['rows']) < first ? {} : { first };
}

async function predicate(looked: Looked, previewed: Previewed): Promise<Preview> {
  const { relation } = looked;
  const test = placed(previewed.site, 'p');
  const bindings = { ...relation.bindings, ...test.bindings };
  const [counts] = await asked(
    looked,
    `SELECT count(*) AS rows, count(*) FILTER (${test.sql}) AS kept FROM ${relation.sql}`,
    bindings,
  );
  const shown = await shownColumns(looked, previewed);
  const sample = await sampleOf(looked, shown, { from: `${relation.sql} WHERE ${test.sql}`, bindings });
  return { rows: Number(counts!['rows']), kept: Number(counts!['kept']), ...sample };
}

async function aggregate(looked: Looked, previewed: Previewed): Promise<Preview> {
  const { relation } = looked;
  const value = placed(previewed.site, 'p');
  const [row] = await asked(looked, `SELECT count(*) AS rows, ${asText(value.sql)} AS value FROM ${relation.sql}`, {
    ...relation.bindings,
    ...value.bindings,
  });
  const told = readsSensitive(previewed) ? MASK : String(row!['value'] ?? 'null');
  return { rows: Number(row!['rows']), value: told, columns: [], sample: [] };
}

async function query(looked: Looked, previewed: Previewed): Promise<Preview> {
  const { sql, bindings } = looked.relation;
  const [row] = await asked(looked, `SELECT count(*) AS rows FROM ${sql}`, bindings);
  const shown = await shownColumns(looked, previewed);
  return { rows: Number(row!['rows']), ...(await sampleOf(looked, shown, { from: sql, bindings })) };
}

async function expression(looked: Looked, previewed: Previewed): Promise<Preview> {
  const { relation } = looked;
  const value = placed(previewed.site, 'p');
  const where = previewed.where === undefined ? undefined : placed(previewed.where, 'w');
  const from = `${relation.sql}${where === undefined ? '' : ` WHERE ${where.sql}`}`;
  const bindings = { ...relation.bindings, ...value.bindings, ...where?.bindings };
  const values = { from: `(SELECT ${value.sql} AS value FROM ${from})`, bindings };
  const hidden = readsSensitive(previewed);
  const figures = await figuresOf(looked, values, { type: previewed.bound.type, hidden });
  const { site } = previewed;
  const isItself = ({ name }: ShownColumn) => name.toLowerCase() === site.sql.text.trim().toLowerCase();
  const columns = (await shownColumns(looked, previewed)).filter((column) => !isItself(column));
  const name = String(site.place.path.at(-1));
  const shown = [{ name, sql: hidden ? MASKED : asText(value.sql) }, ...columns].slice(0, MOST_COLUMNS);
  return { ...figures, ...(await sampleOf(looked, shown, { from, bindings })) };
}

interface From {
  /** What stands behind FROM. */
  readonly from: string;
  readonly bindings: Bindings;
}

type Figures = Pick<Preview, 'rows' | 'missing' | 'distinct' | 'balance' | 'range'>;

async function figuresOf(
  looked: Looked,
  values: From,
  { type, hidden }: { readonly type: ColumnType; readonly hidden: boolean },
): Promise<Figures> {
  if (hidden || type === 'list' || type === 'struct') return counted(looked, values);
  if (CLASSES.has(type)) return balanceOf(looked, values);
  const ranged = await rangeOf(looked, values, type);
  return type === 'integer' && ranged.few
    ? { ...ranged.figures, ...(await balanceOf(looked, values)) }
    : ranged.figures;
}

const CLASSES: ReadonlySet<ColumnType> = new Set(['boolean', 'string', 'category']);
const NUMBERS: ReadonlySet<ColumnType> = new Set(['integer', 'float', 'decimal']);

async function counted(looked: Looked, { from, bindings }: From): Promise<Figures> {
  const [row] = await asked(looked, `SELECT count(*) AS rows, count(value) AS present FROM ${from}`, bindings);
  return { rows: Number(row!['rows']), missing: Number(row!['rows']) - Number(row!['present']) };
}

async function rangeOf(
  looked: Looked,
  { from, bindings }: From,
  type: ColumnType,
): Promise<{ readonly figures: Figures; readonly few: boolean }> {
  const isNumber = NUMBERS.has(type);
  const [row] = await asked(
    looked,
    `SELECT count(*) AS rows, count(value) AS present, min(value)::VARCHAR AS least, max(value)::VARCHAR AS greatest,
       ${isNumber ? 'avg(value)' : 'NULL'} AS mean, approx_count_distinct(value) AS several FROM ${from}`,
    bindings,
  );
  const { rows, present, least, greatest, mean, several } = row!;
  const counts = { rows: Number(rows), missing: Number(rows) - Number(present) };
  if (least === null || least === undefined) return { figures: counts, few: false };
  const range = {
    min: String(least),
    max: String(greatest),
    ...(isNumber && mean !== null ? { mean: Number(mean) } : {}),
  };
  return { figures: { ...counts, range }, few: Number(several) <= FEW };
}

async function balanceOf(looked: Looked, { from, bindings }: From): Promise<Figures> {
  const groups = await asked(
    looked,
    `SELECT ${asText('value')} AS value, value IS NULL AS missing, times, sum(times) OVER () AS rows,
       count(value) OVER () AS several
     FROM (SELECT value, count(*) AS times FROM ${from} GROUP BY value)
     ORDER BY missing, times DESC, 1 LIMIT ${MOST_VALUES}`,
    bindings,
  );
  const [one] = groups;
  if (one === undefined) return { rows: 0, missing: 0, distinct: 0, balance: [] };
  const told = groups.filter((group) => group['missing'] === false);
  const balance = told.map(({ value, times }) => ({ value: String(value), rows: Number(times) }));
  const distinct = Number(one['several']);
  const rows = Number(one['rows']);
  const present =
    distinct === told.length ? sum(balance.map((each) => each.rows)) : await presentRows(looked, { from, bindings });
  return { rows, missing: rows - present, distinct, balance };
}

async function presentRows(looked: Looked, { from, bindings }: From): Promise<number> {
  const [row] = await asked(looked, `SELECT count(value) AS present FROM ${from}`, bindings);
  return Number(row!['present']);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

interface ShownColumn {
  readonly name: string;
  readonly sql: string;
}

/** The columns that the SQL reads before the others, sensitive ones masked. */
async function shownColumns({ data, relation }: Looked, previewed: Previewed): Promise<readonly ShownColumn[]> {
  const columns = await data.columns(`SELECT * FROM ${relation.sql}`, relation.bindings);
  const reads = new Set(previewed.bound.reads.map((name) => name.toLowerCase()));
  const isRead = (column: Column) => reads.has(column.name.toLowerCase());
  const hidden = hiddenColumns(previewed.project, previewed.dataset);
  return [...columns.filter(isRead), ...columns.filter((column) => !isRead(column))]
    .slice(0, MOST_COLUMNS)
    .map(({ name }) => ({ name, sql: hidden.has(name.toLowerCase()) ? MASKED : asText(identifier(name)) }));
}

/** Hidden values do not leave the data engine. */
const MASKED = `'${MASK}'`;

async function sampleOf(
  looked: Looked,
  shown: readonly ShownColumn[],
  { from, bindings }: From,
): Promise<Pick<Preview, 'columns' | 'sample'>> {
  const selected = shown.map(({ sql }, index) => `${sql} AS ${identifier(`c${index}`)}`);
  const rows = await asked(looked, `SELECT ${selected.join(', ')} FROM ${from} LIMIT ${SAMPLE}`, bindings);
  return {
    columns: shown.map(({ name }) => name),
    sample: rows.map((row) => shown.map((_, index) => String(row[`c${index}`] ?? 'null'))),
  };
}

function readsSensitive(previewed: Previewed): boolean {
  const hidden = hiddenColumns(previewed.project, previewed.dataset);
  return previewed.bound.reads.some((name) => hidden.has(name.toLowerCase()));
}

function placed({ sql, bindings }: SqlSite, prefix: string): PlacedSql {
  return placeSql({ text: sql.text, bindings }, prefix);
}

function asText(sql: string): string {
  return `left(CAST(${sql} AS VARCHAR), ${LONGEST_TEXT})`;
}

function asked({ data, options }: Looked, sql: string, bindings: Bindings): Promise<readonly Row[]> {
  return data.rows(sql, bindings, options);
}
