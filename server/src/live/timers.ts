/** The clock, for what waits. */
export interface Timers {
  /** Milliseconds, of any beginning. */
  now(): number;
  /** Does it so many milliseconds later; gives what takes that back. */
  later(work: () => void, milliseconds: number): () => void;
}

/** Those of this process; what waits does not keep it alive. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  later(work, milliseconds) {
    const timer = setTimeout(work, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
