import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnPair } from '../../engine/src/math/drift/columnPair.ts';
import { categories, numbers } from './driftPairs.ts';

/** What the reference tools say of one pair of columns; tests of a hypothesis by their p-value, null for NaN. */
export interface DriftReference {
  readonly name: string;
  readonly pair: ColumnPair;
  readonly scores: Readonly<Record<string, number | null>>;
  /** scipy's statistic and p-value. */
  readonly anderson_darling?: readonly [statistic: number, pValue: number];
  readonly g?: readonly [statistic: number, pValue: number];
  readonly homogeneity?: readonly [statistic: number, pValue: number];
  /** What Evidently takes by itself, and finds. */
  readonly default: readonly [test: string, isDrift: boolean];
}

/**
 * 19 pairs of columns with what Evidently 0.7.21 says of them (scipy 1.17.1, numpy 2.4.6), and for the last three scores scipy:
 * `anderson_ksamp([r, c], variant='midrank')`, `power_divergence(c, r * n_c / n_r, lambda_='log-likelihood')` and
 * `chi2_contingency([r, c], correction=False)` over the counts by category. Evidently read the values that are made here: one
 * stream of s = s * 48271 mod (2^31 - 1), begun with 12345, through Box and Muller, rounded to six digits; of columns of few
 * values, counts are all that any test reads.
 */
export function driftReferences(): readonly DriftReference[] {
  const path = join(import.meta.dirname, '../fixtures/driftReference.json');
  const scores = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Scores>;
  return Object.entries(pairs()).map(([name, pair]) => {
    const { anderson_darling, g, homogeneity, default: chosen, ...rest } = scores[name]!;
    return {
      name,
      pair,
      scores: rest as Record<string, number | null>,
      anderson_darling,
      g,
      homogeneity,
      default: chosen,
    } as DriftReference;
  });
}

type Scores = Pick<DriftReference, 'anderson_darling' | 'g' | 'homogeneity' | 'default'>;

function pairs(): Readonly<Record<string, ColumnPair>> {
  const random = stream(12_345);
  const normal = (rows: number, mean = 0, sd = 1) =>
    Array.from({ length: rows }, () => Math.round((mean + sd * random.normal()) * 1e6) / 1e6);
  const normals = {
    num_small_drift: numbers(normal(500), normal(400, 0.3, 1.2)),
    num_small_same: numbers(normal(500), normal(400)),
    num_tiny: numbers(normal(12), normal(9, 1)),
    num_large_drift: numbers(normal(1500, 10, 3), normal(1200, 10.5, 3)),
    num_large_same: numbers(normal(1500, 10, 3), normal(1200, 10, 3)),
    num_constant_ref: numbers(Array<number>(300).fill(5), normal(300, 5)),
  };
  // What the columns of few values took from the stream.
  random.skip(600 + 2400 + 550 + 800);
  const whole = (rows: number, mean: number) =>
    Array.from({ length: rows }, () => Math.trunc(mean + 15 * random.normal()));
  return {
    ...normals,
    num_few_unique_small: fewValues([74, 65, 79, 82], [134, 59, 62, 45]),
    num_few_unique_large: fewValues([290, 269, 327, 314], [506, 239, 246, 209]),
    num_binary_small: fewValues([150, 150], [169, 81]),
    num_10_unique: fewValues([30, 40, 31, 54, 42, 37, 34, 49, 42, 41], [69, 38, 42, 29, 33, 44, 34, 36, 30, 45]),
    num_integer_dtype: numbers(whole(600, 100), whole(600, 105), true),
    num_outlier: numbers(normal(400), [...normal(400).slice(0, 395), 50, 60, 70, 80, 90]),
    cat3_small: categories({ a: 153, b: 85, c: 62 }, { a: 120, b: 84, c: 76 }),
    cat3_large: categories({ a: 649, b: 397, c: 254 }, { a: 429, b: 331, c: 340 }),
    cat_new_level: categories({ a: 216, b: 84 }, { a: 196, b: 76, z: 28 }),
    cat_missing_level: categories({ a: 188, b: 85, z: 27 }, { a: 198, b: 102 }),
    cat_binary_small: categories({ n: 331, y: 69 }, { n: 248, y: 102 }),
    cat_binary_large: categories({ n: 1109, y: 291 }, { n: 943, y: 407 }),
    cat_constant: categories({ a: 200 }, { a: 150 }),
  } satisfies Record<string, ColumnPair>;
}

/** Counts of 0, 1, 2 ... */
function fewValues(reference: readonly number[], current: readonly number[]): ColumnPair {
  const spelled = (counts: readonly number[]) => counts.flatMap((rows, value) => Array<number>(rows).fill(value));
  return numbers(spelled(reference), spelled(current));
}

function stream(seed: number): { normal(): number; skip(draws: number): void } {
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return {
    normal: () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()),
    skip: (draws) => {
      for (let i = 0; i < draws; i++) next();
    },
  };
}
