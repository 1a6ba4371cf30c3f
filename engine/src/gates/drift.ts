import { isTimezone } from '../checks/timezones.ts';
import { parseCron } from '../language/cron.ts';
import { previousTime } from '../language/cronTimes.ts';
import { count, duration } from '../language/figures.ts';
import { percent } from '../language/screenFigures.ts';
import { lastLooked } from '../monitoring/schedule/lastLooked.ts';
import type { GateAnswer, GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import type { CheckRecord } from '../ports/monitorStore.ts';
import { loadProject } from '../project/load.ts';
import { modelVersionOf } from '../project/modelVersionOf.ts';
import { type MonitorHead, monitorHeads } from '../project/monitors.ts';
import type { Project } from '../project/project.ts';
import { textAt } from '../project/read.ts';
import { failed, passed, unknown } from './answers.ts';

type DriftRule = Extract<GateRule, { readonly kind: 'drift' }>;

/** Checks of a monitor that are looked through for one of the version at a time. */
const PAGE = 200;
/** A clock may be a little behind that of who made the check. */
const SKEW = 300_000;

/**
 * How many of the inputs had drifted at the newest recorded check of this very version. Of several monitors of the model the one with
 * the worst answer decides; those that have never looked at the version say nothing where another has.
 */
export const driftGate: GateKind<DriftRule> = {
  kind: 'drift',
  async judge({ share }, context) {
    const { host, root, candidate } = context;
    const project = await loadProject(host.files, root);
    const monitors = monitorHeads(project).filter(
      ({ model, asksForDrift }) => model === candidate.name && asksForDrift,
    );
    if (monitors.length === 0)
      return unknown(
        'no-monitor',
        `No monitor of the project asks for the drift of ${candidate.name}`,
        `Write \`${candidate.name}.monitor.yaml\` with \`drift\`, or take the gate out.`,
      );
    const answers: GateAnswer[] = [];
    for (const monitor of monitors) {
      const check = await newestCheck(monitor, context);
      if (check === undefined) continue;
      const looked = lastLooked(check, await context.stores.monitors.ticks());
      answers.push(judged({ ...check, made: looked }, monitor, { share, project, context }));
    }
    return answers.sort((a, b) => BADNESS[b.status] - BADNESS[a.status])[0] ?? noCheck(project, monitors, context);
  },
};

const BADNESS = { passed: 0, unknown: 1, failed: 2 } as const;

/** The one with the latest rows, of this very version. */
async function newestCheck({ name }: MonitorHead, context: GateContext): Promise<CheckRecord | undefined> {
  const model = versionName(context);
  for (let before: number | undefined; ; ) {
    const page = await context.stores.monitors.checks(name, {
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    const found = page.find((check) => check.model === model);
    if (found !== undefined || page.length < PAGE) return found;
    before = page.at(-1)!.due;
  }
}

function judged(
  check: CheckRecord,
  monitor: MonitorHead,
  {
    share: max,
    project,
    context,
  }: { readonly share: number; readonly project: Project; readonly context: GateContext },
): GateAnswer {
  const { drifted, tested } = check;
  const unknowns = Object.values(check.columns).filter(({ verdict }) => verdict === 'unknown').length;
  const untold = unknowns === 0 ? '' : `, ${count(unknowns)} could not be told`;
  const said = `${count(drifted)} of ${count(tested)} inputs had drifted at the check of ${moment(check.due)}${untold}`;
  const evidence: readonly GateEvidence[] = [
    { kind: 'check', what: `check ${check.id.slice(0, 8)} of ${monitor.name}`, monitor: monitor.name, check: check.id },
  ];
  const again = `Make a new one: ${command(project, monitor, context)}.`;
  const age = context.host.clock.now() - check.made;
  if (age < -SKEW)
    return unknown(
      'time-ahead',
      `The newest check was made at ${moment(check.made)}, which is still to come by the clock of this machine`,
      'Set the clock, or make the check again.',
      { evidence },
    );
  const period = outlived(check, monitor, context);
  if (period !== undefined)
    return unknown(
      'check-too-old',
      `The newest check was made ${duration(age / 1000)} ago, and its schedule asks for one every ${duration(period / 1000)}: ${said}`,
      again,
      { evidence },
    );
  if (tested === 0)
    return unknown('nothing-tested', `The newest check could tell of no input: ${check.headline}`, again, { evidence });
  const figure: GateFigure = { name: 'drift', value: drifted / tested, unit: 'share', max, rows: check.rows };
  const found = { figures: [figure], evidence };
  if (figure.value > max)
    return failed('inputs-drifted', `${said}; ${percent(max)} are allowed`, {
      ...found,
      next: `Train with newer data, or look at what moved: \`modelyard monitor report ${monitor.name}\`.`,
    });
  return passed(`${said}; ${percent(max)} are allowed`, found);
}

function noCheck(project: Project, monitors: readonly MonitorHead[], context: GateContext): GateAnswer {
  const watching = monitors.find((monitor) => watches(project, monitor, context)) ?? monitors[0]!;
  return unknown(
    'no-check',
    `No check of ${versionName(context)} is recorded by ${monitors.map(({ name }) => `\`${name}\``).join(', ')}`,
    `Make one: ${command(project, watching, context)}.`,
  );
}

/** What checks this very version, whichever the monitor looks at by itself. */
function command(project: Project, monitor: MonitorHead, context: GateContext): string {
  const run = `modelyard monitor run ${monitor.name}`;
  return watches(project, monitor, context) ? `\`${run}\`` : `\`${run} --model ${versionName(context)}\``;
}

function watches(project: Project, { reference, model }: MonitorHead, { candidate }: GateContext): boolean {
  const version = modelVersionOf(project, reference)?.version;
  return reference === `${model}:${candidate.version}` || version === candidate.version;
}

/** The period of the schedule, in milliseconds, where the check is older than it and a later one was due. */
function outlived({ made }: CheckRecord, { file: { tree } }: MonitorHead, { host }: GateContext): number | undefined {
  const parsed = parseCron(textAt(tree, ['schedule']) ?? '');
  const zone = textAt(tree, ['timezone']) ?? 'UTC';
  if (parsed.kind === 'problem' || !isTimezone(zone)) return undefined;
  const now = host.clock.now();
  const last = previousTime(parsed.cron, zone, now);
  const before = last === undefined ? undefined : previousTime(parsed.cron, zone, last - 1);
  if (last === undefined || before === undefined || made >= last) return undefined;
  return now - made > last - before ? last - before : undefined;
}

function versionName({ candidate: { name, version } }: GateContext): string {
  return `${name}:${version}`;
}

function moment(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/(:\d\d)?(\.\d+)?Z$/, 'Z')
    .replace('T', ' ');
}
