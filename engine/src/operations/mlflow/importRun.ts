import { Failure } from '../../failure.ts';
import type { SourceRun } from '../../ports/runSource.ts';
import type { Metric, Run } from '../../ports/runStore.ts';
import { importFiles } from './importFiles.ts';
import { type Importing, reasonOf } from './importing.ts';
import { IMPORT_TAGS, takenTags } from './importTags.ts';

/** Points in one transaction. */
const BATCH = 10_000;

export type Imported = 'imported' | 'skipped';

/** Copies one run with all it logged; what an import that was stopped has copied stays. */
export async function importRun(run: SourceRun, experiment: string, importing: Importing): Promise<Imported> {
  const { runs } = importing.stores;
  if (!/^[0-9a-f]{32}$/.test(run.id))
    throw new Failure('run-id', `${run.id.slice(0, 80)} is no id of a run: 32 hex digits.`, { next: 'Leave it out.' });
  const before = await known(run.id, importing);
  if (before !== undefined && !isUnfinished(before)) return 'skipped';
  if (before === undefined) await begin(run, experiment, importing);
  await runs.log(run.id, { params: run.params, tags: takenTags(run.tags), datasets: run.datasets });
  await copyMetrics(run, importing);
  await copyArtifacts(run, before, importing);
  await finish(run, importing);
  return 'imported';
}

/** Undefined where this store has no such run. */
export async function known(id: string, { stores }: Importing): Promise<Run | undefined> {
  try {
    return await stores.runs.run(id);
  } catch (error) {
    if (error instanceof Failure && error.reason === 'run-not-found') return undefined;
    throw error;
  }
}

/** Whole runs and our own are left as they are. */
function isUnfinished({ tags, lifecycle }: Run): boolean {
  return lifecycle === 'active' && tags[IMPORT_TAGS.from] !== undefined && tags[IMPORT_TAGS.state] !== 'whole';
}

async function begin(run: SourceRun, experiment: string, importing: Importing): Promise<void> {
  const { runs } = importing.stores;
  const isParentHere = run.parent !== undefined && (await known(run.parent, importing)) !== undefined;
  await runs.createRun({
    id: run.id,
    experiment: { id: experiment },
    name: run.name,
    ...(isParentHere ? { parent: run.parent! } : {}),
    startTime: run.startTime,
    user: run.user,
    reported: 'RUNNING',
    tags: { [IMPORT_TAGS.from]: run.source.place },
  });
}

/** Equal points are kept once, so that all of a metric may be given again. */
async function copyMetrics(run: SourceRun, { source, stores, signal }: Importing): Promise<void> {
  let batch: Metric[] = [];
  const write = async () => {
    if (batch.length > 0) await stores.runs.log(run.id, { metrics: batch });
    batch = [];
  };
  for (const key of Object.keys(run.metrics)) {
    signal.throwIfAborted();
    for (const point of await source.history(run.id, key)) {
      batch.push({ key, ...point });
      if (batch.length === BATCH) await write();
    }
  }
  await write();
}

async function copyArtifacts(run: SourceRun, before: Run | undefined, importing: Importing): Promise<void> {
  const { runs } = importing.stores;
  const there = new Set(before?.artifacts.map(({ path }) => path));
  try {
    await importFiles(
      { kind: 'run', id: run.id },
      importing,
      (artifact) => runs.putArtifact({ kind: 'run', id: run.id }, artifact),
      there,
    );
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== 'artifacts-elsewhere') throw error;
    importing.leaveOut(`artifacts of run ${run.id}`, reasonOf(error));
  }
}

/** A run that goes on where it is kept is looked at again next time. */
async function finish(run: SourceRun, { stores }: Importing): Promise<void> {
  const status = run.reported ?? 'FINISHED';
  const isOver = status !== 'RUNNING' && status !== 'SCHEDULED';
  await stores.runs.updateRun(run.id, {
    status,
    ...(isOver && run.endTime !== undefined ? { endTime: run.endTime } : {}),
  });
  if (isOver) await stores.runs.log(run.id, { tags: { [IMPORT_TAGS.state]: 'whole' } });
}
