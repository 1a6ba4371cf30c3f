import type { RunCells, RunHead } from '../../../../engine/src/ports/runCells.ts';
import type { TableFrom } from './tableStores.ts';

/** By number of run: another text where anything of it is another. */
export type Prints = ReadonlyMap<number, string>;

/** Prints of a told table; undefined where the store was written to before they were read. */
export type TablePrints = () => Promise<Prints | undefined>;

/** Milliseconds for which the process has nothing else to do than what the asker of a table asks next. */
const CALM = 500;
/** Runs whose prints are read without a pause. */
const AT_ONCE = 500;

/** Prints that are there. */
export function printsThere(prints: Prints): TablePrints {
  return async () => prints;
}

/** Prints of a table that is told before they are read: a moment later, or when they are wanted. */
export function printsLater({ cells, at, atNow }: TableFrom, heads: readonly RunHead[]): TablePrints {
  let reading: Promise<Prints | undefined> | undefined;
  const read = async () => {
    try {
      const prints = new Map<number, string>();
      for (let first = 0; first < heads.length; first += AT_ONCE) {
        const some = heads.slice(first, first + AT_ONCE).map(({ no }) => no);
        for (const [no, print] of await cells.prints(some)) prints.set(no, print);
        // Between them others are answered.
        await new Promise(setImmediate);
      }
      return (await atNow()) === at ? prints : undefined;
    } catch {
      // The next look says what is wrong with the store.
      return undefined;
    }
  };
  const prints = () => {
    reading ??= read();
    return reading;
  };
  setTimeout(() => void prints(), CALM).unref();
  return prints;
}

/** Looked at one by one, more runs take longer than all of them. */
const FEW = 20;

/**
 * Prints after a look at those runs alone that are at work, new, or other by name, status or end, which takes no longer for more runs;
 * undefined where they tell of no change.
 */
export async function printsAtWork(
  cells: Pick<RunCells, 'prints'>,
  before: { readonly prints: Prints; readonly heads: readonly RunHead[] },
  heads: readonly RunHead[],
): Promise<Prints | undefined> {
  const known = new Map(before.heads.map((head) => [head.no, head]));
  const some = heads.filter((head) => head.status === 'running' || isOther(known.get(head.no), head));
  if (some.length > FEW) return undefined;
  const found = some.length === 0 ? new Map() : await cells.prints(some.map(({ no }) => no));
  const changed = some.filter(({ no }) => found.get(no) !== before.prints.get(no));
  if (changed.length === 0 && heads.length === before.heads.length) return undefined;
  const prints = new Map(before.prints);
  for (const { no } of changed) prints.set(no, found.get(no) ?? '');
  return prints;
}

function isOther(before: RunHead | undefined, now: RunHead): boolean {
  return before?.name !== now.name || before.status !== now.status || before.endTime !== now.endTime;
}
