import { type PairingAround, pairedMetrics } from '../../../../engine/src/operations/paired/pairedMetrics.ts';
import { pairedRuns } from '../../../../engine/src/operations/runs/compare/pairedRuns.ts';
import type { PairedRun } from '../../../../engine/src/operations/runs/compare/runDifferences.ts';
import { hiddenOfRun } from '../../../../engine/src/operations/runs/hiddenOfRun.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { sideOf } from './runDifferences.ts';
import { viewStores } from './viewStores.ts';

/** How metrics of a run, and of its slices, stand to the baseline's on the rows that both were scored on. */
export async function pairedRun(
  asked: Viewed,
  pair: ViewQuestions['pairedRun']['params'],
  signal: AbortSignal,
): Promise<PairedRun> {
  return asked.pairings.measure(pair, signal, (wanted, progress) => told(asked, pair, { signal: wanted, progress }));
}

async function told(
  asked: Viewed,
  { run, baseline, slices }: ViewQuestions['pairedRun']['params'],
  work: Pick<PairingAround, 'signal' | 'progress'>,
): Promise<PairedRun> {
  const { host, root, project } = asked;
  const stores = await viewStores(asked);
  if (stores === undefined) return { metrics: {}, reason: 'nothing has run in this project yet', slices: [] };
  const [base, side] = [await sideOf(asked, baseline), await sideOf(asked, run)];
  const hidden = new Set([base, side].flatMap((one) => [...hiddenOfRun(one.run, project)]));
  return pairedRuns(base, side, {
    pair: (a, b, wanted) => pairedMetrics({ host, stores, root, ...work }, a, b, wanted),
    slicesBy: (column) => column === slices && !hidden.has(column.toLowerCase()),
  });
}
