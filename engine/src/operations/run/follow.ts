import { Cancelled, Failure } from '../../failure.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { loadProject } from '../../project/load.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { eventFile, followEvents } from './eventLog.ts';
import { resolveParams } from './params.ts';
import { pipelineOf, specsOf } from './run.ts';
import { type RunResult, runPipeline, runVerdict } from './runPipeline.ts';

const RUN = {
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
    return follow(host, stores, await topRun(stores, args.run), observer as Observer<RunEvent>);
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
    return follow(host, stores, run, quiet);
  },
});

/** `resume RUN`: on from the last finished step. */
export const resumeRun = operation({
  name: 'resume',
  title: 'Go on with a run that was interrupted, cancelled or failed',
  examples: [{ command: 'modelyard resume 9b1f', does: 'Finished steps stay as they are; the others run.' }],
  arguments: { run: RUN },
  result: 'run',
  async run(host, args, observer): Promise<RunResult> {
    const { root, ...stores } = await openStores(host);
    const run = await topRun(stores, args.run);
    if (run.status === 'finished')
      throw new Failure('run-finished', `The run ${run.id.slice(0, 8)} has finished; there is nothing left to do.`, {
        exitCode: 1,
      });
    const call = JSON.parse(run.tags[RUN_TAGS.call] ?? '{}') as { selection?: object; environment?: string | null };
    const project = await loadProject(host.files, root, { environment: call.environment ?? undefined });
    const pipeline = pipelineOf(project, run.tags[RUN_TAGS.pipeline] ?? '');
    const specs = specsOf(project, pipeline);
    await refuseChanged(stores, run, specs);
    const given = Object.entries(run.params).map(([name, value]) => `${name}=${value}`);
    const params = resolveParams(pipeline, given);
    const selection = call.selection ?? {};
    return runPipeline(
      { host, root, stores, project, pipeline, params, selection, specs, resume: run },
      observer as Observer<RunEvent>,
    );
  },
  verdict: runVerdict,
});

/** The pipeline's run, also where a step's nested run was named. */
export async function topRun({ runs }: Pick<Stores, 'runs'>, id: string): Promise<Run> {
  const run = await runs.run(id);
  return run.parent === undefined ? run : topRun({ runs }, run.parent);
}

async function follow(host: Host, stores: Stores, run: Run, observer: Observer<RunEvent>): Promise<Followed> {
  const state = async () => {
    await stores.runs.reap();
    const { status } = await stores.runs.run(run.id);
    return status === 'running' ? 'running' : status === 'interrupted' ? 'dead' : 'ended';
  };
  const events = followEvents(eventFile(stores.folder, run.id), {
    files: host.files,
    clock: host.clock,
    signal: observer.signal,
    state,
  });
  for await (const event of events) observer.event(event);
  if (observer.signal.aborted) throw new Cancelled('No longer followed; the run goes on.');
  return { run: run.id, status: (await stores.runs.run(run.id)).status };
}

/** A run goes on only with the specs it began with; else its finished steps and the others would not belong together. */
async function refuseChanged(stores: Stores, run: Run, specs: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of specs) {
    const kept = run.artifacts.find((artifact) => artifact.path === `specs/${path}`);
    const before = kept && new TextDecoder().decode(await stores.artifacts.bytes(kept.sha256, `specs/${path}`));
    if (before === undefined || before === text) continue;
    throw new Failure('specs-changed', `${path} has changed since the run ${run.id.slice(0, 8)} began.`, {
      next: 'Start a new run with `modelyard run`: finished steps whose inputs are the same come from the cache.',
      exitCode: 1,
    });
  }
}
