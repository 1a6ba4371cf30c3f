import type { Timers } from '../../server/src/live/timers.ts';

/** A clock that stands until it is told to go on. */
export interface FakeTimers extends Timers {
  /** Goes on by so many milliseconds and does what falls due, each at its time; what follows from it is given its turn. */
  pass(milliseconds: number): Promise<void>;
  /** How many wait. */
  readonly waiting: number;
}

export function fakeTimers(): FakeTimers {
  let time = 0;
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>();
  return {
    now: () => time,
    get waiting() {
      return waiting.size;
    },
    later(work, milliseconds) {
      const entry = { at: time + milliseconds, work };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    async pass(milliseconds) {
      const end = time + milliseconds;
      await turns();
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        waiting.delete(next);
        time = Math.max(time, next.at);
        next.work();
        await turns();
      }
      time = end;
    },
  };
}

/** Enough for a chain of promises and looks at files of a fake. */
const TURNS = 20;

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
}
