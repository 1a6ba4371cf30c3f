import { Failure } from '../../../../engine/src/failure.ts';
import type { MetricCurve } from '../../../../engine/src/ports/metricCurves.ts';
import { base64Floats } from '../../../../engine/src/tracking/table/encodeCells.ts';
import { HIGH, LOW, SYSTEM } from '../../../../engine/src/tracking/tags.ts';
import type { Curve, CurvesTold, ViewQuestions } from '../../views.ts';
import type { Asked } from '../protocol.ts';
import { viewStores } from './viewStores.ts';

const POINTS = 1000;
const MOST_POINTS = 20_000;
const MOST_RUNS = 500;

/** Histories of metrics in several runs. Runs that are gone are left out. */
export async function curves(
  asked: Asked,
  { runs, metrics, points = POINTS, isQuick = false }: ViewQuestions['curves']['params'],
): Promise<CurvesTold> {
  const stores = await viewStores(asked);
  if (stores === undefined) return { names: [], curves: [] };
  const most = Math.min(MOST_POINTS, Math.max(4, Math.trunc(points)));
  const told: Curve[] = [];
  for (const run of runs.slice(0, MOST_RUNS))
    for (const metric of metrics) {
      const curve = await stores.curves.curve({ run, metric, most, isQuick }).catch(goneIsNone);
      if (curve !== undefined) told.push({ run, metric, ...packed(curve) });
    }
  return { names: namesOf(await stores.curves.curveNames(runs.slice(0, MOST_RUNS))), curves: told };
}

function goneIsNone(error: unknown): undefined {
  if (error instanceof Failure && error.reason === 'run-not-found') return undefined;
  throw error;
}

/** The ends of intervals stand with their metric; what a program used of the machine is nothing that it made. */
function namesOf(names: CurvesTold['names']): CurvesTold['names'] {
  const all = new Set(names.map(({ name }) => name));
  return names.filter(
    ({ name }) =>
      !name.startsWith(SYSTEM) && ![LOW, HIGH].some((end) => name.endsWith(end) && all.has(name.slice(0, -end.length))),
  );
}

function packed({ points, low, high, total }: MetricCurve): Omit<Curve, 'run' | 'metric'> {
  return {
    steps: base64Floats(points.map(({ step }) => step)),
    times: base64Floats(points.map(({ timestamp }) => timestamp)),
    values: base64Floats(points.map(({ value }) => value)),
    ...(low !== undefined && high !== undefined && { low: base64Floats(low), high: base64Floats(high) }),
    total,
  };
}
