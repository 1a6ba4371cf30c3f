import { performance } from 'node:perf_hooks';
import { collectGarbage } from './collectGarbage.ts';

/** Milliseconds. */
const EVERY = 5000;
/** Share of them that a process works which counts as at rest. */
const AT_REST = 0.01;
/** Bytes; for less, the pause of some 30 ms is not worth it. */
const WORTH = 16e6;

/**
 * Gives what large work left behind back to the machine while nothing is to be done. V8 tidies up while it works, and keeps the pages
 * for the next time: a process that answered one large question would hold twice what it needs for the rest of the day.
 * The timer keeps nobody alive.
 */
export function tidyMemoryAtRest(every = EVERY): void {
  let held = process.memoryUsage.rss();
  let before = performance.eventLoopUtilization();
  const look = (): void => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > AT_REST || process.memoryUsage.rss() - held < WORTH) return;
    collectGarbage({ type: 'major', flavor: 'last-resort' });
    held = process.memoryUsage.rss();
  };
  setInterval(look, every).unref();
}
