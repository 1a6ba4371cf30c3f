import { posix } from 'node:path';
import { resolveSource } from '../data/sources/source.ts';
import { columnsOf } from '../data/versions/datasetVersion.ts';
import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import type { Memo } from '../ports/memo.ts';
import type { Dataset } from '../project/dataset.ts';
import { type Fact, type Facts, type LeakFact, type SourceFact, type SqlFact, UNKNOWN } from '../project/facts.ts';
import { programFiles } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import { readingOfDataset } from '../project/reading.ts';
import { sourceContexts, sourceText } from '../project/sourceText.ts';
import { type SqlSite, sqlKey, sqlSites } from '../project/sqlSites.ts';
import { findLeaks } from './leakage.ts';
import { rememberedVersion, withLocks } from './locks.ts';
import { unlikeFiles } from './unlikeFiles.ts';

export interface FactSources {
  /** Absolute path of the project. */
  readonly root: string;
  readonly files: Files;
  /** A data source that may read these files, absolute paths. Absent: nothing is opened, what is in data stays unknown. */
  readonly openData?: ((readable: readonly string[]) => Promise<DataSource>) | undefined;
  /** What was computed before, for versions of data; undefined where nothing is. */
  readonly openMemo?: (() => Promise<Memo | undefined>) | undefined;
  /** Whether data may be opened, or SQL be bound to what locks say alone; default true. */
  readonly readsData?: boolean;
  /** Variables of the environment, for `env.NAME` in a source. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Looks at the world outside the spec files, once for each question. The one way slow knowledge enters a snapshot. */
export class FactGatherer {
  readonly #sources: FactSources;

  constructor(sources: FactSources) {
    this.#sources = sources;
  }

  /** The same snapshot with everything known that can be. Nothing that cannot be read makes it fail. */
  async gather(project: Project): Promise<Project> {
    const [files, sources] = await Promise.all([this.#lookForFiles(project), this.#findSources(project)]);
    const versions = await this.#rememberedVersions(project, sources);
    const { locks } = project;
    const gathered: Gathered = {
      files,
      sources,
      versions,
      locks,
      columns: new Map(),
      reads: new Map(),
      sql: new Map(),
      leaks: new Map(),
    };
    const { openData, readsData = true } = this.#sources;
    if (openData !== undefined && needsData(project, sources)) {
      const found = readsData ? [...sources.values()] : [];
      const readable = found.flatMap((one) => (one.kind === 'found' ? one.table.files : []));
      const data = await openData(readable);
      try {
        if (readsData) await readColumns(data, gathered);
        await readNames(data, project, gathered);
        await bindSql(data, project, gathered);
        if (readsData) await this.#findLeaks(data, project, gathered);
      } finally {
        await data.close();
      }
    }
    return project.withFacts(factsOf(gathered));
  }

  async #findLeaks(data: DataSource, project: Project, gathered: Gathered): Promise<void> {
    const { files, openMemo } = this.#sources;
    const found = [...gathered.sources].flatMap(([name, one]) =>
      one.kind === 'found' ? [[name, one.table] as const] : [],
    );
    const known = project.withFacts(factsOf(gathered));
    const leaks = await findLeaks(known, { data, files, tables: new Map(found), openMemo });
    for (const [key, leak] of leaks) gathered.leaks.set(key, leak);
  }

  async #lookForFiles(project: Project): Promise<ReadonlyMap<string, Fact<'file' | 'folder'>>> {
    const { files, root } = this.#sources;
    const looked = [...programFiles(project)].map(async (path): Promise<[string, Fact<'file' | 'folder'>]> => {
      const stat = await unlessFailure(files.stat(posix.join(root, path)));
      if (stat instanceof Failure) return [path, UNKNOWN];
      if (stat === undefined || stat.kind === 'other') return [path, { kind: 'absent' }];
      return [path, { kind: 'known', value: stat.kind }];
    });
    return new Map(await Promise.all(looked));
  }

  async #findSources(project: Project): Promise<Map<string, FoundSource>> {
    const found = [...project.datasets.values()].map(
      async (dataset): Promise<[string, FoundSource]> => [dataset.name, await this.#findSource(project, dataset)],
    );
    return new Map(await Promise.all(found));
  }

  /** Of the data that a lock can be compared with. */
  async #rememberedVersions(
    project: Project,
    sources: ReadonlyMap<string, FoundSource>,
  ): Promise<ReadonlyMap<string, string>> {
    const { root, files, openMemo } = this.#sources;
    const versions = new Map<string, string>();
    const locked = [...sources].filter(([name, found]) => found.kind === 'found' && project.locks.has(name));
    const memo = locked.length === 0 ? undefined : await openMemo?.();
    if (memo === undefined) return versions;
    for (const [name, found] of locked) {
      const known = found.kind === 'found' ? await rememberedVersion(root, found.table, { files, memo }) : undefined;
      if (known !== undefined) versions.set(name, known.version);
    }
    return versions;
  }

  async #findSource(project: Project, dataset: Dataset): Promise<FoundSource> {
    const { files, root, variables } = this.#sources;
    const { source } = dataset;
    if (source.kind === 'sql') return { kind: 'unknown' };
    const patterns = source.kind === 'files' ? source.patterns : [source.output];
    const contexts = sourceContexts(project.variables, variables);
    const texts = patterns.map(({ text }) => sourceText(text, contexts));
    const unset = texts.find((one) => one.kind === 'unset');
    if (unset !== undefined) return { kind: 'unknown', why: unset.why };
    const paths = texts.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
    if (paths.length === 0) return { kind: 'unknown' };
    const table = await unlessFailure(resolveSource(files, root, paths, readingOfDataset(dataset)));
    if (!(table instanceof Failure)) return { kind: 'found', table };
    if (table.reason !== 'source-not-found') return { kind: 'unreadable', why: said(table) };
    return source.kind === 'program' ? { kind: 'unknown', why: 'its program has not run yet' } : { kind: 'absent' };
  }
}

type FoundSource =
  | { readonly kind: 'found'; readonly table: TableFiles; readonly unlike?: string | undefined }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why?: string };

interface Gathered {
  readonly files: ReadonlyMap<string, Fact<'file' | 'folder'>>;
  readonly sources: Map<string, FoundSource>;
  readonly columns: Map<string, readonly Column[]>;
  /** Of datasets that are SQL: the tables that it names. */
  readonly reads: Map<string, readonly string[]>;
  readonly sql: Map<string, Fact<SqlFact>>;
  readonly leaks: Map<string, readonly LeakFact[]>;
  /** Of data that has a lock, where they are remembered. */
  readonly versions: ReadonlyMap<string, string>;
  readonly locks: Project['locks'];
}

function factsOf({ files, sources, columns, reads, sql, leaks, versions, locks }: Gathered): Facts {
  const facts: Facts = {
    file: (path) => files.get(path) ?? UNKNOWN,
    source: (dataset) => sourceFact(sources.get(dataset)),
    columns: (dataset) => {
      const value = columns.get(dataset);
      return value === undefined ? UNKNOWN : { kind: 'known', value };
    },
    reads: (dataset) => {
      const value = reads.get(dataset);
      return value === undefined ? UNKNOWN : { kind: 'known', value };
    },
    columnsFrom: (dataset) => (columns.has(dataset) ? columnsFrom(sources.get(dataset)) : undefined),
    version: (dataset) => {
      const value = versions.get(dataset);
      return value === undefined ? UNKNOWN : { kind: 'known', value };
    },
    sql: (key) => sql.get(key) ?? UNKNOWN,
    leaks: (key) => {
      const value = leaks.get(key);
      return value === undefined ? UNKNOWN : { kind: 'known', value };
    },
  };
  return withLocks(facts, { locks });
}

/** `columnsOf` looks at the first rows of CSV alone, and SQL may be over such. */
function columnsFrom(found: FoundSource | undefined): 'data' | 'sample' {
  return found?.kind === 'found' && found.table.format !== 'csv' ? 'data' : 'sample';
}

function sourceFact(found: FoundSource | undefined): Fact<SourceFact> {
  if (found === undefined || found.kind === 'unknown')
    return found?.why === undefined ? UNKNOWN : { kind: 'unknown', reason: found.why };
  if (found.kind === 'absent') return { kind: 'absent' };
  if (found.kind === 'unreadable') return { kind: 'known', value: { files: 0, unreadable: found.why } };
  const { table, unlike } = found;
  return { kind: 'known', value: { files: table.files.length, ...(unlike === undefined ? {} : { unlike }) } };
}

function needsData(project: Project, sources: ReadonlyMap<string, FoundSource>): boolean {
  return [...sources.values()].some((found) => found.kind === 'found') || sqlSites(project).length > 0;
}

async function readColumns(data: DataSource, { sources, columns }: Gathered): Promise<void> {
  for (const [dataset, found] of sources) {
    if (found.kind !== 'found') continue;
    const read = await unlessFailure(columnsOf(data, found.table));
    if (read instanceof Failure) sources.set(dataset, { kind: 'unreadable', why: said(read) });
    else {
      columns.set(dataset, read);
      const unlike = await unlessFailure(unlikeFiles(data, found.table, read));
      if (typeof unlike === 'string') sources.set(dataset, { ...found, unlike });
    }
  }
}

async function readNames(data: DataSource, project: Project, { reads }: Gathered): Promise<void> {
  for (const { name, source } of project.datasets.values())
    if (source.kind === 'sql') reads.set(name, await data.tables(source.sql.text));
}

/** SQL over what other SQL gives can be bound only after it: it is looked for again until nothing new comes. */
async function bindSql(data: DataSource, project: Project, gathered: Gathered): Promise<void> {
  for (;;) {
    const sites = sqlSites(project.withFacts(factsOf(gathered))).filter((site) => !gathered.sql.has(sqlKey(site)));
    if (sites.length === 0) return;
    for (const site of sites) {
      const fact = await bound(data, site);
      gathered.sql.set(sqlKey(site), fact);
      const made = datasetMade(project, site);
      if (made !== undefined && fact.kind === 'known' && fact.value.kind === 'bound' && fact.value.columns)
        gathered.columns.set(made, fact.value.columns);
    }
  }
}

/** The dataset whose rows the SQL gives; undefined for other SQL, and where an environment puts files in its place. */
function datasetMade(project: Project, { file, tables }: SqlSite): string | undefined {
  const dataset = tables && [...project.datasets.values()].find((one) => one.file === file.path);
  return dataset?.source.kind === 'sql' ? dataset.name : undefined;
}

/** Where the columns are not known, only what is wrong whatever they are is told. */
async function bound(data: DataSource, { kind, sql, bindings, columns, tables }: SqlSite): Promise<Fact<SqlFact>> {
  const known = columns.kind === 'known' ? columns.value : undefined;
  const scope = tables === undefined ? { columns: known ?? [] } : { tables: tables.tables };
  const value = await data.bind(sql.text, { kind, bindings, ...scope });
  const isCertain = tables?.complete ?? known !== undefined;
  return isCertain || isWrongAnyhow(value) ? { kind: 'known', value } : UNKNOWN;
}

function isWrongAnyhow(value: SqlFact): boolean {
  return value.kind === 'refused' && (value.code === 'sql-syntax' || value.code === 'unknown-table');
}

async function unlessFailure<T>(work: Promise<T>): Promise<T | Failure> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function said({ message, next }: Failure): string {
  return next === undefined ? message : `${message}. ${next}`;
}
