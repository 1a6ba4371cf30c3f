import { Failure } from '../../../../engine/src/failure.ts';
import { parseRun } from '../../../../engine/src/language/runReference.ts';
import type { MetricCurve, MetricCurves } from '../../../../engine/src/ports/metricCurves.ts';
import { base64Floats } from '../../../../engine/src/tracking/table/encodeCells.ts';
import { HIGH, LOW, SYSTEM } from '../../../../engine/src/tracking/tags.ts';
import type { Curve, CurvesTold } from '../../views/comparison.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { sourceCurves } from '../sources/sourceCurves.ts';
import { viewStores } from './viewStores.ts';

const POINTS = 1000;
const MOST_POINTS = 20_000;
const MOST_RUNS = 500;

/** Histories of metrics in several runs, our own and those of other tools. Runs that are gone are left out. */
export async function curves(
  asked: Viewed,
  { runs, metrics, points = POINTS, isQuick = false }: ViewQuestions['curves']['params'],
): Promise<CurvesTold> {
  const stores = await viewStores(asked);
  const elsewhere = sourceCurves(asked);
  const shown = runs.slice(0, MOST_RUNS);
  const of = (run: string): MetricCurves | undefined => (parseRun(run).source === null ? stores?.curves : elsewhere);
  const most = Math.min(MOST_POINTS, Math.max(4, Math.trunc(points)));
  const told: Curve[] = [];
  for (const run of shown)
    for (const metric of metrics) {
      const curve = await of(run)?.curve({ run, metric, most, isQuick }).catch(goneIsNone);
      if (curve !== undefined) told.push({ run, metric, ...packed(curve) });
    }
  const own = (await stores?.curves.curveNames(shown)) ?? [];
  return { names: namesOf(together(own, await elsewhere.curveNames(shown))), curves: told };
}

/** Metrics of one name are one. */
function together(own: CurvesTold['names'], others: CurvesTold['names']): CurvesTold['names'] {
  if (others.length === 0) return own;
  const counts = new Map<string, number>();
  for (const { name, runs } of [...own, ...others]) counts.set(name, (counts.get(name) ?? 0) + runs);
  return [...counts].map(([name, runs]) => ({ name, runs })).sort((a, b) => (a.name < b.name ? -1 : 1));
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
