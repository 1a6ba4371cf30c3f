import { resolveSource } from '../data/sources/source.ts';
import { type PlacedSql, placeSql } from '../data/userSql.ts';
import { EvaluationError, evaluate } from '../language/expressions/evaluate.ts';
import type { Bindings, DataSource, TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import { identifier } from '../ports/sqlText.ts';
import type { Dataset } from '../project/dataset.ts';
import type { Project } from '../project/project.ts';
import { readingOfDataset } from '../project/reading.ts';
import { sourceContexts, sourceText } from '../project/sourceText.ts';
import type { SqlText } from '../project/specValue.ts';
import { sqlFactAt } from '../project/sqlSites.ts';

export interface RowSources {
  /** Absolute path of the project. */
  readonly root: string;
  readonly files: Files;
  /** Variables of the environment, for `env.NAME` in a source. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The rows of a dataset as they are now, without making or keeping anything. */
export interface DatasetRows {
  /** All files that are read, absolute. */
  readonly files: readonly string[];
  /** Of a dataset that is no SQL: its files as one table. */
  readonly table: TableFiles | undefined;
  /** SQL that stands for the rows after FROM. */
  relation(data: DataSource): Promise<PlacedSql>;
}

/** Types of text are told from its first rows, enough to look at it. */
const SAMPLE_ROWS = 20_480;

/**
 * Undefined where the rows cannot be told: no dataset, a program that has not run, a variable that is not set, SQL that is not bound.
 * @throws Failure as `resolveSource`
 */
export async function datasetRows(
  project: Project,
  name: string,
  sources: RowSources,
): Promise<DatasetRows | undefined> {
  return rowsOf({ project, sources, count: 0 }, name, []);
}

interface Looking {
  readonly project: Project;
  readonly sources: RowSources;
  /** Grows with every SQL, so that no two have parameters of one name. */
  count: number;
}

async function rowsOf(looking: Looking, name: string, way: readonly string[]): Promise<DatasetRows | undefined> {
  const dataset = looking.project.datasets.get(name);
  if (dataset === undefined || way.includes(name)) return undefined;
  const { source } = dataset;
  return source.kind === 'sql'
    ? rowsOfSql(looking, { dataset, sql: source.sql }, [...way, name])
    : rowsOfFiles(looking, dataset);
}

async function rowsOfFiles({ project, sources }: Looking, dataset: Dataset): Promise<DatasetRows | undefined> {
  const { source } = dataset;
  if (source.kind === 'sql') return undefined;
  const contexts = sourceContexts(project.variables, sources.variables);
  const texts = (source.kind === 'files' ? source.patterns : [source.output]).map(({ text }) =>
    sourceText(text, contexts),
  );
  const paths = texts.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
  if (paths.length === 0 || paths.length < texts.length) return undefined;
  const table = await resolveSource(sources.files, sources.root, paths, readingOfDataset(dataset));
  const cheap = table.format === 'csv' ? { ...table, csv: { ...table.csv, sampleRows: SAMPLE_ROWS } } : table;
  return {
    files: table.files,
    table,
    relation: async (data) => ({ sql: await data.relation(cheap), bindings: {} }),
  };
}

interface OverOthers {
  readonly dataset: Dataset;
  readonly sql: SqlText;
}

async function rowsOfSql(
  looking: Looking,
  { dataset, sql }: OverOthers,
  way: readonly string[],
): Promise<DatasetRows | undefined> {
  const { project, sources } = looking;
  const file = project.files.get(dataset.file);
  const fact = file && sqlFactAt(project, file, ['source', 'sql']);
  const named = project.facts.reads(dataset.name);
  if (fact?.kind !== 'known' || fact.value.kind !== 'bound' || named.kind !== 'known') return undefined;
  const bindings = bindingsOf(sql, sourceContexts(project.variables, sources.variables));
  if (bindings === undefined) return undefined;
  const inputs: (readonly [string, DatasetRows])[] = [];
  for (const input of named.value) {
    const rows = await rowsOf(looking, input, way);
    if (rows === undefined) return undefined;
    inputs.push([input, rows]);
  }
  looking.count += 1;
  const placed = placeSql({ text: sql.text, bindings }, `d${looking.count}`);
  return {
    files: [...new Set(inputs.flatMap(([, { files }]) => files))],
    table: undefined,
    async relation(data) {
      const below: PlacedSql[] = [];
      for (const [, rows] of inputs) below.push(await rows.relation(data));
      const tables = inputs.map(
        ([input], at) => `${identifier(input)} AS NOT MATERIALIZED (SELECT * FROM ${below[at]!.sql})`,
      );
      const all = `${tables.length === 0 ? '' : `WITH ${tables.join(', ')} `}SELECT * FROM ${placed.sql}`;
      return { sql: `(${all})`, bindings: Object.assign({}, placed.bindings, ...below.map((one) => one.bindings)) };
    },
  };
}

function bindingsOf(sql: SqlText, contexts: ReturnType<typeof sourceContexts>): Bindings | undefined {
  const values: Record<string, Bindings[string]> = {};
  for (const { name, expression } of sql.bindings) {
    const value = evaluate(expression, contexts);
    if (value instanceof EvaluationError || (typeof value === 'object' && value !== null)) return undefined;
    values[name] = value;
  }
  return values;
}
