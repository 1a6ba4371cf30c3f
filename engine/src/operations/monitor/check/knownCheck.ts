import type { MonitorReport } from '../../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import type { CheckRecord } from '../../../ports/monitorStore.ts';
import type { MonitorAround } from '../monitorAround.ts';
import type { WatchedModel } from './watchedModel.ts';
import type { Window } from './windows.ts';

export interface KnownCheck {
  readonly report: MonitorReport;
  readonly record: CheckRecord;
}

export interface KnownQuestion {
  readonly monitor: Monitor;
  readonly watched: WatchedModel;
  readonly due: number;
  readonly window: Window;
  readonly basis: string;
  /** A moment of a schedule: the newest check stands for it too where nothing has changed since. */
  readonly isTick: boolean;
  /** One without every test is then none. */
  readonly allTests: boolean;
}

/** Checks of other versions may lie beside it. */
const LOOK_BACK = 20;

/** The check of this moment that was made from the same; for a tick also the newest one before, where it would find the same again. */
export async function knownCheck(
  { stores: { monitors } }: MonitorAround,
  { monitor, watched, due, window, basis, isTick, allTests }: KnownQuestion,
): Promise<KnownCheck | undefined> {
  const earlier = await monitors.checks(monitor.name, { before: due + 1, limit: LOOK_BACK });
  const record = earlier.find(({ model }) => model === watched.resolved.reference);
  if (record === undefined || record.basis !== basis) return undefined;
  const stands = isTick && record === earlier[0] && isLasting(record, monitor, window);
  if (record.due !== due && !stands) return undefined;
  const text = await monitors.report(record.id);
  const report = text === undefined ? undefined : (JSON.parse(text) as MonitorReport);
  return report === undefined || (allTests && report.allTests !== true) ? undefined : { report, record };
}

/**
 * Whether a later look at the same rows finds the same: rows grow old, labels become known, what could not be told may be by now, and
 * alerts that wait for several checks in a row count them.
 */
function isLasting({ due, verdict, checks }: CheckRecord, { health, performance, alerts }: Monitor, { to }: Window) {
  const isTold = verdict !== 'unknown' && Object.values(checks).every(({ status }) => status !== 'unknown');
  const isLabelled = performance === null || (to !== null && to + performance.labels.availableAfter <= due);
  const counts = alerts.some(({ after, clearAfter }) => after > 1 || clearAfter > 1);
  return isTold && isLabelled && !counts && health.freshness === undefined;
}
