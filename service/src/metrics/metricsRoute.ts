import { lastLooked } from '../../../engine/src/monitoring/schedule/lastLooked.ts';
import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { EXPOSITION_TYPE, expositionText } from './expositionText.ts';
import { family, monitorFamilies, triggerFamilies } from './monitorFamilies.ts';
import { runFamilies } from './runFamilies.ts';
import { storeSizes } from './storeSizes.ts';

/** What Prometheus asks; it carries the token as any other client. */
export const routes: readonly Route[] = [{ method: 'GET', path: '/metrics', below: 'top', answer: metrics }];

async function metrics(_ask: Ask, { host, stores, upcoming }: ServiceContext): Promise<Answer> {
  const { monitors, runs } = stores;
  const [newest, mutes, ticks] = await Promise.all([monitors.latest(), monitors.mutes(), monitors.ticks()]);
  const checks = newest.map((check) => ({ ...check, made: lastLooked(check, ticks) }));
  const sizes = [...(await storeSizes(stores, host))];
  const now = host.clock.now();
  const text = expositionText([
    family('build_info', 'The version of Modelyard that answers.', [
      { labels: { version: host.machine.modelyard }, value: 1 },
    ]),
    ...monitorFamilies(checks, mutes, now),
    ...triggerFamilies(ticks, upcoming?.() ?? []),
    ...(await runFamilies(runs)),
    family(
      'store_size_bytes',
      'Bytes of a part of the store.',
      sizes.map(([part, value]) => ({ labels: { part }, value })),
    ),
  ]);
  return { kind: 'text', text, type: EXPOSITION_TYPE };
}
