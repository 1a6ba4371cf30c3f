import { Failure, usage } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import { parseDuration } from '../../language/values.ts';
import type { Host, Stores } from '../../ports/host.ts';
import { loadProject } from '../../project/load.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

/** What `monitor mute` and `monitor unmute` print. */
export interface MonitorMute {
  readonly monitor: string;
  readonly muted: boolean;
  /** ISO 8601 UTC; null: until it is taken back, or not muted. */
  readonly until: string | null;
  readonly by: string | null;
  readonly why: string | null;
}

const MONITOR = { type: 'string', description: 'Name of the monitor.', positional: true, required: true } as const;

/** `monitor mute`: checks go on, and nobody is told of them. */
export const muteMonitor = operation({
  name: 'monitor mute',
  title: 'Let a monitor check on, and tell nobody',
  examples: [
    {
      command: 'modelyard monitor mute flight-delay --for 7d --why "holiday traffic"',
      does: 'For a week no alert is told and no pipeline started.',
    },
    { command: 'modelyard monitor mute flight-delay', does: 'Until `modelyard monitor unmute`.' },
  ],
  arguments: {
    monitor: MONITOR,
    for: {
      type: 'string',
      description: 'How long, such as 8h or 7d; without end unless said.',
      placeholder: 'DURATION',
    },
    why: { type: 'string', description: 'Why, for those who wonder.', placeholder: 'TEXT' },
  },
  result: 'monitor-mute',
  async run(host, args): Promise<MonitorMute> {
    const milliseconds = args.for === undefined ? null : parseDuration(args.for);
    if (milliseconds === undefined || milliseconds === 0)
      throw usage(`\`${args.for}\` is no length of time.`, 'Write it as `8h` or `7d`.');
    const { monitors, root } = await openMonitors(host, args.monitor);
    const until = milliseconds === null ? null : host.clock.now() + milliseconds;
    const identity = await host.git(root).identity();
    const by = identity?.email ?? identity?.key ?? host.machine.variables['USER'] ?? 'somebody';
    const why = args.why?.trim() || null;
    await monitors.mute({ monitor: args.monitor, until, by, why });
    return { monitor: args.monitor, muted: true, until: until === null ? null : isoOf(until), by, why };
  },
});

/** `monitor unmute` */
export const unmuteMonitor = operation({
  name: 'monitor unmute',
  title: 'Let a muted monitor tell again',
  examples: [{ command: 'modelyard monitor unmute flight-delay', does: 'What it finds from now on is told.' }],
  arguments: { monitor: MONITOR },
  result: 'monitor-mute',
  async run(host, args): Promise<MonitorMute> {
    const { monitors } = await openMonitors(host, args.monitor);
    await monitors.unmute(args.monitor);
    return { monitor: args.monitor, muted: false, until: null, by: null, why: null };
  },
});

/** Stores of the project, which has a monitor of this name, or had: a mute must not outlive its spec. */
async function openMonitors(host: Host, name: string): Promise<Stores & { readonly root: string }> {
  const stores = await openStores(host);
  const project = await loadProject(host.files, stores.root);
  const names = project.index.names('monitor');
  if (names.includes(name) || (await stores.monitors.mutes()).some(({ monitor }) => monitor === name)) return stores;
  const near = nearest(name, names);
  throw new Failure('monitor-not-found', `The project has no monitor \`${name}\`.`, {
    next: near === undefined ? 'Write a `*.monitor.yaml` for it first.' : `Did you mean \`${near}\`?`,
  });
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
