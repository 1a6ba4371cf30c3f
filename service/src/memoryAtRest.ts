import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes; for less, the pause of some 30 ms is not worth it. */
const WORTH = 16e6;

type Collect = (options: { readonly type: 'major'; readonly flavor: 'last-resort' }) => void;

/**
 * Gives what large answers left behind back to the machine. V8 tidies up while it works, and keeps the pages for the next time: a
 * service that answered one large search would hold twice what it needs for the rest of the day.
 */
export class MemoryAtRest {
  #held = process.memoryUsage.rss();
  #collect: Collect | undefined;

  /** To be called while nobody waits for an answer. */
  tidy(): void {
    if (process.memoryUsage.rss() - this.#held < WORTH) return;
    this.#collect ??= collector();
    this.#collect({ type: 'major', flavor: 'last-resort' });
    this.#held = process.memoryUsage.rss();
  }
}

/** V8's own, which a context has that is made while the flag is set. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const collect: Collect = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return collect;
}
