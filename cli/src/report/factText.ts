import { figure, interval } from '../../../engine/src/language/figures.ts';
import type { MetricFact } from '../../../engine/src/ports/modelRegistry.ts';

/** A metric of a version with its interval; a dash where it was never measured. */
export function factText(fact: MetricFact | undefined): string {
  if (!fact) return '-';
  const { value, low, high } = fact;
  return low === undefined || high === undefined ? figure(value) : interval(value, low, high);
}
