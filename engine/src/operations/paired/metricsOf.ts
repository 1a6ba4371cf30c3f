import type { PairedDifference } from '../../evaluation/pairedBootstrap.ts';
import type { PairedMetric } from './paired.ts';

/** As they are told: the champion is the first of the two. */
export function metricsOf(told: ReadonlyMap<string, PairedDifference>): readonly PairedMetric[] {
  return [...told].map(([name, { difference, candidate, champion }]) => {
    const { value: better, low = null, high = null } = difference;
    return { name, a: champion.value, b: candidate.value, better, low, high };
  });
}
