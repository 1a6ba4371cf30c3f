import type { QuantileCounts } from '../baseline.ts';
import { binned, byValue, distinctOf, regrouped } from './bins.ts';
import {
  type CategoryPair,
  type CategorySide,
  type ColumnPair,
  type DriftFigure,
  type NumberPair,
  type NumberSide,
  rowsWithValue,
} from './columnPair.ts';
import { type Levels, levelsOf, withRows } from './levels.ts';
import { ascending, countBetween, fewSteps, type Steps, stepsOf } from './steps.ts';
import { binnedOrder, exactOrder } from './wasserstein.ts';

/** What several tests of one column have in common; each part is made when the first of them asks. */
export interface Comparison {
  /** Rows with a value that is finite. */
  readonly referenceRows: number;
  readonly currentRows: number;
  /** Counted between edges, not known value by value. */
  readonly isBinned: boolean;
  /** Distinct values or categories of both sides; of numbers between edges, more than a few. */
  distinct(): number;
  levels(): Levels;
  hellingerLevels(): Levels;
  /** Null for categories. */
  order(): { readonly apart: number; readonly moved: number } | null;
  /** Both as staircases; counts between edges stand at their upper edge. Null for categories. */
  steps(): { readonly reference: Steps; readonly current: Steps } | null;
}

export function compare(pair: ColumnPair): Comparison {
  return pair.kind === 'categories' ? ofCategories(pair) : ofNumbers(pair);
}

/** Marks a figure that counts between edges made. */
export function marked(figure: DriftFigure, isBinned: boolean): DriftFigure {
  return isBinned ? { ...figure, binned: true } : figure;
}

function ofCategories({ categories, reference, current }: CategoryPair): Comparison {
  const order = byName(categories);
  const counts = (side: CategorySide) => [...order.map((index) => side.counts[index]!), side.other];
  const levels = withRows(levelsOf(counts(reference), counts(current)));
  return {
    referenceRows: levels.referenceRows,
    currentRows: levels.currentRows,
    isBinned: false,
    distinct: () => levels.reference.length,
    levels: () => levels,
    hellingerLevels: () => levels,
    order: () => null,
    steps: () => null,
  };
}

const SORTED = 10_000;

/** By name, so that sums do not hang on the order they came in; of a great many only the first, which a test asks for. */
function byName(categories: readonly string[]): readonly number[] {
  const order = categories.map((_, index) => index);
  if (order.length <= SORTED) return order.sort((a, b) => (categories[a]! < categories[b]! ? -1 : 1));
  const first = order.reduce((least, index) => (categories[index]! < categories[least]! ? index : least), 0);
  return [first, ...order.filter((index) => index !== first)];
}

function ofNumbers(pair: NumberPair): Comparison {
  const isKnown = pair.reference.values.kind !== 'quantiles' && pair.current.values.kind !== 'quantiles';
  return isKnown ? ofValues(pair) : ofEdges(pair);
}

/** Up to so many distinct values in the reference, each is a bin of its own (Evidently 0.7). */
const BINNED_ABOVE = 20;

function ofValues(pair: NumberPair): Comparison {
  const [referenceRows, currentRows] = [rowsWithValue(pair.reference), rowsWithValue(pair.current)];
  const steps = once(() => ({ reference: stepsOf(pair.reference)!, current: stepsOf(pair.current)! }));
  const distinct = once(() => distinctOf(ascending(pair.reference), ascending(pair.current)));
  return {
    referenceRows,
    currentRows,
    isBinned: false,
    distinct,
    levels: once(() =>
      fewSteps(pair.reference, BINNED_ABOVE) === undefined
        ? binned(pair, referenceRows + currentRows)
        : byValue(steps().reference, steps().current),
    ),
    // Evidently has as many bins here as the distinct values ask for.
    hellingerLevels: once(() => binned(pair, distinct())),
    order: once(() => exactOrder(pair) ?? null),
    steps,
  };
}

function ofEdges(pair: NumberPair): Comparison {
  const { reference, current } = sameEdges(pair);
  const [left, right] = [atEdges(reference, pair.reference), atEdges(current, pair.current)];
  const levels = once(() => regrouped(pair, reference, current));
  return {
    referenceRows: left.total,
    currentRows: right.total,
    isBinned: true,
    distinct: () => reference.counts.length,
    levels,
    hellingerLevels: levels,
    order: once(() => binnedOrder(pair, reference, current)),
    steps: () => ({ reference: left, current: right }),
  };
}

/** A side that is known value by value is counted between the edges of the other. */
function sameEdges({ reference, current }: NumberPair): { reference: QuantileCounts; current: QuantileCounts } {
  const edges = [reference.values, current.values].find((values) => values.kind === 'quantiles')?.edges ?? [];
  const between = (side: NumberSide) =>
    side.values.kind === 'quantiles' ? side.values : countBetween(edges, stepsOf(side)!);
  return { reference: between(reference), current: between(current) };
}

function atEdges({ edges, counts }: QuantileCounts, { max }: NumberSide): Steps {
  const last = edges[edges.length - 1] ?? 0;
  const upTo = new Float64Array(counts.length);
  let total = 0;
  for (const [bin, count] of counts.entries()) {
    total += count;
    upTo[bin] = total;
  }
  return { values: [...edges, Math.max(max ?? last, last)], upTo, total };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
