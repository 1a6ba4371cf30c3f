import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';

/** A run that goes on without us. */
export interface DetachedRun {
  readonly run: string;
  readonly status: 'running';
}

export interface Detaching {
  readonly run: string;
  /** What is typed after `modelyard`. */
  readonly args: readonly string[];
  /** The run as it is before, where it goes on. */
  readonly resume?: Run | undefined;
}

/** What a run tells stands in its events: its own process writes only what went wrong. */
export const SILENT = ['--quiet', '--format', 'json'] as const;

const PATIENCE = 30_000;
const PAUSE = 25;

/** Starts a run in a process of its own and comes back once it has begun. */
export async function detach(host: Host, stores: Stores, { run, args, resume }: Detaching): Promise<DetachedRun> {
  const log = path.join(stores.folder, 'runs', run, 'process.log');
  const before = ((await host.files.read(log)) ?? '').length;
  await host.startDetached(args, log);
  // Counted: the clock may be set meanwhile.
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    const found = await stores.runs.run(run).catch(() => undefined);
    if (found && hasBegun(found, resume)) return { run, status: 'running' };
    const text = ((await host.files.read(log)) ?? '').slice(before);
    const said = text.split('\n').find((line) => line.startsWith('error'));
    if (said) throw notStarted(said, log);
    await host.clock.sleep(PAUSE);
  }
  throw notStarted('it did not begin within 30 s', log);
}

/** One that goes on may have ended again since. */
function hasBegun(run: Run, before: Run | undefined): boolean {
  return before === undefined || run.status === 'running' || run.endTime !== before.endTime;
}

function notStarted(why: string, log: string): Failure {
  return new Failure('not-started', `The run could not be started: ${why.replace(/^error: /, '')}`, {
    next: `All it said is in ${log}.`,
  });
}
