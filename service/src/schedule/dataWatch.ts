import { createHash } from 'node:crypto';
import { datasetVersion } from '../../../engine/src/data/versions/datasetVersion.ts';
import { Failure } from '../../../engine/src/failure.ts';
import { sourceFiles } from '../../../engine/src/operations/data/sourceFiles.ts';
import type { TableFiles } from '../../../engine/src/ports/dataSource.ts';
import type { Host, Stores } from '../../../engine/src/ports/host.ts';
import type { Dataset } from '../../../engine/src/project/dataset.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import { sqlIdentifiers } from '../../../engine/src/project/sqlIdentifiers.ts';

/** Files that were written to less than this many milliseconds ago may not be whole yet. */
const STILL = 10_000;

interface Seen {
  /** Paths, sizes and times of its files. */
  readonly look: string;
  readonly version: string | undefined;
}

/**
 * Versions of datasets by cheap looks at their files: bytes are read when size or time of one has changed and then stood still from one look
 * to the next. Programs that write data are not run.
 */
export class DataWatch {
  readonly #host: Host;
  readonly #stores: Pick<Stores, 'memo' | 'folder'>;
  readonly #root: string;
  readonly #seen = new Map<string, Seen>();

  constructor(host: Host, stores: Pick<Stores, 'memo' | 'folder'>, root: string) {
    this.#host = host;
    this.#stores = stores;
    this.#root = root;
  }

  /** A text that is another one when the data is; undefined while files change, where they are not there, or cannot be read. */
  async version(project: Project, name: string): Promise<string | undefined> {
    const named = filesUnder(project, name);
    if (named === undefined) return undefined;
    const versions: string[] = [];
    for (const dataset of named) {
      const version = await this.#versionOf(project, dataset);
      if (version === undefined) return undefined;
      versions.push(`${dataset.name} ${version}`);
    }
    return createHash('sha256').update(versions.join('\n')).digest('hex');
  }

  async #versionOf(project: Project, dataset: Dataset): Promise<string | undefined> {
    try {
      const { files, clock } = this.#host;
      const table = await this.#files(project, dataset);
      const stats = await files.stats(table.files);
      const look = JSON.stringify(stats.map((stat, index) => [table.files[index], stat?.size, stat?.modified]));
      const before = this.#seen.get(dataset.name);
      const newest = Math.max(...stats.map((stat) => stat?.modified ?? 0));
      const isStill = before === undefined ? Math.abs(clock.now() - newest) >= STILL : before.look === look;
      const version = before?.look === look ? before.version : undefined;
      if (!isStill || version !== undefined) {
        this.#seen.set(dataset.name, { look, version });
        return version;
      }
      const found = await datasetVersion(this.#root, table, { files, memo: this.#stores.memo });
      this.#seen.set(dataset.name, { look, version: found.version });
      return found.version;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }

  #files({ datasets, locks, variables }: Project, dataset: Dataset): Promise<TableFiles> {
    const named = [...variables].map((name) => [name, this.#host.machine.variables[name] ?? null]);
    const request = {
      host: this.#host,
      stores: this.#stores as Stores,
      root: this.#root,
      datasets,
      locks,
      tmpFolder: this.#host.tmpFolder,
      variables: Object.fromEntries(named),
      frozen: true,
    } as const;
    return sourceFiles(dataset, request, { signal: new AbortController().signal, log: undefined });
  }
}

/** The datasets whose files a dataset is made of: itself, or those that its SQL names, and theirs; undefined for one that is not there. */
function filesUnder({ datasets }: Project, name: string): readonly Dataset[] | undefined {
  const found = new Map<string, Dataset>();
  const seen = new Set<string>();
  const visit = (each: string): boolean => {
    if (seen.has(each)) return true;
    seen.add(each);
    const dataset = datasets.get(each);
    if (dataset === undefined) return false;
    if (dataset.source.kind !== 'sql') {
      found.set(each, dataset);
      return true;
    }
    const named = [...sqlIdentifiers(dataset.source.sql.text)].filter((one) => datasets.has(one));
    return named.every(visit);
  };
  return visit(name) ? [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) : undefined;
}
