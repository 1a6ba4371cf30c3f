import { pairedMetrics } from '../../../../engine/src/operations/paired/pairedMetrics.ts';
import { pairedRuns } from '../../../../engine/src/operations/runs/compare/pairedRuns.ts';
import type { PairedRun, ViewQuestions } from '../../views.ts';
import type { Viewed } from '../protocol.ts';
import { sideOf } from './runDifferences.ts';
import { viewStores } from './viewStores.ts';

/** How metrics of a run stand to the baseline's on the rows that both were scored on. */
export async function pairedRun(
  asked: Viewed,
  { run, baseline }: ViewQuestions['pairedRun']['params'],
  signal: AbortSignal,
): Promise<PairedRun> {
  const { host, root } = asked;
  const stores = await viewStores(asked);
  if (stores === undefined) return { metrics: {}, reason: 'nothing has run in this project yet' };
  const [base, side] = [await sideOf(asked, baseline), await sideOf(asked, run)];
  return pairedRuns(base, side, (a, b, metrics) => pairedMetrics({ host, stores, root, signal }, a, b, metrics));
}
