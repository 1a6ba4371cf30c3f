import type { RunEvent } from '../../pipeline/events.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';

/**
 * The queue of a project's runs, shared by every process of its store. A run that waits is a running run whose tag
 * `modelyard.queued` holds its number: held by its process as any other, so that whoever dies waiting frees its place and
 * `cancel` and `attach` work. Places are given and taken under one lock; the lowest number is next.
 */
export type QueueStores = Pick<Stores, 'runs' | 'locks'>;

/** Runs that wait, the next one first. Runs of dead processes are among them until the store has reaped. */
export async function queuedRuns(stores: Pick<Stores, 'runs'>): Promise<readonly Run[]> {
  return (await runningRuns(stores)).waiting;
}

/** Whether a run waits for its turn. */
export function isQueued({ status, tags }: Pick<Run, 'status' | 'tags'>): boolean {
  return status === 'running' && tags[RUN_TAGS.queued] !== undefined;
}

/** Begins a run at once where fewer than `jobs` are at work and none waits, else with the tag of its place. */
export function enterQueue<T>(
  stores: QueueStores,
  { jobs, signal }: { readonly jobs: number; readonly signal: AbortSignal },
  begin: (tags: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const enter = async () => {
    const { working, waiting } = await livingRuns(stores);
    if (waiting.length === 0 && working.length < jobs) return begin({});
    return begin({ [RUN_TAGS.queued]: String(numberOf(waiting.at(-1)) + 1) });
  };
  return stores.locks.exclusively(QUEUE, enter, signal);
}

export interface Waiting {
  readonly run: string;
  readonly pipeline: string;
  readonly jobs: number;
  /** Whether the time of its start is that of its turn. */
  readonly isNew: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  emit(event: RunEvent): void;
}

/** Comes back when it is the run's turn, which is then at work, or when the signal has fired. */
export async function waitForTurn(stores: QueueStores, waiting: Waiting): Promise<void> {
  const { run, jobs, signal, clock } = waiting;
  let told = '';
  while (!signal.aborted) {
    const seen = await livingRuns(stores);
    if (isNext(seen, run, jobs) && (await takeTurn(stores, waiting))) return;
    const event = placeOf(seen, waiting);
    const place = `${event.after?.run} ${event.before}`;
    if (place !== told) waiting.emit(event);
    told = place;
    await clock.sleep(PAUSE, signal).catch(() => undefined);
  }
}

/** Takes a run out of the queue whose wait was cancelled, or that is resumed without one. */
export async function leaveQueue({ runs }: Pick<Stores, 'runs'>, run: string): Promise<void> {
  await runs.deleteTag(run, RUN_TAGS.queued);
}

const QUEUE = 'queue of runs';
const PAUSE = 150;
/** More are never at work together. */
const MOST = 1000;

interface Living {
  /** The oldest first. */
  readonly working: readonly Run[];
  /** The next first. */
  readonly waiting: readonly Run[];
}

async function livingRuns(stores: Pick<Stores, 'runs'>): Promise<Living> {
  await stores.runs.reap();
  return runningRuns(stores);
}

async function runningRuns({ runs }: Pick<Stores, 'runs'>): Promise<Living> {
  const { runs: found } = await runs.search({
    filter: `attributes.status = 'RUNNING'`,
    orderBy: ['attributes.start_time ASC'],
    topLevel: true,
    limit: MOST,
  });
  const ours = found.filter(({ tags }) => tags[RUN_TAGS.pipeline] !== undefined);
  return {
    working: ours.filter((run) => !isQueued(run)),
    waiting: ours.filter(isQueued).sort((a, b) => numberOf(a) - numberOf(b)),
  };
}

function numberOf(run: Run | undefined): number {
  return Number(run?.tags[RUN_TAGS.queued] ?? 0);
}

function isNext({ working, waiting }: Living, run: string, jobs: number): boolean {
  return waiting[0]?.id === run && working.length < jobs;
}

async function takeTurn(stores: QueueStores, { run, jobs, isNew, clock, signal }: Waiting): Promise<boolean> {
  const take = async () => {
    if (!isNext(await livingRuns(stores), run, jobs)) return false;
    if (isNew) await stores.runs.log(run, { startTime: clock.now() });
    await leaveQueue(stores, run);
    return true;
  };
  return stores.locks.exclusively(QUEUE, take, signal).catch((error: unknown) => {
    if (signal.aborted) return false;
    throw error;
  });
}

function placeOf({ working, waiting }: Living, { run, pipeline, clock }: Waiting) {
  const [first] = working;
  return {
    type: 'run.queued',
    run,
    pipeline,
    after: first === undefined ? null : { run: first.id, pipeline: first.tags[RUN_TAGS.pipeline] ?? first.name },
    before: waiting.findIndex(({ id }) => id === run),
    at: new Date(clock.now()).toISOString(),
  } as const;
}
