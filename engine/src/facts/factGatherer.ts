import { posix } from 'node:path';
import { columnsOf } from '../data/datasetVersion.ts';
import { resolveSource } from '../data/source.ts';
import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import type { Dataset } from '../project/dataset.ts';
import { type Fact, type Facts, type SourceFact, type SqlFact, UNKNOWN } from '../project/facts.ts';
import { programFiles } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import { type SqlSite, sqlKey, sqlSites } from '../project/sqlSites.ts';
import { sourcePaths } from './sourcePaths.ts';

export interface FactSources {
  /** Absolute path of the project. */
  readonly root: string;
  readonly files: Files;
  /** A data source that may read these files, absolute paths. Absent: nothing is opened, what is in data stays unknown. */
  readonly openData?: ((readable: readonly string[]) => Promise<DataSource>) | undefined;
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
    const gathered: Gathered = { files, sources, columns: new Map(), sql: new Map() };
    const { openData } = this.#sources;
    if (openData !== undefined && needsData(project, sources)) {
      const readable = [...sources.values()].flatMap((found) => (found.kind === 'found' ? found.table.files : []));
      const data = await openData(readable);
      try {
        await readColumns(data, gathered);
        await bindSql(data, project, gathered);
      } finally {
        await data.close();
      }
    }
    return project.withFacts(factsOf(gathered));
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

  async #findSource(project: Project, dataset: Dataset): Promise<FoundSource> {
    const { files, root, variables } = this.#sources;
    const paths = sourcePaths(dataset, project.variables, variables);
    if (paths === undefined || paths.length === 0) return { kind: 'unknown' };
    const table = await unlessFailure(resolveSource(files, root, paths));
    if (!(table instanceof Failure)) return { kind: 'found', table };
    return table.reason === 'source-not-found' ? { kind: 'absent' } : { kind: 'unreadable', why: said(table) };
  }
}

type FoundSource =
  | { readonly kind: 'found'; readonly table: TableFiles }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'unknown' };

interface Gathered {
  readonly files: ReadonlyMap<string, Fact<'file' | 'folder'>>;
  readonly sources: Map<string, FoundSource>;
  readonly columns: Map<string, readonly Column[]>;
  readonly sql: Map<string, Fact<SqlFact>>;
}

function factsOf({ files, sources, columns, sql }: Gathered): Facts {
  return {
    file: (path) => files.get(path) ?? UNKNOWN,
    source: (dataset) => sourceFact(sources.get(dataset)),
    columns: (dataset) => {
      const value = columns.get(dataset);
      return value === undefined ? UNKNOWN : { kind: 'known', value };
    },
    sql: (key) => sql.get(key) ?? UNKNOWN,
  };
}

function sourceFact(found: FoundSource | undefined): Fact<SourceFact> {
  if (found === undefined || found.kind === 'unknown') return UNKNOWN;
  if (found.kind === 'absent') return { kind: 'absent' };
  if (found.kind === 'unreadable') return { kind: 'known', value: { files: 0, unreadable: found.why } };
  return { kind: 'known', value: { files: found.table.files.length } };
}

function needsData(project: Project, sources: ReadonlyMap<string, FoundSource>): boolean {
  return [...sources.values()].some((found) => found.kind === 'found') || sqlSites(project).length > 0;
}

async function readColumns(data: DataSource, { sources, columns }: Gathered): Promise<void> {
  for (const [dataset, found] of sources) {
    if (found.kind !== 'found') continue;
    const read = await unlessFailure(columnsOf(data, found.table));
    if (read instanceof Failure) sources.set(dataset, { kind: 'unreadable', why: said(read) });
    else columns.set(dataset, read);
  }
}

/** SQL over what other SQL gives can be bound only after it: it is looked for again until nothing new comes. */
async function bindSql(data: DataSource, project: Project, gathered: Gathered): Promise<void> {
  for (;;) {
    const sites = sqlSites(project.withFacts(factsOf(gathered))).filter((site) => !gathered.sql.has(sqlKey(site)));
    if (sites.length === 0) return;
    for (const site of sites) gathered.sql.set(sqlKey(site), await bound(data, site));
  }
}

/** Where the columns are not known, only what is wrong whatever they are is told. */
async function bound(data: DataSource, { kind, sql, bindings, columns }: SqlSite): Promise<Fact<SqlFact>> {
  const known = columns.kind === 'known' ? columns.value : undefined;
  const value = await data.bind(sql.text, { kind, columns: known ?? [], bindings });
  const isCertain = known !== undefined || (value.kind === 'refused' && value.code === 'sql-syntax');
  return isCertain ? { kind: 'known', value } : UNKNOWN;
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
