import { hash } from 'node:crypto';
import type { Column } from '../language/columnType.ts';
import { type Contexts, EvaluationError, evaluate } from '../language/expressions/evaluate.ts';
import type { ExpressionValue } from '../language/expressions/value.ts';
import type { Path } from '../language/tree.ts';
import { type Fact, type SqlFact, UNKNOWN } from './facts.ts';
import { isSameList } from './fileIndex.ts';
import { onceForEach } from './onceForEach.ts';
import type { Pipeline } from './pipeline.ts';
import type { Place } from './places.ts';
import type { Project } from './project.ts';
import { textAt } from './read.ts';
import { readSqlText } from './readValue.ts';
import { scoredColumns } from './scoredColumns.ts';
import type { SpecFile } from './specFile.ts';
import { constantText, type SqlText } from './specValue.ts';
import type { NamedSql } from './tables.ts';

export type SqlKind = 'expression' | 'predicate' | 'aggregate' | 'query';
export type SqlBindings = Readonly<Record<string, null | boolean | number | string>>;

export interface SqlScope {
  /** Columns by table; none of those that the SQL does not name. */
  readonly tables: Readonly<Record<string, readonly Column[]>>;
  /** Whether the columns of all that it names are known. */
  readonly complete: boolean;
}

/** A piece of SQL in a spec, with what it may name. */
export interface SqlSite {
  readonly file: SpecFile;
  readonly place: Place;
  readonly kind: SqlKind;
  readonly sql: SqlText;
  /** Values of the kind that the expressions give. */
  readonly bindings: SqlBindings;
  readonly columns: Fact<readonly Column[]>;
  /** Of a query: the tables that it may name. */
  readonly tables?: SqlScope;
  /** Of the dataset whose columns those are, where it is one. */
  readonly dataset: string | undefined;
}

/** Every piece of SQL in the project that can be read. */
export function sqlSites(project: Project): readonly SqlSite[] {
  return [...project.files.values()].flatMap((file) => sqlSitesIn(project, file));
}

export function sqlSitesIn(project: Project, file: SpecFile): readonly SqlSite[] {
  const known = knownSites(project);
  return sqlPlaces(file).all.flatMap((place) => siteOf(project, file, place, known) ?? []);
}

/** The SQL at a place of a file; undefined where none can be read. */
export function sqlSiteAt(project: Project, file: SpecFile, path: Path): SqlSite | undefined {
  const place = sqlPlaces(file)
    .byText.get(path.join(' '))
    ?.find((each) => isSameList(each.path, path));
  return place && siteOf(project, file, place, knownSites(project));
}

interface SqlPlaces {
  readonly all: readonly Place[];
  /** By the text of their paths; paths with blanks in their keys may share one. */
  readonly byText: ReadonlyMap<string, readonly Place[]>;
}

const sqlPlaces = onceForEach((file: SpecFile): SqlPlaces => {
  const places = file.tree.isPlain ? [] : file.places;
  const all = places.filter(({ schema }) => schema['x-sql'] !== undefined);
  const byText = new Map<string, readonly Place[]>();
  for (const place of all) {
    const text = place.path.join(' ');
    byText.set(text, [...(byText.get(text) ?? []), place]);
  }
  return { all, byText };
});

type KnownSites = Map<Place, SqlSite | undefined>;

const knownSites = onceForEach((_: Project): KnownSites => new Map());

function siteOf(project: Project, file: SpecFile, place: Place, known: KnownSites): SqlSite | undefined {
  if (!known.has(place)) known.set(place, sqlSite(project, file, place));
  return known.get(place);
}

function sqlSite(project: Project, file: SpecFile, place: Place): SqlSite | undefined {
  const kind = sqlKind(file, place);
  if (kind === undefined || typeof place.value !== 'string') return undefined;
  const sql = readSqlText(place.value);
  if (sql === undefined) return undefined;
  const pipeline = file.pipeline && project.pipelines.get(file.pipeline.name);
  const scope =
    place.schema['x-scope'] === 'datasets' ? datasetsScope(project, file) : scopeOf(project, file, place, pipeline);
  return { file, place, kind, sql, bindings: bindingsOf(sql, pipeline), ...scope };
}

/** A field of a feature view is an aggregate with a `window`, else an expression. */
function sqlKind(file: SpecFile, { schema, path }: Place): SqlKind | undefined {
  const kind = schema['x-sql'];
  if (kind === undefined || file.kind !== 'features') return kind;
  return textAt(file.tree, [...path.slice(0, -1), 'window']) === undefined ? kind : 'aggregate';
}

interface Scope {
  readonly dataset: string | undefined;
  readonly columns: Fact<readonly Column[]>;
}

function scopeOf(project: Project, file: SpecFile, { schema, path }: Place, pipeline: Pipeline | undefined): Scope {
  const scope = schema['x-scope'];
  const step = path[0] === 'steps' ? pipeline?.steps.get(String(path[1])) : undefined;
  if (scope === 'scored') {
    const columns = pipeline && step?.kind === 'uses' ? scoredColumns(project, pipeline, step) : UNKNOWN;
    return { dataset: undefined, columns };
  }
  const dataset =
    scope === 'from' && step?.kind === 'uses'
      ? constantText(step.with.get('from'))
      : textAt(file.tree, [...mapOfDataset(scope, path), 'dataset']);
  return { dataset, columns: dataset === undefined ? UNKNOWN : project.facts.columns(dataset) };
}

/** Where `dataset` names the table of the scope. */
function mapOfDataset(scope: string | undefined, path: Path): Path {
  if (scope === 'current') return ['current'];
  return scope === 'beside' ? path.slice(0, -1) : [];
}

/** All datasets of the project; one that reads itself is called a circle, not unknown. */
function datasetsScope(project: Project, file: SpecFile): Scope & { readonly tables: SqlScope } {
  const own = textAt(file.tree, ['dataset']);
  const named = own === undefined ? UNKNOWN : project.facts.reads(own);
  const known: Record<string, readonly Column[]> = {};
  let complete = named.kind === 'known';
  const read = new Set(named.kind === 'known' ? named.value : []);
  for (const name of project.datasets.keys()) {
    const columns = read.has(name) ? project.facts.columns(name) : undefined;
    if (columns !== undefined && columns.kind !== 'known') complete = false;
    known[name] = columns?.kind === 'known' ? columns.value : [];
  }
  return { dataset: undefined, columns: UNKNOWN, tables: { tables: known, complete } };
}

/** What the expressions would give with the params' defaults; where that cannot be told, null. */
function bindingsOf(sql: SqlText, pipeline: Pipeline | undefined): SqlBindings {
  const contexts = pipeline === undefined ? {} : sampleContexts(pipeline);
  return Object.fromEntries(
    sql.bindings.map(({ name, expression }) => {
      const value = evaluate(expression, contexts);
      return [name, value instanceof EvaluationError ? null : bindable(value)];
    }),
  );
}

const SAMPLES = { boolean: true, integer: 1, float: 0.5, string: '' } as const;

const sampleContexts = onceForEach((pipeline: Pipeline): Contexts => {
  const params = [...pipeline.params.values()].map((param) => [param.name, param.default ?? SAMPLES[param.type]]);
  return { params: Object.fromEntries(params) as ExpressionValue };
});

function bindable(value: ExpressionValue): SqlBindings[string] {
  return typeof value === 'object' ? null : value;
}

/** Names a piece of SQL together with all that decides what it is, its columns included where they are known. */
export const sqlKey = onceForEach(({ kind, sql, bindings, columns, tables }: SqlSite): string => {
  const scope =
    tables !== undefined ? scopeText(tables) : columns.kind === 'known' ? columnsText(columns.value) : 'null';
  const own = [kind, sql.text, bindings].map((part) => JSON.stringify(part));
  return hash('sha256', `[${own.join(',')},${scope}]`);
});

function scopeText({ complete, tables }: SqlScope): string {
  const known = Object.entries(tables).map(([name, columns]) => `[${JSON.stringify(name)},${columnsText(columns)}]`);
  return `[${complete},[${known.join(',')}]]`;
}

const columnsText = onceForEach((columns: readonly Column[]): string =>
  JSON.stringify(columns.map(({ name, sqlType }) => [name, sqlType])),
);

/** What is known about a piece of SQL. */
export function sqlFact(project: Project, site: SqlSite): Fact<SqlFact> {
  return project.facts.sql(sqlKey(site));
}

/** What is known about SQL in a pipeline. */
export function sqlFactOf(project: Project, pipeline: Pipeline, { path }: NamedSql): Fact<SqlFact> {
  const file = project.files.get(pipeline.file);
  return file === undefined ? UNKNOWN : sqlFactAt(project, file, path);
}

/** What is known about the SQL at a place of a file. */
export function sqlFactAt(project: Project, file: SpecFile, path: Path): Fact<SqlFact> {
  const site = sqlSiteAt(project, file, path);
  return site === undefined ? UNKNOWN : sqlFact(project, site);
}
