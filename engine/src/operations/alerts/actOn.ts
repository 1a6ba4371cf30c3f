import { createHash } from 'node:crypto';
import { Failure } from '../../failure.ts';
import { alertMessage } from '../../monitoring/alerts/alertMessage.ts';
import type { AlertDecision } from '../../monitoring/alerts/decideAlerts.ts';
import type { AlertTold } from '../../monitoring/report/alertTold.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import type { AlertsAround } from './alertsAround.ts';
import { callWebhook } from './callWebhook.ts';
import { startRetraining } from './startRetraining.ts';

export interface AlertAction {
  readonly monitor: string;
  readonly report: MonitorReport;
  readonly decision: AlertDecision;
  /** When it last fired, milliseconds since 1970. */
  readonly fired: number | null;
  readonly signal?: AbortSignal | undefined;
}

/** Does what was decided of one alert. What is refused or not reached is `failed`, with its reason. */
export async function actOn(around: AlertsAround, action: AlertAction): Promise<AlertTold> {
  const { decision, monitor, report, fired, signal } = action;
  const { told, act, rule } = decision;
  if (act === null) return told;
  const { does } = rule;
  try {
    if (does.kind === 'pipeline')
      return act === 'fire' ? await startRetraining(around, { monitor, report, decision, does }) : told;
    if (does.kind === 'notify') return told;
    const at = new Date(around.host.clock.now()).toISOString();
    const event = act === 'fire' ? 'fired' : 'resolved';
    const message = alertMessage(
      { event, id: deliveryOf([monitor, rule.key, report.due, event]), at, monitor },
      report,
    );
    const since = new Date(act === 'fire' ? Date.parse(at) : (fired ?? Date.parse(at))).toISOString();
    const target = await callWebhook(around, { does, message, since, signal });
    return { ...told, target };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...told, state: 'failed', said: [error.message, error.next].filter(Boolean).join(' ') };
  }
}

function deliveryOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
