import type { MetricCurve } from '../ports/metricCurves.ts';
import type { MetricPoint } from '../ports/runStore.ts';

/**
 * The curve of points at hand, thinned out as a store does it: stretches of equal width in steps, in time where all have one step.
 * @param points by step, then time
 * @param most more points are thinned out to about so many
 */
export function curveOfPoints(points: readonly MetricPoint[], most: number): MetricCurve {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= most || first === undefined || last === undefined) return { points, total: points.length };
  const by = first.step === last.step ? 'timestamp' : 'step';
  const width = (last[by] - first[by]) / most;
  const edges = Array.from({ length: most }, (_, index) => first[by] + width * index);
  const stretches = stretchesOf(points, by, edges);
  const figures = stretches.map(figuresOf);
  return {
    points: [
      ...stretches.map(([start], at) => ({ ...(start ?? first), value: figures[at]?.mean ?? Number.NaN })),
      last,
    ],
    low: [...figures.map(({ least }) => least), last.value],
    high: [...figures.map(({ greatest }) => greatest), last.value],
    total: points.length,
  };
}

/** Points between edges; where there is none between two they are one stretch. */
function stretchesOf(
  points: readonly MetricPoint[],
  by: 'step' | 'timestamp',
  edges: readonly number[],
): readonly (readonly MetricPoint[])[] {
  const stretches: MetricPoint[][] = [];
  let next = 0;
  for (const point of points) {
    const stretch = stretches.at(-1);
    if (stretch === undefined || point[by] >= Math.ceil(edges[next] ?? Number.POSITIVE_INFINITY)) {
      stretches.push([point]);
      while ((edges[next] ?? Number.POSITIVE_INFINITY) <= point[by]) next += 1;
    } else stretch.push(point);
  }
  return stretches;
}

interface Figures {
  /** NaN where a stretch has no number. */
  readonly least: number;
  readonly greatest: number;
  readonly mean: number;
}

function figuresOf(points: readonly MetricPoint[]): Figures {
  let [least, greatest, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const { value } of points) {
    if (Number.isNaN(value)) continue;
    [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
    [sum, count] = [sum + value, count + 1];
  }
  return count === 0
    ? { least: Number.NaN, greatest: Number.NaN, mean: Number.NaN }
    : { least, greatest, mean: sum / count };
}
