import { createHash } from 'node:crypto';
import type { AlertDeed } from '../../monitoring/alerts/alertRule.ts';
import type { AlertDecision } from '../../monitoring/alerts/decideAlerts.ts';
import type { AlertTold } from '../../monitoring/report/alertTold.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import { detach, SILENT } from '../run/detach.ts';
import { workingRun } from '../run/workingRun.ts';
import type { AlertsAround } from './alertsAround.ts';

export interface Retraining {
  readonly monitor: string;
  readonly report: MonitorReport;
  readonly decision: AlertDecision;
  readonly does: Extract<AlertDeed, { kind: 'pipeline' }>;
}

/**
 * Starts a pipeline in a process of its own, unless a run of it is at work. Its id follows from the check, so that a check which is told twice
 * starts it once. Rejects with `Failure` as `run` does.
 */
export async function startRetraining(
  around: AlertsAround,
  { monitor, report, decision, does }: Retraining,
): Promise<AlertTold> {
  const { host, root, stores } = around;
  const { told } = decision;
  const id = createHash('sha256')
    .update([monitor, decision.rule.key, report.due].join('\n'))
    .digest('hex')
    .slice(0, 32);
  const before = await stores.runs.run(id, { artifacts: false }).catch(() => undefined);
  if (before === undefined) {
    const other = await workingRun(stores, does.pipeline);
    if (other) return { ...told, state: 'held', said: `Run ${other.id.slice(0, 8)} of it is at work.`, run: other.id };
    await detach(host, stores, {
      run: id,
      args: ['run', does.pipeline, '--project', root, '--monitor', monitor, '--run-id', id, ...SILENT],
    });
  }
  return { ...told, run: id };
}
