import type { AlertRule } from '../../monitoring/alerts/alertRule.ts';
import { foundIn } from '../../monitoring/alerts/checkFound.ts';
import { decideAlerts } from '../../monitoring/alerts/decideAlerts.ts';
import type { Offer } from '../../monitoring/alerts/offer.ts';
import type { AlertTold } from '../../monitoring/report/alertTold.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import { RUN_TAGS, tagList } from '../../tracking/tags.ts';
import { actOn } from './actOn.ts';
import type { AlertsAround } from './alertsAround.ts';

export interface AlertsQuestion {
  readonly monitor: string;
  readonly rules: readonly AlertRule[];
  readonly report: MonitorReport;
  readonly signal?: AbortSignal | undefined;
}

/** Checks that are looked back at for what failed when it was last known. */
const LOOK_BACK = 30;

/**
 * Tells whom a monitor's alerts name what a check found, and resolves with what became of each; the report's `alerts`. One process at a
 * time for a monitor. What was told is written down after it was told: a process that is killed in between tells twice rather than never.
 * A webhook that fails is no failure of the check: it is said, and the next check tries again.
 */
export async function tellAlerts(around: AlertsAround, question: AlertsQuestion): Promise<readonly AlertTold[]> {
  const { monitor, rules, signal } = question;
  if (rules.length === 0) return [];
  return around.stores.locks.exclusively(`alerts ${monitor}`, () => tell(around, question), signal);
}

async function tell(
  around: AlertsAround,
  { monitor, rules, report, signal }: AlertsQuestion,
): Promise<readonly AlertTold[]> {
  const { host } = around;
  const { monitors } = around.stores;
  const kept = await Promise.all(rules.map(async ({ key }) => [key, await monitors.alert(monitor, key)] as const));
  const states = new Map(kept.flatMap(([key, state]) => (state === undefined ? [] : [[key, state] as const])));
  const mute = (await monitors.mutes()).find((one) => one.monitor === monitor);
  const found = foundIn(report, await monitors.checks(monitor, { limit: LOOK_BACK }));
  const decisions = decideAlerts({ rules, found, states, mute, now: host.clock.now() });
  return Promise.all(
    decisions.map(async (decision) => {
      const { key } = decision.rule;
      const before = states.get(key);
      const told = await actOn(around, { monitor, report, decision, fired: before?.fired ?? null, signal });
      if (told.state !== 'failed')
        await monitors.setAlert(monitor, key, before, told.state === 'held' ? decision.unacted : decision.state);
      return withOffers(around, monitor, told);
    }),
  );
}

/** Of a pipeline that is not started now, what became of the run that the monitor began last. */
async function withOffers({ stores }: AlertsAround, monitor: string, told: AlertTold): Promise<AlertTold> {
  if (told.kind !== 'pipeline' || told.run !== null) return told;
  const runs = await stores.runs.tagged(RUN_TAGS.alert, monitor, LOOK_BACK);
  const last = runs.find(({ tags, parent }) => parent === undefined && tags[RUN_TAGS.pipeline] === told.target);
  if (last === undefined) return told;
  const offers = tagList<Offer>(last.tags[RUN_TAGS.offer]).map(({ said }) => said);
  return { ...told, run: last.id, said: [told.said, ...offers].filter((one) => one !== null).join(' ') || null };
}
