import { Failure } from '../../../failure.ts';

/** The metric with these factors as B has them and all others as A has them. Rejects with `Failure` where that cannot be had. */
export type MetricWith = (swapped: ReadonlySet<string>) => Promise<number>;

export interface Path {
  /** Factors in the order in which they were swapped. */
  readonly order: readonly string[];
  /** By factor; they and the rest add up to the value of all factors less that of none. */
  readonly contributions: ReadonlyMap<string, number>;
  /** Factors that could not be swapped alone, with why. */
  readonly refused: ReadonlyMap<string, Failure>;
  readonly rest: number;
}

/**
 * Swaps factors one after the other. One that cannot be swapped at its place is tried again after the others: what A has not kept may be
 * needed early only, and what B has not kept is never needed last.
 */
export async function swapInOrder(factors: readonly string[], metricWith: MetricWith): Promise<Path> {
  const swapped = new Set<string>();
  const order: string[] = [];
  const contributions = new Map<string, number>();
  const last = await metricWith(new Set(factors));
  let value = await metricWith(swapped);
  let waiting = [...factors];
  let refused = new Map<string, Failure>();
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    const again: string[] = [];
    refused = new Map();
    for (const factor of waiting) {
      const next = await orFailure(metricWith(new Set([...swapped, factor])));
      if (next instanceof Failure) {
        refused.set(factor, next);
        again.push(factor);
        continue;
      }
      swapped.add(factor);
      order.push(factor);
      contributions.set(factor, next - value);
      value = next;
    }
    waiting = again;
  }
  return { order, contributions, refused, rest: last - value };
}

async function orFailure(value: Promise<number>): Promise<number | Failure> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Paths of several orders as one. */
export interface Paths {
  readonly contributions: ReadonlyMap<string, { readonly mean: number; readonly low: number; readonly high: number }>;
  readonly refused: ReadonlyMap<string, Failure>;
  readonly rest: number;
}

/** Means over paths; a factor that one of them could not swap counts into the rest there. */
export function averagePaths(paths: readonly Path[]): Paths {
  const factors = [...new Set(paths.flatMap(({ contributions }) => [...contributions.keys()]))];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / paths.length;
  return {
    contributions: new Map(
      factors.map((factor) => {
        const values = paths.flatMap(({ contributions }) => contributions.get(factor) ?? []);
        return [factor, { mean: mean(values), low: Math.min(...values), high: Math.max(...values) }];
      }),
    ),
    refused: new Map(paths.flatMap(({ refused }) => [...refused])),
    rest: mean(paths.map(({ rest }) => rest)),
  };
}
