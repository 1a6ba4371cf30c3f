import { MASK } from '../data/quality/qualityResult.ts';
import { type PlacedSql, placeSql } from '../data/userSql.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, QueryOptions } from '../ports/dataSource.ts';
import { identifier } from '../ports/sqlText.ts';
import type { SqlSite } from '../project/sqlSites.ts';
import type { DatasetRows } from './datasetRows.ts';
import { hiddenColumns } from './hiddenColumns.ts';
import type { Previewed } from './previewed.ts';
import { asked, asText, type Figures, type From, figuresOf, type Looked } from './previewFigures.ts';

/** What a piece of SQL does to the rows of its dataset. */
export interface Preview extends Figures {
  /** How many rows of the data were looked at, the first ones, where all would have taken too long. */
  readonly first?: number;
  /** Rows for which a predicate is true. */
  readonly kept?: number;
  /** Of an aggregate: what it gives over all rows. */
  readonly value?: string;
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
