import type { Locks } from '../../engine/src/ports/locks.ts';
import type { Numbers } from '../../engine/src/ports/numbers.ts';
import type { NewRun, RunStore } from '../../engine/src/ports/runStore.ts';

/** Opens the same store once more with each call, as another process would. */
export interface RunStoreKit {
  open(): RunStore & Numbers & Locks;
}

/** A behaviour that is tested with a store of its own. */
export type Contract = (
  behaviour: string,
  body: (store: RunStore & Numbers & Locks, kit: RunStoreKit) => Promise<void>,
) => void;

export const NEW: NewRun = { experiment: 'flight-delay', name: 'quick-fox', startTime: 1000, user: 'ada' };
