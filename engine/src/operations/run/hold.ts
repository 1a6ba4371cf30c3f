import type { Clock, Log } from '../../ports/environment.ts';
import type { Lease } from '../../ports/runStore.ts';

const BEAT = 1_000;

export interface Held {
  /** Fires when the user's signal does, when another process asked to cancel, or when the lease was lost. */
  readonly signal: AbortSignal;
  /** Stops beating and gives the lease back. */
  release(): Promise<void>;
}

/** Keeps a run's lease alive beside the work, and turns a request to cancel from another process into a signal. */
export function holdRun(
  lease: Lease,
  options: { readonly signal: AbortSignal; readonly clock: Clock; readonly log: Log },
): Held {
  const stop = new AbortController();
  const done = new AbortController();
  if (options.signal.aborted) stop.abort();
  else options.signal.addEventListener('abort', () => stop.abort(), { once: true, signal: done.signal });
  const beating = beat(lease, stop, done.signal, options);
  return {
    signal: stop.signal,
    async release() {
      done.abort();
      await beating;
      await lease.release();
    },
  };
}

async function beat(
  lease: Lease,
  stop: AbortController,
  done: AbortSignal,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  while (!done.aborted) {
    await clock.sleep(BEAT, done).catch(() => undefined);
    if (done.aborted) return;
    try {
      const { cancelRequested } = await lease.beat();
      if (cancelRequested) stop.abort();
    } catch (error) {
      log.warn(`the lease of the run was lost: ${(error as Error).message}`);
      stop.abort();
      return;
    }
  }
}
