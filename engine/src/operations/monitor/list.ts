import { nextTime } from '../../language/cronTimes.ts';
import { monitorHeads } from '../../project/monitors.ts';
import { triggersOf } from '../../project/triggers.ts';
import { operation } from '../operation.ts';
import { type CheckView, checkView } from './checkView.ts';
import { openMonitors } from './openMonitors.ts';

/** The monitors of a project. */
export interface MonitorList {
  readonly monitors: readonly MonitorLine[];
}

export interface MonitorLine {
  readonly monitor: string;
  readonly file: string;
  /** As the spec names it. */
  readonly model: string;
  /** As the spec has it; null where it has none. */
  readonly schedule: string | null;
  /** When it is due next while `serve` runs, ISO 8601; null where it is not. */
  readonly next: string | null;
  readonly muted: boolean;
  /** The newest check; null where there is none. */
  readonly last: CheckView | null;
}

/** `monitor list` */
export const listMonitors = operation({
  name: 'monitor list',
  title: 'List monitors with their newest check',
  examples: [{ command: 'modelyard monitor list', does: 'What is watched, what was found last, and when it is due.' }],
  arguments: {},
  result: 'monitor-list',
  async run(host): Promise<MonitorList> {
    const { project, stores } = await openMonitors(host);
    const now = host.clock.now();
    const latest = new Map((await stores.monitors.latest()).map((check) => [check.monitor, check]));
    const mutes = (await stores.monitors.mutes()).filter(({ until }) => until === null || until > now);
    const triggers = new Map(
      triggersOf(project).flatMap((trigger) => (trigger.kind === 'monitor' ? [[trigger.name, trigger] as const] : [])),
    );
    const monitors = monitorHeads(project).map(({ name, file, reference }): MonitorLine => {
      const schedule = triggers.get(name)?.schedule;
      const next = schedule && nextTime(schedule.cron, schedule.timezone, now);
      const last = latest.get(name);
      return {
        monitor: name,
        file: file.path,
        model: reference,
        schedule: schedule?.text ?? null,
        next: next === undefined ? null : new Date(next).toISOString(),
        muted: mutes.some(({ monitor }) => monitor === name),
        last: last === undefined ? null : checkView(last),
      };
    });
    return { monitors };
  },
});
