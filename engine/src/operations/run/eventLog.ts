import { posix as path } from 'node:path';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Log } from '../../ports/environment.ts';
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
