import { type Measure, NO_ROWS } from './measure.ts';
import { type Metric, metricNamed } from './metrics.ts';
import type { Need } from './need.ts';
import { type Sample, sampleOf } from './sample.ts';
import { canonicalOrder, type ScoredRows, select } from './scoredRows.ts';
import { totalsOf } from './totals.ts';

/** Values of metrics over scored rows. Every name must be a metric that fits the task. */
export function measureRows(
  scored: ScoredRows,
  names: readonly string[],
  threshold?: number,
): Readonly<Record<string, Measure>> {
  const metrics = metricsNamed(names, scored.classes);
  const ordered = select(scored, canonicalOrder(scored));
  const values = measureSample(sampleOf(ordered, needsOf(metrics), threshold), metrics);
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

export function measureSample(sample: Sample, metrics: readonly Metric[]): readonly Measure[] {
  if (sample.rows === 0) return metrics.map(() => NO_ROWS);
  const totals = totalsOf(sample, new Uint8Array(sample.rows).fill(1), sample.rows);
  return metrics.map((metric) => metric.value(totals));
}

export function metricsNamed(names: readonly string[], classes: number): readonly Metric[] {
  return names.map((name) => {
    const metric = metricNamed(name, classes);
    if (metric === undefined) throw new Error(`no metric ${name}`);
    return metric;
  });
}

export function needsOf(metrics: readonly Metric[]): readonly Need[] {
  return [...new Set(metrics.flatMap(({ needs }) => needs))];
}
