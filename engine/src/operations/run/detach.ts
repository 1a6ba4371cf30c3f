import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';

/** A run that goes on without us. */
export interface DetachedRun {
  readonly run: string;
  readonly status: 'running';
}

const PATIENCE = 30_000;
const PAUSE = 100;

/** Starts a run in a process of its own and comes back once it has begun. */
export async function detach(
  host: Host,
  stores: Stores,
  { run, args }: { readonly run: string; readonly args: readonly string[] },
): Promise<DetachedRun> {
  const log = path.join(stores.folder, 'runs', run, 'process.log');
  await host.startDetached(args, log);
  const end = host.clock.now() + PATIENCE;
  while (host.clock.now() < end) {
    const found = await stores.runs.run(run).catch(() => undefined);
    if (found) return { run, status: 'running' };
    const said = ((await host.files.read(log)) ?? '').split('\n').find((line) => line.startsWith('error'));
    if (said) throw notStarted(said, log);
    await host.clock.sleep(PAUSE);
  }
  throw notStarted('it did not begin within 30 s', log);
}

function notStarted(why: string, log: string): Failure {
  return new Failure('not-started', `The run could not be started: ${why.replace(/^error: /, '')}`, {
    next: `All it said is in ${log}.`,
  });
}
