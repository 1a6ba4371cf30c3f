import type { RunStore } from '../../ports/runStore.ts';
import type { VersionBefore } from '../../ports/step.ts';
import type { VersionRecords } from './versionRecord.ts';

/** What is told of a dataset's versions: by this store, and by the lock that comes with the project. */
export interface ToldVersions {
  readonly records: VersionRecords;
  readonly runs: Pick<RunStore, 'search'>;
  readonly lock: { readonly version: string | undefined; readonly rows: number | undefined } | undefined;
}

const MOST_RUNS = 1000;

/**
 * The version before another: the newest other one that a run of this store has read; where there is none, as in CI on a fresh
 * clone, the one of the lock, if that is another.
 */
export async function versionBefore(
  dataset: string,
  version: string,
  told: ToldVersions,
): Promise<VersionBefore | undefined> {
  return (await recorded(dataset, version, told)) ?? (await readByRun(dataset, version, told)) ?? locked(version, told);
}

async function recorded(dataset: string, version: string, { records }: ToldVersions) {
  const newest = (await records.all(dataset)).find((record) => record.version !== version);
  return (
    newest && { version: newest.version, rows: newest.rows, source: `first read ${newest.firstSeen.slice(0, 10)}` }
  );
}

/** Datasets that are SQL over others have no records of their own. */
async function readByRun(dataset: string, version: string, { runs }: ToldVersions): Promise<VersionBefore | undefined> {
  const page = await runs.search({ filter: `datasets.name = '${dataset}'`, topLevel: true, limit: MOST_RUNS });
  for (const run of page.runs) {
    const other = run.datasets.find((one) => one.name === dataset && one.version !== version);
    if (other?.rows !== undefined)
      return { version: other.version, rows: other.rows, source: `run ${run.id.slice(0, 8)}` };
  }
  return undefined;
}

function locked(version: string, { lock }: ToldVersions): VersionBefore | undefined {
  if (lock?.version === undefined || lock.rows === undefined || lock.version === version) return undefined;
  return { version: lock.version, rows: lock.rows, source: 'its lock' };
}
