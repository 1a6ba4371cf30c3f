import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { base64Floats } from '../../../engine/src/tracking/table/encodeCells.ts';
import type { Curve, CurvesAsked, CurvesTold } from '../../../server/src/views/comparison.ts';
import type { ComparedRuns } from './comparedRuns.ts';
import { binaryPage } from './samplePages.ts';
import { binaryCurves } from './scoredRows.ts';

const NAMES = ['log_loss', 'train.log_loss', 'lr'];
const ROUNDS = 300;
const BEGAN = Date.parse('2026-11-20T09:58:00Z');

/** Histories of made runs: losses that fall, one with NaN and infinite rounds, one of a million points. */
export function curvesOfRuns({ ids }: ComparedRuns): (asked: CurvesAsked) => CurvesTold {
  return ({ runs, metrics, isQuick }) => ({
    names: NAMES.map((name) => ({ name, runs: runs.length })),
    curves: runs.flatMap((run) =>
      metrics.map((metric) => curveOf(run, metric, { place: ids.indexOf(run), isQuick: isQuick === true })),
    ),
  });
}

function curveOf(
  run: string,
  metric: string,
  { place, isQuick }: { readonly place: number; readonly isQuick: boolean },
): Curve {
  const isLong = place === 12;
  const every = isLong ? 3333 : 1;
  const rounds = Array.from({ length: isLong ? ROUNDS : ROUNDS - (place % 7) * 20 }, (_, i) => i);
  const values = rounds.map((round) => lossAt(metric, round, place));
  const band = isLong && !isQuick;
  return {
    run,
    metric,
    steps: base64Floats(rounds.map((round) => round * (metric === 'lr' ? 1 : every))),
    times: base64Floats(rounds.map((round) => BEGAN + place * 60_000 + round * 170)),
    values: base64Floats(values),
    ...(band && {
      low: base64Floats(values.map((value) => value - 0.004)),
      high: base64Floats(values.map((value) => value + 0.006)),
    }),
    total: isLong ? (isQuick ? null : 1_000_000) : rounds.length,
  };
}

function lossAt(metric: string, round: number, place: number): number {
  if (metric === 'lr') return 0.1 / (1 + round);
  if (place === 1 && round >= 120 && round < 130) return Number.NaN;
  if (place === 1 && round === 200) return Number.POSITIVE_INFINITY;
  const wave = Math.sin(round * 1.7 + place) * 0.0012;
  return 0.42 + (place % 9) * 0.0012 + 0.05 * Math.exp(-round / 30) + wave + round * (place % 3) * 4e-6;
}

/** Pages of made runs: each ranks a little better than the one before. */
export function pagesOfRuns({ ids }: ComparedRuns): (asked: { readonly run: string }) => RunPage {
  return ({ run }) => {
    const page = binaryPage();
    const { evaluation } = page;
    const curves = binaryCurves(1.2 + (ids.indexOf(run) % 5) * 0.5, 0.5);
    return { ...page, id: run, evaluation: evaluation === null ? null : { ...evaluation, curves } };
  };
}
