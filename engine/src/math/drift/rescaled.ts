import type { QuantileCounts } from '../baseline.ts';
import type { NumberPair } from './columnPair.ts';
import { distancesOfSteps } from './orderDistances.ts';
import { type Steps, stepsOf } from './steps.ts';
import { rampDistance } from './wasserstein.ts';

/**
 * Wasserstein distance of the current numbers from `times * reference + plus`, in standard deviations of the latter: small where
 * nothing but the unit has changed. From counts between edges where the values are not known.
 */
export function rescaledDistance(pair: NumberPair, times: number, plus: number): number {
  const sd = (pair.reference.sd ?? 0) * Math.abs(times);
  if (!(sd > 0)) return Number.POSITIVE_INFINITY;
  const reference = stepsOf(pair.reference);
  const current = stepsOf(pair.current);
  const area =
    reference === undefined || current === undefined
      ? edgesDistance(pair, times, plus)
      : distancesOfSteps(moved(reference, times, plus), current).area;
  return area / sd;
}

function moved({ values, upTo, total }: Steps, times: number, plus: number): Steps {
  const out = Float64Array.from(values, (value) => value * times + plus);
  if (times > 0) return { values: out, upTo, total };
  const last = out.length - 1;
  return { values: out.reverse(), upTo: upTo.map((_, step) => total - (upTo[last - step - 1] ?? 0)), total };
}

function edgesDistance({ reference, current }: NumberPair, times: number, plus: number): number {
  if (reference.values.kind !== 'quantiles' || current.values.kind !== 'quantiles') return Number.POSITIVE_INFINITY;
  const turn = <T>(list: readonly T[]) => (times > 0 ? list : list.toReversed());
  const ends = [reference.min, reference.max].map((end) => (end ?? 0) * times + plus);
  const rescaled: QuantileCounts = {
    kind: 'quantiles',
    edges: turn(reference.values.edges.map((edge) => edge * times + plus)),
    counts: turn(reference.values.counts),
  };
  const mean = (reference.mean ?? 0) * times + plus;
  const side = { ...reference, mean, min: Math.min(...ends), max: Math.max(...ends) };
  const left = { side, counts: rescaled };
  return rampDistance(left, { side: current, counts: current.values }, { scale: 1, isInteger: false });
}
