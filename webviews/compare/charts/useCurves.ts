import { useMemo } from 'preact/hooks';
import type { Curve } from '../../../server/src/views/comparison.ts';
import type { Refusal } from '../../shared/asker.ts';
import { useAnswer } from '../../shared/hooks.ts';
import type { Tile } from '../protocol.ts';
import { type CurveFigures, type CurveLine, curveFigures, curveLine } from './model/curveLine.ts';
import type { ChartRun } from './model/subject.ts';

/** More are told with fewer points. */
const MANY = 50;
/** What one question may ask for. */
export const MOST_RUNS = 500;
const POINTS = { few: 800, many: 200 };

export interface Curves {
  /** By id of run. */
  readonly lines: ReadonlyMap<string, CurveLine>;
  readonly refusal: Refusal | undefined;
  /** Whether anything was told yet. */
  readonly isTold: boolean;
}

/** The curves of these runs: long ones at first by some of their points, then with the least and greatest of all. */
export function useCurves(runs: readonly ChartRun[], tile: Extract<Tile, { kind: 'curves' }>): Curves {
  const other = typeof tile.x === 'object' ? tile.x.metric : undefined;
  const asked = {
    runs: runs.slice(0, MOST_RUNS).map(({ id }) => id),
    metrics: other === undefined ? [tile.metric] : [tile.metric, other],
    points: runs.length > MANY ? POINTS.many : POINTS.few,
  };
  const quick = useAnswer('curves', { ...asked, isQuick: true });
  const isLong = quick.value?.curves.some(({ total }) => total === null) ?? false;
  const whole = useAnswer('curves', isLong ? asked : undefined);
  const figures = useMemo(
    () => figuresOf([...(quick.value?.curves ?? []), ...(whole.value?.curves ?? [])]),
    [quick.value, whole.value],
  );
  const { metric, x, smoothing, logX, logY } = tile;
  const key = asked.runs.join();
  const lines = useMemo(
    () =>
      new Map(
        asked.runs.flatMap((run) => {
          const curve = figures.get(`${run} ${metric}`);
          if (curve === undefined) return [];
          return [[run, curveLine(curve, { x, smoothing, logX, logY }, figures.get(`${run} ${other}`))] as const];
        }),
      ),
    [figures, key, metric, other, x, smoothing, logX, logY],
  );
  return { lines, refusal: quick.refusal ?? whole.refusal, isTold: quick.value !== undefined };
}

/** Of two of the same run and metric the later one. */
function figuresOf(curves: readonly Curve[]): ReadonlyMap<string, CurveFigures> {
  return new Map(curves.map((curve) => [`${curve.run} ${curve.metric}`, curveFigures(curve)]));
}
