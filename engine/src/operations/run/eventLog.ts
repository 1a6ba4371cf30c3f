import { posix as path } from 'node:path';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Files } from '../../ports/files.ts';

/** Where the events of a run stand, one JSON a line, so that any process can follow it. */
export function eventFile(storeFolder: string, run: string): string {
  return path.join(storeFolder, 'runs', run, 'events.ndjson');
}

export interface EventLog {
  add(event: RunEvent): void;
  /** All that was added is in the file. */
  flush(): Promise<void>;
}

/** Adds events to the file in their order, many at a time when they come fast. */
export function eventLog(files: Files, file: string): EventLog {
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  return {
    add(event) {
      waiting.push(`${JSON.stringify(event)}\n`);
      if (waiting.length > 1) return;
      writing = writing.then(async () => {
        const text = waiting.join('');
        waiting = [];
        await files.append(file, text);
      });
    },
    flush: () => writing,
  };
}

export interface FollowOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether the run still lives; when not, what is in the file is all there will be. */
  alive(): Promise<boolean>;
}

const PAUSE = 200;

/** Events from the first on, then new ones as they come, until the run has ended. */
export async function* followEvents(file: string, options: FollowOptions): AsyncGenerator<RunEvent> {
  let read = 0;
  while (!options.signal.aborted) {
    const alive = await options.alive();
    const text = (await options.files.read(file)) ?? '';
    const end = text.lastIndexOf('\n') + 1;
    for (const line of text.slice(read, end).split('\n')) {
      const event = line === '' ? undefined : parseEvent(line);
      if (event) yield event;
      // A resumed run goes on after its earlier end.
      if (event?.type === 'run.finished' && !alive) return;
    }
    read = end;
    if (!alive) return;
    await options.clock.sleep(PAUSE, options.signal).catch(() => undefined);
  }
}

/** A process that was killed while it wrote leaves half a line, which the next one ends. */
function parseEvent(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
