import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { Collected } from '../../../engine/src/operations/remote/gc.ts';
import type { PullResult } from '../../../engine/src/operations/remote/pull.ts';
import type { PushResult } from '../../../engine/src/operations/remote/push.ts';
import type { TransferEvent } from '../../../engine/src/operations/remote/sharing.ts';
import type { Progress } from '../command.ts';
import type { Terminal } from '../terminal.ts';

/** What went, and what is nowhere. */
export function pushedText({ remote, missing, dryRun, ...moved }: PushResult): string {
  const nothing = moved.objects + moved.runs + moved.changes === 0;
  const head = nothing
    ? `Everything is in ${remote} already.`
    : `${dryRun ? 'Would push' : 'Pushed'} ${movedText(moved)} to ${remote}.`;
  return [head, ...missingLines(missing)].join('\n');
}

/** What came, and what did not with its reason. */
export function pulledText({ remote, failed, ...moved }: PullResult): string {
  const nothing = moved.objects + moved.runs + moved.changes === 0;
  const head = nothing ? `Nothing new in ${remote}.` : `Pulled ${movedText(moved)} from ${remote}.`;
  return [head, ...failed.map(({ message }) => `failed: ${message}`)].join('\n');
}

export function collectedText({ place, objects, runs, bytes: size, leftovers, dryRun }: Collected): string {
  const what = [counted(objects, 'object'), ...(runs > 0 ? [counted(runs, 'earlier bundle')] : [])].join(' and ');
  const rest = leftovers > 0 ? ` ${counted(leftovers, 'leftover')} of killed processes went too.` : '';
  if (objects + runs === 0) return `Nothing to free in ${place}.${rest}`;
  return `${dryRun ? 'Would remove' : 'Removed'} ${what} (${bytes(size)}) from ${place}.${rest}`;
}

/** One line that says how far it is, where lines may be drawn over. */
export function remoteProgress(sink: { write(text: string): void }, terminal: Terminal): Progress {
  let drawn = false;
  return {
    event(event) {
      if (!terminal.live || event.type !== 'transfer.progress') return;
      const { what, done, total, bytes: size } = event as TransferEvent;
      sink.write(`\r\u001b[2K${count(done)} of ${count(total)} ${what}, ${bytes(size)}`);
      drawn = true;
    },
    end() {
      if (drawn) sink.write('\r\u001b[2K');
    },
  };
}

interface Moved {
  readonly objects: number;
  readonly runs: number;
  readonly changes: number;
  readonly bytes: number;
}

function movedText({ objects, runs, changes, bytes: size }: Moved): string {
  const parts = [
    ...(objects > 0 ? [counted(objects, 'object')] : []),
    ...(runs > 0 ? [counted(runs, 'run')] : []),
    ...(changes > 0 ? [counted(changes, 'changed run')] : []),
  ];
  return `${parts.join(', ')} (${bytes(size)})`;
}

/** How many lines of what is missing are shown. */
const SHOWN = 10;

function missingLines(missing: PushResult['missing']): readonly string[] {
  const lines = missing
    .slice(0, SHOWN)
    .map(({ sha256, what }) => `neither here nor there: ${what} (${sha256.slice(0, 12)})`);
  const rest = missing.length - lines.length;
  return rest > 0 ? [...lines, `and ${count(rest)} more`] : lines;
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
