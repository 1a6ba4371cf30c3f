import { Failure } from '../../../../engine/src/failure.ts';
import { parseRun } from '../../../../engine/src/language/runReference.ts';
import type { CurveAsked, CurveName, MetricCurve, MetricCurves } from '../../../../engine/src/ports/metricCurves.ts';
import type { SourceRun } from '../../../../engine/src/ports/runSource.ts';
import { curveOfPoints } from '../../../../engine/src/tracking/curveOfPoints.ts';
import type { Viewed } from '../protocol.ts';

/** Histories of metrics in runs `RUN@SOURCE` that other tools keep. Their histories are read whole, so no look at them is a quick one. */
export function sourceCurves(asked: Viewed): MetricCurves {
  return {
    /** Reading all histories to count their points takes too long: a metric that ended at a later step than 0 has several. */
    async curveNames(runs) {
      const counts = new Map<string, number>();
      for (const id of runs) {
        const { run, source } = parseRun(id);
        const metrics = source === null ? {} : ((await foundRun(asked, run, source))?.metrics ?? {});
        for (const [name, { step }] of Object.entries(metrics))
          if (step > 0) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return [...counts].map(([name, count]): CurveName => ({ name, runs: count }));
    },
    async curve({ run: id, metric, most }: CurveAsked): Promise<MetricCurve | undefined> {
      const { run, source } = parseRun(id);
      if (source === null) return undefined;
      const points = await (await asked.sources.named(asked, source)).source.history(run, metric);
      return points.length === 0 ? undefined : curveOfPoints(points, most);
    },
  };
}

async function foundRun(asked: Viewed, run: string, source: string): Promise<SourceRun | undefined> {
  try {
    return await (await asked.sources.named(asked, source)).source.run(run);
  } catch (error) {
    if (error instanceof Failure && error.reason === 'run-not-found') return undefined;
    throw error;
  }
}
