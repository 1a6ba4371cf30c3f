import type { Measure } from '../math/metrics/measure.ts';
import type { MetricValue } from './evaluation.ts';

/** An interval is shown when the metric is defined in at least this share of the resamples. */
const DEFINED_SHARE = 0.95;

/**
 * A value with its bootstrap percentile interval: of the resamples' values where defined, the quantiles of order
 * (1 - level) / 2 and (1 + level) / 2, interpolated linearly as numpy does. Undefined resamples are NaN.
 */
export function withInterval(measure: Measure, resampled: Float64Array, level: number): MetricValue {
  if (typeof measure !== 'number') return { value: null, reason: measure.reason };
  if (resampled.length === 0) return { value: measure };
  const ascending = resampled.filter(Number.isFinite).sort();
  const defined = ascending.length / resampled.length;
  if (defined < DEFINED_SHARE)
    return { value: measure, reason: `no interval: undefined in ${Math.round((1 - defined) * 100)}% of the resamples` };
  return { value: measure, low: quantile(ascending, (1 - level) / 2), high: quantile(ascending, (1 + level) / 2) };
}

function quantile(ascending: Float64Array, order: number): number {
  const place = order * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (place - below);
}
