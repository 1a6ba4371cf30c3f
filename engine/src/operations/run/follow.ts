import { Cancelled, Failure } from '../../failure.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { eventFile } from './eventLog.ts';
import { followEvents } from './followEvents.ts';

export const RUN = {
  type: 'string',
  description: 'Id of the run, or the first four digits or more.',
  positional: true,
  required: true,
} as const;

/** How a run that was followed has ended. */
export interface Followed {
  readonly run: string;
  readonly status: Run['status'];
}

/** `attach RUN`: all events from the first on, live while it runs. */
export const attachRun = operation({
  name: 'attach',
  title: 'Follow a run, from its first event on',
  examples: [
    {
      command: 'modelyard attach 9b1f',
      does: 'What it did, and what it does until it ends. Ctrl-C leaves it running.',
    },
  ],
  arguments: { run: RUN },
  result: 'attach',
  async run(host, args, observer): Promise<Followed> {
    const stores = await openStores(host);
    const { id: run } = await topRun(stores, args.run);
    return followRun({ host, stores, run }, observer as Observer<RunEvent>);
  },
  verdict: ({ status }) => (status === 'finished' ? 0 : 1),
});

/** `cancel RUN`: from any process. */
export const cancelRun = operation({
  name: 'cancel',
  title: 'Stop a run, from any process',
  examples: [{ command: 'modelyard cancel 9b1f', does: 'Its running steps end, what is finished stays.' }],
  arguments: { run: RUN },
  result: 'cancel',
  async run(host, args, observer): Promise<Followed> {
    const stores = await openStores(host);
    const run = await topRun(stores, args.run);
    if (!(await stores.runs.requestCancel(run.id)))
      throw new Failure('run-not-running', `The run ${run.id.slice(0, 8)} is not running: it is ${run.status}.`, {
        exitCode: 1,
      });
    const quiet: Observer<RunEvent> = { signal: observer.signal, event: () => {} };
    return followRun({ host, stores, run: run.id }, quiet);
  },
});

/** The pipeline's run, also where a step's nested run was named. */
export async function topRun({ runs }: Pick<Stores, 'runs'>, id: string): Promise<Run> {
  const run = await runs.run(id);
  return run.parent === undefined ? run : topRun({ runs }, run.parent);
}

export interface Following {
  readonly host: Host;
  readonly stores: Stores;
  readonly run: string;
  /** Bytes of its events to pass over. */
  readonly from?: number;
}

/** Tells the events of a run until it has ended. */
export async function followRun(
  { host, stores, run, from = 0 }: Following,
  observer: Observer<RunEvent>,
): Promise<Followed> {
  const state = async () => {
    await stores.runs.reap();
    const { status } = await stores.runs.run(run);
    return status === 'running' ? 'running' : status === 'interrupted' ? 'dead' : 'ended';
  };
  const events = followEvents(eventFile(stores.folder, run), {
    from,
    files: host.files,
    clock: host.clock,
    signal: observer.signal,
    state,
  });
  for await (const event of events) observer.event(event);
  if (observer.signal.aborted) throw goesOn(run);
  return { run, status: (await stores.runs.run(run)).status };
}

function goesOn(run: string): Cancelled {
  const short = run.slice(0, 8);
  return new Cancelled(`run ${short} goes on; \`modelyard attach ${short}\` follows it`);
}
