import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHost } from '../../engine/src/adapters/host.ts';
import { parseCron } from '../../engine/src/language/cron.ts';
import { Scheduler } from '../../service/src/schedule/scheduler.ts';
import { TriggerBook } from '../../service/src/schedule/triggerBook.ts';

/**
 * `scheduleKeeper.ts FOLDER EPOCH SPEED`: keeps a trigger of each minute over the stores in a folder until it is killed, on a clock that began
 * at EPOCH (milliseconds) and runs SPEED times as fast. Work is a line `begin DUE`, a pause and a line `end DUE` in work.txt.
 */
const [folder = '', epoch = '0', speed = '1'] = process.argv.slice(2);
const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
const { monitors, locks, folder: store } = await host.stores(folder);
const parsed = parseCron('* * * * *');
if (parsed.kind !== 'cron') throw new Error(parsed.problem.message);
const { cron } = parsed;

const note = (what: string, due: number): void => appendFileSync(join(folder, 'work.txt'), `${what} ${due}\n`);
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const scheduler = new Scheduler({
  clock: {
    now: () => Number(epoch) + (Date.now() - Number(epoch)) * Number(speed),
    sleep: () => pause(10),
  },
  monitors,
  book: new TriggerBook(host.files, locks, store),
  holder: 'keeper',
  triggers: async () => [
    {
      id: 'monitor m',
      kind: 'monitor',
      name: 'm',
      file: 'm.monitor.yaml',
      schedule: { text: '* * * * *', cron, timezone: 'UTC' },
      data: [],
      catchup: 'latest',
      problem: undefined,
    },
  ],
  version: async () => undefined,
  async work({ due }) {
    note('begin', due);
    await pause(30);
    note('end', due);
    return { kind: 'done', said: null, id: null };
  },
  tell(event) {
    if (event.type === 'schedule.failed') process.stderr.write(`${String(event.error)}\n`);
  },
  atOnce: 4,
});
scheduler.start();
process.stdout.write('begun\n');
