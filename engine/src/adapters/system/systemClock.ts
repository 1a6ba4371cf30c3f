import { setTimeout as wait } from 'node:timers/promises';
import { Cancelled } from '../../failure.ts';
import type { Clock } from '../../ports/environment.ts';

/** The clock of this machine. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    async sleep(milliseconds, signal) {
      try {
        await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        if (signal?.aborted) throw new Cancelled();
        throw error;
      }
    },
  };
}
