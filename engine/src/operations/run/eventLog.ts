import { posix as path } from 'node:path';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Clock, Log } from '../../ports/environment.ts';
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

export interface EventLogOptions {
  readonly files: Files;
  readonly log: Log;
  /** Whether a process before this one has written to the file. */
  readonly resumed: boolean;
}

/** Adds events to the file in their order, many at a time when they come fast. A file that cannot be written stops no run. */
export function eventLog(file: string, { files, log, resumed }: EventLogOptions): EventLog {
  // A process that was killed while it wrote left half a line, which ends here.
  let waiting = resumed ? '\n' : '';
  let writing: Promise<void> | undefined;
  const write = async () => {
    while (waiting !== '') {
      const text = waiting;
      waiting = '';
      await files.append(file, text);
    }
  };
  return {
    add(event) {
      waiting += `${JSON.stringify(event)}\n`;
      writing ??= write()
        .catch((error: Error) => log.warn(`events of the run are not kept: ${error.message}`))
        .finally(() => {
          writing = undefined;
        });
    },
    async flush() {
      await writing;
    },
  };
}

export interface FollowOptions {
  /** Characters to pass over. Default: none. */
  readonly from?: number;
  readonly files: Files;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** `ended`: its last event is in the file or will be soon; `dead`: what is in the file is all there will be. */
  state(): Promise<'running' | 'ended' | 'dead'>;
}

const PAUSE = 200;
const LAST_LOOKS = 15;

/** Events from the first on, then new ones as they come, until the run has ended. */
export async function* followEvents(file: string, options: FollowOptions): AsyncGenerator<RunEvent> {
  const { files, clock, signal } = options;
  let read = options.from ?? 0;
  let size = -1;
  let ended = false;
  for (let lastLooks = 0; !signal.aborted && lastLooks < LAST_LOOKS; ) {
    const state = await options.state();
    const now = (await files.stat(file))?.size ?? 0;
    const text = now === size ? undefined : await files.read(file);
    const end = (text?.lastIndexOf('\n') ?? -1) + 1;
    for (const line of text?.slice(read, end).split('\n') ?? []) {
      const event = parseEvent(line);
      if (!event) continue;
      // A resumed run goes on after its earlier end.
      ended = event.type === 'run.finished';
      yield event;
    }
    size = now;
    read = Math.max(read, end);
    if (state === 'dead' || (state === 'ended' && ended)) return;
    if (state === 'ended') lastLooks += 1;
    await clock.sleep(PAUSE, signal).catch(() => undefined);
  }
}

/** Undefined for an empty line, and for half a one. */
function parseEvent(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
