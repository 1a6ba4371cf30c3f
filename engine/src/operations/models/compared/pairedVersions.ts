import { metricEntry } from '../../../catalog/metrics.ts';
import { scorerOf } from '../../../gates/scoresOf.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { PairedMetrics } from '../../paired/paired.ts';
import { pairedMetrics } from '../../paired/pairedMetrics.ts';
import type { ComparingAround } from './comparingAround.ts';

/** The paired difference of the metrics that both versions have, on the rows that both were scored on. */
export async function pairedVersions(
  around: ComparingAround,
  a: ModelVersion,
  b: ModelVersion,
): Promise<PairedMetrics> {
  if (a.sha256 === b.sha256) return unpaired('they are the same model');
  const [scoresOfA, scoresOfB] = [a.evidence.scores, b.evidence.scores];
  if (scoresOfA === undefined || scoresOfB === undefined) return unpaired('not both have scores of their test rows');
  const metrics = Object.keys(b.metrics).filter(
    (name) => a.metrics[name] !== undefined && metricEntry(name) !== undefined,
  );
  const sides = [
    { ...scorerOf(a), scores: scoresOfA },
    { ...scorerOf(b), scores: scoresOfB },
  ] as const;
  const { slices: _, ...paired } = await pairedMetrics(around, ...sides, { metrics });
  return paired;
}

function unpaired(reason: string): PairedMetrics {
  return { rows: 0, reason, metrics: [] };
}
