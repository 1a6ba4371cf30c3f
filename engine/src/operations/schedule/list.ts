import { posix as path } from 'node:path';
import { nextTime } from '../../language/cronTimes.ts';
import type { Host, ProcessName } from '../../ports/host.ts';
import type { TickEnd } from '../../ports/monitorStore.ts';
import { loadProject } from '../../project/load.ts';
import { triggersOf } from '../../project/triggers.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

export interface ScheduleList {
  /** Whether a service keeps them now. */
  readonly serving: boolean;
  readonly triggers: readonly ListedTrigger[];
}

/** Times are ISO 8601 in UTC. */
export interface ListedTrigger {
  readonly trigger: string;
  readonly kind: 'monitor' | 'pipeline';
  readonly name: string;
  /** From the project's root. */
  readonly file: string;
  readonly schedule: string | null;
  readonly timezone: string | null;
  readonly data: readonly string[];
  readonly catchup: 'latest' | 'none';
  /** Null where only data starts it, or nothing ever does. */
  readonly next: string | null;
  readonly last: LastTick | null;
  /** Why it never comes. */
  readonly problem: string | null;
}

export interface LastTick {
  readonly due: string;
  /** `open`: taken, and not ended yet. */
  readonly state: TickEnd['kind'] | 'open';
  readonly said: string | null;
  /** Of the run or the check. */
  readonly id: string | null;
}

/** `schedule list`: what starts by itself while `modelyard serve` runs, when next, and what became of it last. */
export const listSchedule = operation({
  name: 'schedule list',
  title: 'Say what starts by itself, when next, and what became of it last',
  examples: [{ command: 'modelyard schedule list', does: 'Triggers of all monitors and pipelines of the project.' }],
  arguments: {},
  result: 'schedule-list',
  async run(host): Promise<ScheduleList> {
    const { root, folder, monitors } = await openStores(host);
    const triggers = triggersOf(await loadProject(host.files, root));
    const ticks = new Map((await monitors.ticks()).map((tick) => [tick.trigger, tick]));
    const now = host.clock.now();
    const listed = triggers.map((trigger): ListedTrigger => {
      const { id, kind, name, file, schedule, data, catchup, problem } = trigger;
      const next = schedule === undefined ? undefined : nextTime(schedule.cron, schedule.timezone, now);
      const tick = ticks.get(id);
      return {
        trigger: id,
        kind,
        name,
        file,
        schedule: schedule?.text ?? null,
        timezone: schedule?.timezone ?? null,
        data,
        catchup,
        next: next === undefined ? null : new Date(next).toISOString(),
        last: tick
          ? {
              due: new Date(tick.due).toISOString(),
              state: tick.end?.kind ?? 'open',
              said: tick.end?.said ?? null,
              id: tick.end?.id ?? null,
            }
          : null,
        problem: problem ?? null,
      };
    });
    return { serving: await isServing(host, folder), triggers: listed };
  },
});

/** As the service's own file says it. */
async function isServing(host: Host, folder: string): Promise<boolean> {
  try {
    const text = (await host.files.read(path.join(folder, 'service.json'))) ?? '';
    const { process } = JSON.parse(text) as { readonly process?: ProcessName };
    return process !== undefined && host.machine.lives(process) === true;
  } catch {
    return false;
  }
}
