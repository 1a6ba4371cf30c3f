import type { ChangeExplanation } from '../../../engine/src/operations/models/explain/explanation.ts';

/** A line of a waterfall: where the metric was before it, and what it did. */
export interface WaterfallLine {
  readonly kind: 'factor' | 'rest';
  readonly key: string;
  readonly label: string;
  readonly change: number;
  /** Where the bar begins and ends, as shares of the scale. */
  readonly from: number;
  readonly to: number;
  /** Ends of the noise around where the bar begins; null where nobody knows it. */
  readonly noise: { readonly low: number; readonly high: number } | null;
  readonly tone: 'better' | 'worse' | 'noise' | 'plain';
  /** What A and B have. */
  readonly before: string | null;
  readonly after: string | null;
  /** The least and the most over the orders, where they differ. */
  readonly spread: { readonly low: number; readonly high: number } | null;
}

export interface Waterfall {
  readonly lines: readonly WaterfallLine[];
  /** Decimals that all changes are shown with. */
  readonly decimals: number;
  /** Where the metric of A and of B stand, as shares of the scale. */
  readonly begin: number;
  readonly end: number;
}

/** What each factor did, in the order of the swaps, from the metric of A to that of B. */
export function waterfall(explanation: ChangeExplanation): Waterfall {
  const { from, to, noise } = explanation;
  const steps = stepsOf(explanation);
  const places = [from];
  for (const { change } of steps) places.push((places.at(-1) ?? from) + change);
  const scale = scaleOf([...places, to]);
  const lines = steps.map((step, index): WaterfallLine => {
    const start = places[index] ?? from;
    return {
      ...step,
      from: scale(start),
      to: scale(start + step.change),
      noise: noise.band === null ? null : { low: scale(start - noise.band), high: scale(start + noise.band) },
    };
  });
  return { lines, decimals: decimalsFor(steps.map(({ change }) => change)), begin: scale(from), end: scale(to) };
}

type Step = Omit<WaterfallLine, 'from' | 'to' | 'noise'>;

function stepsOf({ contributions, order, rest, notSwapped, better }: ChangeExplanation): readonly Step[] {
  const place = new Map(order.map((factor, index) => [factor, index]));
  const inOrder = contributions.toSorted(
    (one, other) => (place.get(one.factor) ?? order.length) - (place.get(other.factor) ?? order.length),
  );
  const factors = inOrder.map(({ factor, label, contribution, before, after, low, high, withinNoise }): Step => {
    const hasSpread = low !== undefined && high !== undefined && low !== high;
    return {
      kind: 'factor',
      key: factor,
      label,
      change: contribution,
      tone: withinNoise === true ? 'noise' : toneOf(contribution, better),
      before,
      after,
      spread: hasSpread ? { low, high } : null,
    };
  });
  if (rest === 0 && notSwapped.length === 0) return factors;
  const none = { before: null, after: null, spread: null };
  return [...factors, { kind: 'rest', key: 'rest', label: 'not explained', change: rest, tone: 'plain', ...none }];
}

function toneOf(change: number, better: ChangeExplanation['better']): Step['tone'] {
  if (better === null || change === 0) return 'plain';
  return change > 0 === (better === 'higher') ? 'better' : 'worse';
}

const ROOM = 0.06;

/** Shares of the width for values, with room at both ends. */
function scaleOf(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const width = most - least || Math.abs(most) || 1;
  const low = most === least ? least - width / 2 : least;
  return (value) => Math.min(1, Math.max(0, ROOM + ((value - low) / width) * (1 - 2 * ROOM)));
}

/** Three significant digits of the widest. */
function decimalsFor(changes: readonly number[]): number {
  const widest = Math.max(0, ...changes.map(Math.abs));
  return widest === 0 ? 3 : Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(widest))));
}
