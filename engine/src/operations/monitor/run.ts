import { usage } from '../../failure.ts';
import { timesBetween } from '../../language/cronTimes.ts';
import { parseDuration } from '../../language/values.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../monitoring/spec/monitor.ts';
import { readMonitor } from '../../monitoring/spec/readMonitor.ts';
import type { CheckRecord } from '../../ports/monitorStore.ts';
import { triggersOf } from '../../project/triggers.ts';
import { type ArgumentsOf, type Observer, type OperationEvent, operation } from '../operation.ts';
import { checkMonitor } from './checkMonitor.ts';
import { type CheckView, checkView } from './checkView.ts';
import { driftJson } from './driftResult.ts';
import type { MonitorAround } from './monitorAround.ts';
import { openMonitors } from './openMonitors.ts';
import { timeNamed } from './timeNamed.ts';

/** One check, or those of a stretch of time. */
export interface MonitorRun {
  /** Of the newest check. */
  readonly report: MonitorReport;
  /** Checks of the monitor up to it, for time lines. */
  readonly history: readonly CheckRecord[];
  /** Where a stretch of time was asked for: its checks, oldest first. */
  readonly checks: readonly CheckView[] | null;
  /** It was found from the same before and is shown again. */
  readonly cached: boolean;
  readonly failOnDrift: boolean;
  toJSON(): object;
}

/** Checks of one call at most: each is recorded, and may take minutes. */
const MOST_CHECKS = 1000;
const HISTORY = 400;

const ARGUMENTS = {
  monitor: { type: 'string', description: 'Name of the monitor.', positional: true, required: true },
  at: {
    type: 'string',
    description: 'The moment that windows end at; default: now, or the newest row where the monitor says so.',
    placeholder: 'TIME',
  },
  from: {
    type: 'string',
    description: 'Checks each time that the schedule was due from here on, oldest first; alerts are not told.',
    placeholder: 'TIME',
  },
  to: { type: 'string', description: 'Where `--from` ends; default: now.', placeholder: 'TIME' },
  every: {
    type: 'string',
    description: 'With `--from`: checks so often instead of by the schedule, such as 7d.',
    placeholder: 'DURATION',
  },
  model: {
    type: 'string',
    description: 'Another version than the one that the monitor names, such as a candidate.',
    placeholder: 'REF',
  },
  'all-tests': {
    type: 'boolean',
    description: 'Make every test that fits a column, to look at; that of the monitor still decides.',
  },
  again: { type: 'boolean', description: 'Looks again where version, data and spec are those of a recorded check.' },
  by: {
    type: 'string',
    description: 'What asks: alerts are told unless it is `hand`.',
    choices: ['hand', 'schedule', 'data', 'ci'],
    default: 'hand',
  },
  'fail-on-drift': {
    type: 'boolean',
    description: 'Exit code 1 where something drifted or is beyond its limit, or where that cannot be told.',
  },
} as const;

/** `monitor run`: one check, or those of a stretch of time. */
export const runMonitor = operation({
  name: 'monitor run',
  title: 'Check a model in use as its monitor asks, and record what was found',
  examples: [
    { command: 'modelyard monitor run flight-delay', does: 'The rows up to now, or to the newest.' },
    {
      command: 'modelyard monitor run flight-delay --at 2001-05-15 --format html > drift.html',
      does: 'As it was on 15 May, as a page that needs nothing else.',
    },
    {
      command: 'modelyard monitor run flight-delay --from 2001-02-01 --to 2001-06-30 --every 7d',
      does: 'A check a week, so that there is a time line at once.',
    },
    {
      command: 'modelyard monitor run flight-delay --by ci --fail-on-drift --format junit',
      does: 'For CI: alerts are told, and exit code 1 where something is wrong.',
    },
  ],
  arguments: ARGUMENTS,
  result: 'monitor-run',
  async run(host, args, observer): Promise<MonitorRun> {
    const around = await openMonitors(host);
    const monitor = readMonitor(around.project, args.monitor);
    if (args.from === undefined) {
      if (args.to !== undefined || args.every !== undefined)
        throw usage('`--to` and `--every` go with `--from`.', 'Name where the checks begin with `--from TIME`.');
      const due = args.at === undefined ? undefined : timeNamed('--at', args.at);
      const { report, cached } = await check(around, { monitor, due, args, observer, part: [0, 1] });
      return runOf(around, { report, checks: null, cached, args });
    }
    return backfill(around, monitor, args, observer);
  },
  verdict: ({ failOnDrift, report }) => (failOnDrift && !isGood(report) ? 1 : 0),
});

type Args = ArgumentsOf<typeof ARGUMENTS>;

interface Checking {
  readonly monitor: Monitor;
  readonly due: number | undefined;
  readonly args: Args;
  readonly observer: Observer;
  /** Of the whole work: where this check begins, and its share. */
  readonly part: readonly [begin: number, share: number];
}

function check(around: MonitorAround, { monitor, due, args, observer, part: [begin, share] }: Checking) {
  const { model, again, by, from } = args;
  return checkMonitor(around, {
    monitor,
    due,
    by: by as CheckRecord['by'],
    model,
    again,
    allTests: args['all-tests'],
    tells: by !== 'hand' && from === undefined,
    signal: observer.signal,
    progress: (fraction, message) =>
      observer.event({ type: 'progress', fraction: begin + share * fraction, message } as OperationEvent),
  });
}

async function backfill(around: MonitorAround, monitor: Monitor, args: Args, observer: Observer): Promise<MonitorRun> {
  if (args.at !== undefined) throw usage('`--at` and `--from` are both given.', 'Give one of them.');
  const times = timesOf(around, monitor, args);
  const views: CheckView[] = [];
  let last: Awaited<ReturnType<typeof check>> | undefined;
  for (const [index, due] of times.entries()) {
    const part = [index / times.length, 1 / times.length] as const;
    last = await check(around, { monitor, due, args, observer, part });
    views.push(checkView(last.record));
  }
  return runOf(around, { report: last!.report, checks: views, cached: false, args });
}

function timesOf(
  { host, project }: MonitorAround,
  { name, file }: Monitor,
  { from = '', to, every }: Args,
): readonly number[] {
  const [after, until] = [timeNamed('--from', from), to === undefined ? host.clock.now() : timeNamed('--to', to)];
  const times = every === undefined ? scheduled() : spaced(parseDuration(every));
  if (times.length === 0)
    throw usage(`No check is due from ${from} to ${to ?? 'now'}.`, 'Name an earlier `--from`, or a shorter `--every`.');
  if (times.length > MOST_CHECKS)
    throw usage(
      `That is more than ${MOST_CHECKS} checks.`,
      'Ask for a shorter stretch, or for fewer with `--every`, such as 7d.',
    );
  return times;

  function scheduled(): readonly number[] {
    const schedule = triggersOf(project).find(
      (trigger) => trigger.kind === 'monitor' && trigger.name === name,
    )?.schedule;
    if (schedule === undefined)
      throw usage(`${file} names no \`schedule\` that can be read.`, 'Say how often with `--every`, such as 7d.');
    return timesBetween(schedule.cron, schedule.timezone, { after: after - 1, until, limit: MOST_CHECKS + 1 });
  }

  function spaced(step: number | undefined): readonly number[] {
    if (step === undefined || step === 0)
      throw usage(`\`--every ${every}\` is no length of time.`, 'Write it as `1h` or `7d`.');
    const length = Math.max(0, Math.min(MOST_CHECKS + 1, Math.floor((until - after) / step) + 1));
    return Array.from({ length }, (_, index) => after + index * step);
  }
}

interface Ran {
  readonly report: MonitorReport;
  readonly checks: readonly CheckView[] | null;
  readonly cached: boolean;
  readonly args: Args;
}

async function runOf({ stores }: MonitorAround, { report, checks, cached, args }: Ran): Promise<MonitorRun> {
  const history = await stores.monitors.checks(args.monitor, { before: Date.parse(report.due) + 1, limit: HISTORY });
  return {
    report,
    history,
    checks,
    cached,
    failOnDrift: args['fail-on-drift'],
    toJSON: () => (checks === null ? driftJson(report) : { monitor: args.monitor, checks }),
  };
}

/** Nothing drifted, nothing beyond its limit, and nothing that cannot be told. */
export function isGood({ verdict, checks }: MonitorReport): boolean {
  return verdict === 'none' && checks.every(({ status }) => status !== 'failed');
}
