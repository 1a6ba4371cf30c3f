import type { Host } from '../../../engine/src/ports/host.ts';
import type { ScheduleEvent } from './scheduleEvent.ts';
import { Scheduler } from './scheduler.ts';
import { TriggerBook } from './triggerBook.ts';
import { TriggerFiles } from './triggerFiles.ts';

/** Checks and runs that triggers start beside each other. One that waits for a webhook holds up none of the others for long. */
const AT_ONCE = 4;

/** A scheduler over the project at `root`; what reads specs and data is loaded when a spec names a trigger. */
export async function keepTriggers(host: Host, root: string, tell: (event: ScheduleEvent) => void): Promise<Scheduler> {
  const { folder } = await host.stores(root);
  const stores = () => host.stores(root);
  const files = new TriggerFiles(host, root);
  const book = new TriggerBook(
    host.files,
    { exclusively: async (...given) => (await stores()).locks.exclusively(...given) },
    folder,
  );
  let watch: Promise<(name: string) => Promise<string | undefined>> | undefined;
  const openWatch = async () => {
    const { DataWatch } = await import('./dataWatch.ts');
    const watched = new DataWatch(host, await stores(), root);
    return async (name: string) => {
      const read = await files.read();
      return read && watched.version(read.project, name);
    };
  };
  return new Scheduler({
    clock: host.clock,
    monitors: {
      claim: async (...given) => (await stores()).monitors.claim(...given),
      settle: async (...given) => (await stores()).monitors.settle(...given),
      ticks: async () => (await stores()).monitors.ticks(),
    },
    book,
    holder: 'service',
    triggers: async () => (await files.read())?.triggers ?? [],
    async version(name) {
      watch ??= openWatch();
      return (await watch)(name);
    },
    async work(due, signal) {
      const { doTick } = await import('./doTick.ts');
      return doTick({ host, root, stores: await stores() }, due, signal);
    },
    tell,
    atOnce: AT_ONCE,
  });
}
