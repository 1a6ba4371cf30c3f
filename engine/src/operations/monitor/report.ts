import { Failure, usage } from '../../failure.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import { readMonitor } from '../../monitoring/spec/readMonitor.ts';
import type { CheckRecord, MonitorStore } from '../../ports/monitorStore.ts';
import { operation } from '../operation.ts';
import { driftJson } from './driftResult.ts';
import { openMonitors } from './openMonitors.ts';
import { isGood } from './run.ts';
import { timeNamed } from './timeNamed.ts';

/** A recorded check. */
export interface MonitorReported {
  readonly report: MonitorReport;
  /** Checks of the monitor up to it, for time lines. */
  readonly history: readonly CheckRecord[];
  readonly failOnDrift: boolean;
  toJSON(): object;
}

const HISTORY = 400;
const PAGE = 500;

/** `monitor report`: what a check found, as it was recorded. */
export const reportMonitor = operation({
  name: 'monitor report',
  title: 'Show what a check of a monitor found',
  examples: [
    { command: 'modelyard monitor report flight-delay', does: 'The newest check.' },
    {
      command: 'modelyard monitor report flight-delay --at 2001-05-15 --format html > drift.html',
      does: 'The newest check up to 15 May, as a page that needs nothing else.',
    },
  ],
  arguments: {
    monitor: { type: 'string', description: 'Name of the monitor.', positional: true, required: true },
    at: { type: 'string', description: 'The newest check that was due by then.', placeholder: 'TIME' },
    id: {
      type: 'string',
      description: 'Id of the check, or the first four digits or more, as `monitor history` has it.',
      placeholder: 'ID',
    },
    'fail-on-drift': {
      type: 'boolean',
      description: 'Exit code 1 where something drifted or was beyond its limit, or where that could not be told.',
    },
  },
  result: 'drift',
  async run(host, args): Promise<MonitorReported> {
    if (args.at !== undefined && args.id !== undefined)
      throw usage('`--at` and `--id` are both given.', 'Give one of them.');
    const { project, stores } = await openMonitors(host);
    const { monitors } = stores;
    const [newest] = await monitors.checks(args.monitor, { limit: 1 });
    // What a monitor found outlives its spec.
    if (newest === undefined) readMonitor(project, args.monitor);
    const before = args.at === undefined ? undefined : timeNamed('--at', args.at) + 1;
    const record =
      args.id === undefined
        ? (await monitors.checks(args.monitor, { limit: 1, ...(before === undefined ? {} : { before }) }))[0]
        : await checkNamed(monitors, args.monitor, args.id);
    const text = record && (await monitors.report(record.id));
    if (record === undefined || text === undefined) throw noCheck(args.monitor, args.at);
    const report = JSON.parse(text) as MonitorReport;
    const history = await monitors.checks(args.monitor, { before: record.due + 1, limit: HISTORY });
    return { report, history, failOnDrift: args['fail-on-drift'], toJSON: () => driftJson(report) };
  },
  verdict: ({ failOnDrift, report }) => (failOnDrift && !isGood(report) ? 1 : 0),
});

async function checkNamed(monitors: MonitorStore, monitor: string, id: string): Promise<CheckRecord> {
  if (!/^[0-9a-f]{4,32}$/.test(id))
    throw usage(`\`--id ${id}\` is no id of a check.`, 'Give four of its digits or more.');
  const found: CheckRecord[] = [];
  for (let before: number | undefined; ; ) {
    const page = await monitors.checks(monitor, { limit: PAGE, ...(before === undefined ? {} : { before }) });
    found.push(...page.filter((check) => check.id.startsWith(id)));
    if (page.length < PAGE) break;
    before = page.at(-1)!.due;
  }
  if (found.length === 1) return found[0]!;
  throw new Failure(
    'check-not-found',
    `${found.length === 0 ? 'No check' : `${found.length} checks`} of ${monitor} begin with ${id}.`,
    {
      next: `\`modelyard monitor history ${monitor}\` lists them.`,
    },
  );
}

function noCheck(monitor: string, at: string | undefined): Failure {
  return new Failure('no-check', `${monitor} has made no check${at === undefined ? ' yet' : ` by ${at}`}.`, {
    next: `Make one: \`modelyard monitor run ${monitor}${at === undefined ? '' : ` --at ${at}`}\`.`,
  });
}
