import { metricEntry } from '../catalog/metrics.ts';
import type { Pipeline } from '../project/pipeline.ts';
import { type Threshold, thresholds } from '../project/thresholds.ts';
import type { Found } from './rule.ts';

/** Steps that are never due, because their `if` asks for a metric beyond its range. */
export function* hopelessConditions(pipeline: Pipeline): Generator<Found> {
  for (const threshold of thresholds(pipeline)) {
    const message = hopeless(pipeline, threshold);
    if (message !== undefined) yield { code: 'limit-never-met', file: pipeline.file, range: threshold.range, message };
  }
}

function hopeless({ steps }: Pipeline, { measured, operator, limit }: Threshold): string | undefined {
  const { step, metric } = measured;
  const entry = steps.get(step)?.kind === 'uses' ? metricEntry(metric) : undefined;
  if (entry === undefined || typeof limit !== 'number') return undefined;
  const [low, high] = entry.range;
  const tooHigh =
    high !== null &&
    ((operator === '>' && limit >= high) || (limit > high && (operator === '>=' || operator === '==')));
  const tooLow =
    low !== null && ((operator === '<' && limit <= low) || (limit < low && (operator === '<=' || operator === '==')));
  return tooHigh || tooLow
    ? `\`${metric}\` lies between ${low ?? '-∞'} and ${high ?? '∞'}, so that this is never true and the step never runs`
    : undefined;
}
