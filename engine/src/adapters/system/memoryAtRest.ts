import { collectGarbage } from './collectGarbage.ts';

/** Bytes; for less, the pause of some 30 ms is not worth it. */
const WORTH = 16e6;

/**
 * Gives what large work left behind back to the machine. V8 tidies up while it works, and keeps the pages for the next time: a
 * service that answered one large search would hold twice what it needs for the rest of the day.
 */
export class MemoryAtRest {
  #held = process.memoryUsage.rss();

  /** To be called while nobody waits for an answer. */
  tidy(): void {
    if (process.memoryUsage.rss() - this.#held < WORTH) return;
    collectGarbage({ type: 'major', flavor: 'last-resort' });
    this.#held = process.memoryUsage.rss();
  }
}
