import { posix } from 'node:path';
import { resolveSource } from '../data/sources/source.ts';
import { Cancelled, Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { referenceBaseline } from '../monitoring/spec/referenceBaseline.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { Memo } from '../ports/memo.ts';
import type { Dataset } from '../project/dataset.ts';
import { type BaselineFact, type Fact, type SqlFact, UNKNOWN } from '../project/facts.ts';
import { baselineFiles } from '../project/monitors.ts';
import { programFiles } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import { readingOfDataset } from '../project/reading.ts';
import { sourceContexts, sourceText } from '../project/sourceText.ts';
import { type SqlSite, sqlKey, sqlSites } from '../project/sqlSites.ts';
import { FactMemory, type SeenTable } from './factMemory.ts';
import {
  datasetKey,
  type FoundSource,
  factsOf,
  type GatheredDataset,
  type GatheredFacts,
  pathsOf,
  stampOf,
} from './gatheredFacts.ts';
import { findLeaks } from './leakage.ts';
import { rememberedVersion } from './locks.ts';
import { RegistryFacts } from './registryFacts.ts';
import { findRepeats, type SeenDataset } from './repeats.ts';

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
  /** What git remembers of the project; absent: nothing is asked of it. */
  readonly git?: Git | undefined;
  /** Where that has begun already. */
  readonly registry?: RegistryFacts | undefined;
  /** Variables of the environment, for `env.NAME` in a source. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export interface GatherOptions {
  readonly signal?: AbortSignal;
  /** Takes what is known before the data is searched for leaks, which may take long. */
  readonly early?: (gathered: GatheredFacts) => void;
}

/**
 * Looks at the world outside the spec files: the one way slow knowledge enters a snapshot. Remembers what it saw between two
 * looks, and keeps the data open, until it is closed.
 */
export class FactGatherer {
  readonly #sources: FactSources;
  readonly #memory: FactMemory | undefined;
  readonly #registry: RegistryFacts | undefined;

  constructor(sources: FactSources) {
    this.#sources = sources;
    this.#memory = sources.openData === undefined ? undefined : new FactMemory(sources.openData);
    const { git, files, root, openMemo, registry } = sources;
    this.#registry = registry ?? (git && new RegistryFacts({ git, files, root }, async () => openMemo?.()));
  }

  /** The same snapshot with everything known that can be, for once: closes. Nothing that cannot be read makes it fail. */
  async gather(project: Project): Promise<Project> {
    try {
      return project.withFacts(factsOf(await this.collect(project), project));
    } finally {
      await this.close();
    }
  }

  /** Everything that can be known about a snapshot. Nothing that cannot be read makes it fail; rejects with `Cancelled`. */
  async collect(project: Project, { signal, early }: GatherOptions = {}): Promise<GatheredFacts> {
    const [files, baselines, sources, history] = await Promise.all([
      this.#lookForFiles(project),
      this.#readBaselines(project),
      this.#findSources(project),
      this.#lookBack(project),
    ]);
    const versions = await this.#rememberedVersions(project, sources);
    const looked: Looked = {
      project,
      files,
      baselines,
      sources,
      versions,
      history,
      stamps: new Map(),
      columns: new Map(),
      reads: new Map(),
      sql: new Map(),
    };
    const memory = this.#memory;
    if (memory === undefined || !needsData(project, sources)) return gatheredOf(looked);
    const { readsData = true } = this.#sources;
    const found = readsData ? [...sources.values()] : [];
    const readable = found.flatMap((one) => (one.kind === 'found' ? one.table.files : []));
    stopIfAborted(signal);
    const data = await memory.data(readable);
    const look: Look = { data, memory, signal };
    const seen = readsData ? await this.#readColumns(look, looked) : new Set<SeenTable>();
    await readNames(look, looked);
    await bindSql(look, looked);
    memory.keep(seen, looked.sql);
    if (!readsData) return gatheredOf(looked);
    early?.(gatheredOf(looked));
    stopIfAborted(signal);
    const repeats = await this.#findRepeats(look, looked);
    return { ...gatheredOf(looked), repeats, leaks: await this.#findLeaks(data, looked) };
  }

  /** Closes the data; the next look opens it again. */
  async close(): Promise<void> {
    await this.#memory?.close();
  }

  async #findLeaks(data: DataSource, looked: Looked): Promise<GatheredFacts['leaks']> {
    const { files, openMemo } = this.#sources;
    const { project, sources } = looked;
    const found = [...sources].flatMap(([name, one]) => (one.kind === 'found' ? [[name, one.table] as const] : []));
    const known = project.withFacts(factsOf(gatheredOf(looked), project));
    return Object.fromEntries(await findLeaks(known, { data, files, tables: new Map(found), openMemo }));
  }

  async #findRepeats({ data, signal }: Look, looked: Looked): Promise<GatheredFacts['repeats']> {
    const { files, openMemo } = this.#sources;
    const tables = new Map<string, SeenDataset>();
    for (const [name, source] of looked.sources) {
      const columns = looked.columns.get(name);
      if (source.kind === 'found' && columns !== undefined) tables.set(name, { table: source.table, columns });
    }
    return Object.fromEntries(await findRepeats(looked.project, { data, files, tables, openMemo, signal }));
  }

  async #readColumns(
    { data, memory, signal }: Look,
    { sources, columns, stamps }: Looked,
  ): Promise<ReadonlySet<SeenTable>> {
    const all = new Set<SeenTable>();
    for (const [dataset, found] of sources) {
      if (found.kind !== 'found') continue;
      stopIfAborted(signal);
      const stats = await unlessFailure(this.#sources.files.stats(pathsOf(found.table)));
      const seen =
        stats instanceof Failure
          ? stats
          : await unlessFailure(memory.table(data, found.table, stats.slice(0, found.table.files.length)));
      if (!(stats instanceof Failure)) stamps.set(dataset, stampOf(stats));
      if (seen instanceof Failure) sources.set(dataset, { kind: 'unreadable', why: said(seen) });
      else {
        all.add(seen);
        columns.set(dataset, seen.columns);
        if (seen.unlike !== undefined) sources.set(dataset, { ...found, unlike: seen.unlike });
      }
    }
    return all;
  }

  async #lookForFiles(project: Project): Promise<GatheredFacts['files']> {
    const { files, root } = this.#sources;
    const baselines = [...baselineFiles(project)].map((path) => posix.normalize(path));
    const looked = [...programFiles(project), ...baselines].map(
      async (path): Promise<[string, Fact<'file' | 'folder'>]> => {
        const stat = await unlessFailure(files.stat(posix.join(root, path)));
        if (stat instanceof Failure) return [path, UNKNOWN];
        if (stat === undefined || stat.kind === 'other') return [path, { kind: 'absent' }];
        return [path, { kind: 'known', value: stat.kind }];
      },
    );
    return Object.fromEntries(await Promise.all(looked));
  }

  async #readBaselines(project: Project): Promise<GatheredFacts['baselines']> {
    const { files, root } = this.#sources;
    const looked = [...baselineFiles(project)].map(async (path): Promise<[string, Fact<BaselineFact>]> => {
      const found = await unlessFailure(referenceBaseline(files, root, path));
      if (!(found instanceof Failure)) {
        const columns = Object.keys({ ...found.label, ...found.outputs, ...found.inputs });
        return [path, { kind: 'known', value: { kind: 'read', columns } }];
      }
      if (found.reason === 'baseline-not-found') return [path, { kind: 'absent' }];
      return [path, { kind: 'known', value: { kind: 'refused', message: found.message.replace(/\.$/, '') } }];
    });
    return Object.fromEntries(await Promise.all(looked));
  }

  /** What git cannot tell is unknown. */
  async #lookBack(project: Project): Promise<GatheredFacts['history']> {
    const history = await unlessFailure(this.#registry?.gather(project) ?? Promise.resolve({}));
    return history instanceof Failure ? {} : history;
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

/** What was seen so far in one look. */
interface Looked {
  readonly project: Project;
  readonly files: GatheredFacts['files'];
  readonly baselines: GatheredFacts['baselines'];
  readonly sources: Map<string, FoundSource>;
  /** Of data that has a lock, where they are remembered. */
  readonly versions: ReadonlyMap<string, string>;
  readonly history: GatheredFacts['history'];
  readonly stamps: Map<string, string>;
  readonly columns: Map<string, readonly Column[]>;
  /** Of datasets that are SQL: the tables that it names. */
  readonly reads: Map<string, readonly string[]>;
  readonly sql: Map<string, Fact<SqlFact>>;
}

interface Look {
  readonly data: DataSource;
  readonly memory: FactMemory;
  readonly signal: AbortSignal | undefined;
}

function gatheredOf({
  project,
  files,
  baselines,
  sources,
  versions,
  history,
  stamps,
  columns,
  reads,
  sql,
}: Looked): GatheredFacts {
  const datasets = [...sources].map(([name, source]): [string, GatheredDataset] => {
    const parts = {
      stamp: stamps.get(name),
      columns: columns.get(name),
      reads: reads.get(name),
      version: versions.get(name),
    };
    const known = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
    return [name, { of: datasetKey(project.datasets.get(name)!, project), source, ...known }];
  });
  return {
    files,
    datasets: Object.fromEntries(datasets),
    sql: Object.fromEntries(sql),
    leaks: {},
    repeats: {},
    baselines,
    history,
  };
}

function needsData(project: Project, sources: ReadonlyMap<string, FoundSource>): boolean {
  return [...sources.values()].some((found) => found.kind === 'found') || sqlSites(project).length > 0;
}

async function readNames({ data, memory }: Look, { project, reads }: Looked): Promise<void> {
  for (const { name, source } of project.datasets.values())
    if (source.kind === 'sql') reads.set(name, await memory.reads(data, source.sql.text));
}

/** SQL over what other SQL gives can be bound only after it: it is looked for again until nothing new comes. */
async function bindSql({ data, memory, signal }: Look, looked: Looked): Promise<void> {
  const { project, sql, columns } = looked;
  for (;;) {
    const known = project.withFacts(factsOf(gatheredOf(looked), project));
    const sites = sqlSites(known).filter((site) => !sql.has(sqlKey(site)));
    if (sites.length === 0) return;
    for (const site of sites) {
      stopIfAborted(signal);
      const key = sqlKey(site);
      const fact = await memory.sql(key, () => bound(data, site));
      sql.set(key, fact);
      const made = datasetMade(project, site);
      if (made !== undefined && fact.kind === 'known' && fact.value.kind === 'bound' && fact.value.columns)
        columns.set(made, fact.value.columns);
    }
  }
}

/** The dataset whose rows the SQL gives; undefined for other SQL, and where an environment puts files in its place. */
function datasetMade(project: Project, { file, tables }: SqlSite): string | undefined {
  const dataset = tables && [...project.datasets.values()].find((one) => one.file === file.path);
  return dataset?.source.kind === 'sql' ? dataset.name : undefined;
}

/** Where the columns are not known, or two have one name, only what is wrong whatever they are is told. */
async function bound(data: DataSource, { kind, sql, bindings, columns, tables }: SqlSite): Promise<Fact<SqlFact>> {
  const known = columns.kind === 'known' && hasNamesOnce(columns.value) ? columns.value : undefined;
  const scope = tables === undefined ? { columns: known ?? [] } : { tables: tables.tables };
  const value = await data.bind(sql.text, { kind, bindings, ...scope });
  const isCertain = tables?.complete ?? known !== undefined;
  return isCertain || isWrongAnyhow(value) ? { kind: 'known', value } : UNKNOWN;
}

function hasNamesOnce(columns: readonly Column[]): boolean {
  return new Set(columns.map(({ name }) => name.toLowerCase())).size === columns.length;
}

function isWrongAnyhow(value: SqlFact): boolean {
  return value.kind === 'refused' && (value.code === 'sql-syntax' || value.code === 'unknown-table');
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
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
