import type { RunEvent } from '../../pipeline/events.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Files } from '../../ports/files.ts';
import { EventTail } from './eventTail.ts';

export interface FollowOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Bytes to pass over. Default: none. */
  readonly from?: number;
  /** `ended`: its last event is in the file or will be soon; `dead`: what is in the file is all there will be. */
  state(): Promise<'running' | 'ended' | 'dead'>;
}

/** Looks are close together at first, so that a short run is told without delay. */
const PAUSE = { first: 25, growth: 1.1, most: 200 } as const;
/** How long the last event may take to come, once the run has ended. */
const PATIENCE = 3_000;

/** Events from the first on, then new ones as they come, until the run has ended. */
export async function* followEvents(file: string, options: FollowOptions): AsyncGenerator<RunEvent> {
  const { files, clock, signal } = options;
  const tail = new EventTail(files, file, options.from);
  let ended = false;
  let waited = 0;
  for (let pause: number = PAUSE.first; !signal.aborted && waited < PATIENCE; pause *= PAUSE.growth) {
    const state = await options.state();
    const events: RunEvent[] = [];
    await tail.read((line) => events.push(...parsed(line)));
    for (const event of events) {
      // A resumed run goes on after its earlier end.
      ended = event.type === 'run.finished';
      yield event;
    }
    if (state === 'dead' || (state === 'ended' && ended)) return;
    const wait = Math.min(pause, PAUSE.most);
    if (state === 'ended') waited += wait;
    await clock.sleep(wait, signal).catch(() => undefined);
  }
}

/** Nothing for an empty line, and for half a one. */
function parsed(line: string): readonly RunEvent[] {
  try {
    return [JSON.parse(line) as RunEvent];
  } catch {
    return [];
  }
}
