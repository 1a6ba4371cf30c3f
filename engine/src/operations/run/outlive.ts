import { Failure } from '../../failure.ts';
import type { RunEnd, RunEvent } from '../../pipeline/events.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { NobodyWatches, type Observer } from '../operation.ts';
import { type Detaching, detach } from './detach.ts';
import { eventFile } from './eventLog.ts';
import { followRun } from './follow.ts';
import type { RunResult } from './runPipeline.ts';

/**
 * Runs in a process of its own and follows it as if it ran here: asked to stop it cancels the run and waits for its end;
 * where nobody watches any more (or this process is killed) the run goes on.
 */
export async function outlive(
  host: Host,
  stores: Stores,
  detaching: Detaching,
  observer: Observer<RunEvent>,
): Promise<RunResult> {
  const { run, resume } = detaching;
  const before = resume ? await host.files.stat(eventFile(stores.folder, run)) : undefined;
  await detach(host, stores, detaching);
  const watching = new AbortController();
  const onStop = () => {
    if (observer.signal.reason instanceof NobodyWatches) watching.abort();
    else stores.runs.requestCancel(run).catch((error: Error) => host.log.warn(error.message));
  };
  observer.signal.addEventListener('abort', onStop, { once: true });
  if (observer.signal.aborted) onStop();
  let last: RunEvent | undefined;
  const event = (one: RunEvent) => {
    last = one;
    observer.event(one);
  };
  try {
    await followRun({ host, stores, run, from: before?.size ?? 0 }, { signal: watching.signal, event });
  } finally {
    observer.signal.removeEventListener('abort', onStop);
  }
  return last?.type === 'run.finished' ? resultOf(last) : resultWithoutEnd(await stores.runs.run(run));
}

function resultOf({ type: _, at: __, ...result }: Extract<RunEvent, { type: 'run.finished' }>): RunResult {
  return result;
}

/** The run has said no last word: its process was killed, or its store failed. */
function resultWithoutEnd(run: Run): RunResult {
  const { id, status, tags, startTime, endTime = startTime } = run;
  const failure = tags[RUN_TAGS.failure];
  const short = id.slice(0, 8);
  if (status === 'interrupted' || status === 'running')
    throw new Failure('run-interrupted', `The process of the run ${short} ended before the run did.`, {
      next: `\`modelyard resume ${short}\` goes on from the last finished step.`,
      exitCode: 1,
    });
  if (failure) throw new Failure('run-failed', failure, { exitCode: 1 });
  return { run: id, status: status satisfies RunEnd, seconds: (endTime - startTime) / 1000, steps: [], models: [] };
}
