import type { MetricPoint } from '../../../ports/runStore.ts';
import { isLater } from '../runShape.ts';

/** Points in a metric's file: `TIME VALUE STEP` a line, and more behind it that is not needed. Half-written lines are passed over. */
export function metricPoints(text: string): readonly MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const line of text.split('\n')) {
    const point = pointOf(line);
    if (point !== undefined) points.push(point);
  }
  return points;
}

/** The point that MLflow shows of a metric. */
export function latestPoint(points: readonly MetricPoint[]): MetricPoint | undefined {
  let latest: MetricPoint | undefined;
  for (const point of points) if (latest === undefined || isLater(point, latest)) latest = point;
  return latest;
}

function pointOf(line: string): MetricPoint | undefined {
  const [time = '', text = '', step = '0'] = line.trim().split(' ');
  const value = floatOf(text);
  const timestamp = Number(time);
  if (value === undefined || !/^-?\d+$/.test(time) || !/^-?\d+$/.test(step) || !Number.isSafeInteger(timestamp))
    return undefined;
  return { value, step: Number(step), timestamp };
}

/** As Python writes floats. */
export function floatOf(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word === 'nan') return Number.NaN;
  if (word === 'inf' || word === 'infinity') return Number.POSITIVE_INFINITY;
  if (word === '-inf' || word === '-infinity') return Number.NEGATIVE_INFINITY;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(word) ? Number(word) : undefined;
}
