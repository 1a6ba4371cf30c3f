import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Column } from '../language/columnType.ts';
import type { TableFiles } from '../ports/dataSource.ts';
import type { FileStat } from '../ports/files.ts';
import { blobIdOf } from '../project/blobId.ts';
import type { Dataset } from '../project/dataset.ts';
import {
  type BaselineFact,
  type Fact,
  type Facts,
  type LeakFact,
  type RepeatFact,
  type SourceFact,
  type SqlFact,
  UNKNOWN,
} from '../project/facts.ts';
import type { Project } from '../project/project.ts';
import { readingOfDataset } from '../project/reading.ts';
import { withLocks } from './locks.ts';
import type { GatheredHistory } from './registryFacts.ts';

/** What was seen of the world outside the spec files; plain data, which may come from another process. */
export interface GatheredFacts {
  /** Of paths that programs need. */
  readonly files: Readonly<Record<string, Fact<'file' | 'folder'>>>;
  readonly datasets: Readonly<Record<string, GatheredDataset>>;
  readonly sql: Readonly<Record<string, Fact<SqlFact>>>;
  readonly leaks: Readonly<Record<string, readonly LeakFact[]>>;
  readonly repeats: Readonly<Record<string, RepeatFact>>;
  /** By path, as monitors name them. */
  readonly baselines: Readonly<Record<string, Fact<BaselineFact>>>;
  /** Of files of the registry that git says something against, by path. */
  readonly history: Readonly<Record<string, GatheredHistory>>;
}

/** What was seen of one dataset. */
export interface GatheredDataset {
  /** What its spec said then (`datasetKey`): what was seen counts only while it still says so. */
  readonly of: string;
  readonly source: FoundSource;
  /** Sizes and times (`stampOf`) of what the columns were read from (`pathsOf`). */
  readonly stamp?: string;
  readonly columns?: readonly Column[];
  /** Of one that is SQL: the tables that it names. */
  readonly reads?: readonly string[];
  /** Where it has a lock, and the version is remembered. */
  readonly version?: string;
}

export type FoundSource =
  | { readonly kind: 'found'; readonly table: TableFiles; readonly unlike?: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why?: string };

export const NOTHING_GATHERED: GatheredFacts = {
  files: {},
  datasets: {},
  sql: {},
  leaks: {},
  repeats: {},
  baselines: {},
  history: {},
};

/** Files of a table and the folders that they lie in, which change when a file comes or goes. */
export function pathsOf({ files }: TableFiles): readonly string[] {
  return [...files, ...new Set(files.map((file) => posix.dirname(file)))];
}

/** Short for the sizes and times of files: another when one of them changes. */
export function stampOf(stats: readonly (FileStat | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(stats)).digest('hex');
}

/** All of a dataset's spec that decides where its rows come from and how they are read. */
export function datasetKey(dataset: Dataset, project: Project): string {
  const { csv, types, timezone } = readingOfDataset(dataset);
  return JSON.stringify([dataset.source, csv, [...types], timezone ?? null, [...project.variables].sort()]);
}

/** What is known of a snapshot: of a dataset whose spec says something else since, and of SQL over such, nothing. */
export function factsOf(gathered: GatheredFacts, project: Project): Facts {
  const current = currentDatasets(gathered, project);
  const facts: Facts = {
    file: (path) => own(gathered.files, path) ?? UNKNOWN,
    source: (dataset) => sourceFact(current.get(dataset)?.source),
    columns: (dataset) => known(current.get(dataset)?.columns),
    reads: (dataset) => known(current.get(dataset)?.reads),
    columnsFrom: (dataset) => columnsFrom(current.get(dataset)),
    version: (dataset) => known(current.get(dataset)?.version),
    sql: (key) => own(gathered.sql, key) ?? UNKNOWN,
    leaks: (key) => known(own(gathered.leaks, key)),
    repeats: (key) => known(own(gathered.repeats, key)),
    baseline: (path) => own(gathered.baselines, path) ?? UNKNOWN,
    history: (path) => known(historyOf(gathered, project, path)),
  };
  const locks = new Map([...project.locks].filter(([name]) => current.has(name) || !project.datasets.has(name)));
  return withLocks(facts, { locks });
}

/** While the file says what it said then. */
function historyOf({ history }: GatheredFacts, project: Project, path: string): GatheredHistory['found'] | undefined {
  const seen = own(history, path);
  const file = project.files.get(path);
  return seen !== undefined && file !== undefined && blobIdOf(file) === seen.of ? seen.found : undefined;
}

/** Those that were seen as their specs, and those of the datasets that they read, are now. */
function currentDatasets(gathered: GatheredFacts, project: Project): ReadonlyMap<string, GatheredDataset> {
  const verdicts = new Map<string, boolean>();
  const isCurrent = (name: string): boolean => {
    const verdict = verdicts.get(name);
    if (verdict !== undefined) return verdict;
    verdicts.set(name, true);
    const dataset = project.datasets.get(name);
    const seen = own(gathered.datasets, name);
    const isSame =
      dataset === undefined ? seen === undefined : seen !== undefined && seen.of === datasetKey(dataset, project);
    const current = isSame && (seen?.reads ?? []).every(isCurrent);
    verdicts.set(name, current);
    return current;
  };
  return new Map(Object.entries(gathered.datasets).filter(([name]) => project.datasets.has(name) && isCurrent(name)));
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function known<T>(value: T | undefined): Fact<T> {
  return value === undefined ? UNKNOWN : { kind: 'known', value };
}

/** Of CSV the first rows alone are looked at, and SQL may be over such. */
function columnsFrom(seen: GatheredDataset | undefined): 'data' | 'sample' | undefined {
  if (seen?.columns === undefined) return undefined;
  return seen.source.kind === 'found' && seen.source.table.format !== 'csv' ? 'data' : 'sample';
}

function sourceFact(found: FoundSource | undefined): Fact<SourceFact> {
  if (found === undefined || found.kind === 'unknown')
    return found?.why === undefined ? UNKNOWN : { kind: 'unknown', reason: found.why };
  if (found.kind === 'absent') return { kind: 'absent' };
  if (found.kind === 'unreadable') return { kind: 'known', value: { files: 0, unreadable: found.why } };
  const { table, unlike } = found;
  return { kind: 'known', value: { files: table.files.length, ...(unlike === undefined ? {} : { unlike }) } };
}
