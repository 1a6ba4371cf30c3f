import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { anomalyCheck } from '../../monitoring/health/anomalyCheck.ts';
import { unitsCheck } from '../../monitoring/health/unitsCheck.ts';
import type { AlertTold } from '../../monitoring/report/alertTold.ts';
import { checkRecord } from '../../monitoring/report/checkRecord.ts';
import { byEffect } from '../../monitoring/report/columnReports.ts';
import { driftCheck, driftSummary } from '../../monitoring/report/driftSummary.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import { monitorHeadline, monitorSummary, monitorVerdict } from '../../monitoring/report/monitorWords.ts';
import { withSince } from '../../monitoring/report/sinceWhen.ts';
import type { Monitor } from '../../monitoring/spec/monitor.ts';
import type { CheckRecord } from '../../ports/monitorStore.ts';
import { tellAlerts } from '../alerts/tellAlerts.ts';
import { aroundCheck, orFailure } from './check/around.ts';
import { basisOf } from './check/basis.ts';
import { dueOf } from './check/currentRows.ts';
import { knownCheck } from './check/knownCheck.ts';
import { type Found, lookAt, nothingFound } from './check/lookAt.ts';
import { reasonOf } from './check/modelRows.ts';
import { inputsByName, recipeOf } from './check/recipe.ts';
import { type WatchedModel, watchedModel } from './check/watchedModel.ts';
import type { MonitorAround } from './monitorAround.ts';

export interface MonitorQuestion {
  readonly monitor: Monitor;
  /** The moment that windows end at, milliseconds since 1970: the tick of the schedule or `--at`; undefined: now, or the newest row. */
  readonly due?: number | undefined;
  readonly by: CheckRecord['by'];
  /** Looks at another version than the monitor's own: a reference such as `NAME:VERSION`. */
  readonly model?: string | undefined;
  /** Tells whom the monitor's alerts name. */
  readonly tells?: boolean | undefined;
  /** Makes every test that fits a column; that of the monitor still decides. */
  readonly allTests?: boolean | undefined;
  /** Looks again where the same was found from the same before. */
  readonly again?: boolean | undefined;
  readonly signal: AbortSignal;
  progress?(fraction: number, message: string): void;
}

export interface Checked {
  readonly report: MonitorReport;
  readonly record: CheckRecord;
  /** Found from the same version, data and spec before, and shown again. */
  readonly cached: boolean;
}

/** Checks of a monitor that are kept. */
const KEPT = 5000;
/** Checks that are looked back at for since when something is so. */
const LOOK_BACK = 400;

/**
 * Looks at a model as a monitor asks, records what was found and tells alerts. What cannot be looked at is `unknown` in the report with its
 * reason and the next step; rejects with a `Failure` only where no check can be recorded: no such model or version, a store that is broken.
 */
export async function checkMonitor(around: MonitorAround, question: MonitorQuestion): Promise<Checked> {
  const began = around.host.clock.now();
  const { monitor, model = monitor.model } = question;
  const watched = await watchedModel(around, model);
  return aroundCheck(around, question, async (check) => {
    const made = await orFailure(recipeOf(check, watched.version));
    const recipe = made instanceof Failure && readsLog(monitor) ? inputsByName(watched.version) : made;
    const moment = await orFailure(dueOf(check, monitor, question.due));
    const { due, window } =
      moment instanceof Failure ? { due: question.due ?? began, window: { from: null, to: null } } : moment;
    const at = question.due ?? began;
    const basis = await basisOf(check, { monitor, watched, recipe, window, at });
    const isTick = question.by === 'schedule' || question.by === 'data';
    const { allTests = false } = question;
    const asked = { monitor, watched, due, window, basis, isTick, allTests };
    const known = question.again ? undefined : await knownCheck(around, asked);
    const shown = known ?? (await look());
    const alerts = question.tells === true ? await told(around, question, shown.report) : shown.report.alerts;
    if (known !== undefined && alerts === shown.report.alerts) return { ...shown, cached: true };
    const report = { ...shown.report, alerts };
    const record = checkRecord(report, { by: question.by, basis });
    await around.stores.monitors.add(record, JSON.stringify(report));
    await around.stores.monitors.prune(monitor.name, KEPT);
    return { report, record, cached: known !== undefined };

    async function look(): Promise<{ readonly report: MonitorReport; readonly record: CheckRecord }> {
      const why = [moment, recipe].find((one) => one instanceof Failure);
      const found =
        why instanceof Failure || recipe instanceof Failure
          ? nothingFound(monitor, watched, reasonOf(why as Failure))
          : await lookAt(check, { monitor, watched, recipe, due, window, at, allTests });
      const report = await reportOf(around, { monitor, watched, due, began, found });
      const record = checkRecord(report, { by: question.by, basis });
      await around.stores.monitors.add(record, JSON.stringify(report));
      return { report, record };
    }
  });
}

/** Logged predictions hold their inputs, however those were made. */
function readsLog({ current, reference }: Monitor): boolean {
  return current.kind === 'predictions' && reference.kind !== 'dataset';
}

function told(
  around: MonitorAround,
  { monitor, signal }: MonitorQuestion,
  report: MonitorReport,
): Promise<readonly AlertTold[]> {
  return tellAlerts(around, { monitor: monitor.name, rules: monitor.alerts, report, signal });
}

interface Reporting {
  readonly monitor: Monitor;
  readonly watched: WatchedModel;
  readonly due: number;
  readonly began: number;
  readonly found: Found;
}

async function reportOf(
  { host, root, stores, project }: MonitorAround,
  { monitor, watched, due, began, found }: Reporting,
): Promise<MonitorReport> {
  const { version, alias } = watched;
  const head = await host.git(root).head();
  const earlier = await stores.monitors.checks(monitor.name, { before: due, limit: LOOK_BACK });
  const columns = byEffect(withSince(found.columns, due, earlier));
  const drift = monitor.drift === null ? null : driftSummary(columns, found.rule, monitor.drift.share);
  const { anomalies, units } = monitor.health;
  const checks = [
    ...(drift === null ? [] : [driftCheck(drift, columns, { title: 'Inputs drifted', what: 'input' })]),
    ...found.checks,
    ...(units === undefined ? [] : [unitsCheck(columns)]),
    ...(anomalies === undefined ? [] : [anomalyCheck(found.unusual, found.current.rows, anomalies.max)]),
  ];
  const stored = found.reference.isBaseline ? { slices: monitor.slices } : undefined;
  const told = { drift, columns, checks, rows: found.current.rows, why: found.why, stored };
  const now = host.clock.now();
  return {
    schema: 1,
    id: host.ids.runId(),
    monitor: monitor.name,
    model: { name: version.name, version: version.version, alias },
    due: new Date(due).toISOString(),
    made: new Date(now).toISOString(),
    seconds: Math.max(0, now - began) / 1000,
    project: {
      name: project.index.names('project')[0] ?? path.basename(root),
      commit: head?.commit ?? null,
      dirty: head?.dirty ?? false,
      file: monitor.file,
      asked: monitor.hash,
    },
    reference: found.reference,
    current: found.current,
    verdict: monitorVerdict(told),
    headline: monitorHeadline(told),
    summary: monitorSummary(told),
    drift,
    columns,
    ...(found.rule.allTests && { allTests: true }),
    checks,
    correlations: found.correlations,
    separation: found.separation,
    unusual: found.unusual,
    alerts: [],
  };
}
