import { timesBetween } from '../../language/cronTimes.ts';
import type { Trigger } from '../../project/triggers.ts';

export interface DueTicks {
  /** The moment whose work is to be done now; null where there is none. */
  readonly run: number | null;
  /** Moments that went by and are not made up for, oldest first; of very many the newest. */
  readonly missed: readonly number[];
  /** Whether there were more than are listed. */
  readonly more: boolean;
}

/** What is later than this was not looked at in time: nothing ran. */
const GRACE = 2 * 60_000;
/** So many are written down of a long time; a schedule of each minute would else fill the store after a clock was set. */
const MOST = 100;

const NONE: DueTicks = { run: null, missed: [], more: false };

/**
 * Which moments of a schedule in `(upTo, now]` are done and which are missed: the newest is done where it is in time, or where the trigger makes
 * up for it; the ones before it are missed. A clock that was set back makes `upTo` lie ahead: then nothing is due.
 * @param upTo all before it has been looked at; milliseconds since 1970
 */
export function dueTicks(
  { schedule, catchup }: Pick<Trigger, 'schedule' | 'catchup'>,
  { upTo, now }: { readonly upTo: number; readonly now: number },
): DueTicks {
  if (schedule === undefined) return NONE;
  const { cron, timezone } = schedule;
  const found = timesBetween(cron, timezone, { after: upTo, until: now, limit: MOST + 2 });
  const newest = found.at(-1);
  if (newest === undefined) return NONE;
  const isDone = now - newest <= GRACE || catchup === 'latest';
  const missed = isDone ? found.slice(0, -1) : found;
  return { run: isDone ? newest : null, missed: missed.slice(-MOST), more: missed.length > MOST };
}
