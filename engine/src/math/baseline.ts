import { momentsOf } from './moments.ts';
import { type Numbers, sorted } from './sorting.ts';

/** What the columns of a training looked like: the reference that drift is measured against without the rows themselves. */
export interface Baseline {
  readonly schema: typeof BASELINE_SCHEMA;
  /** Rows of the table; every column has as many. */
  readonly rows: number;
  /** What went into the model, by column. */
  readonly inputs: Readonly<Record<string, ColumnBaseline>>;
  /** What came out of it over the same rows, by name in the signature. */
  readonly outputs: Readonly<Record<string, ColumnBaseline>>;
  /** The target, under its name. */
  readonly label: Readonly<Record<string, ColumnBaseline>>;
}

export const BASELINE_SCHEMA = 1;

export type ColumnBaseline = NumberBaseline | CategoryBaseline;

export interface NumberBaseline {
  readonly kind: 'numbers';
  readonly rows: number;
  /** Rows without a value (NaN). */
  readonly missing: number;
  /** Rows that are infinite. Everything below is of the finite rest, null where there is none. */
  readonly nonFinite: number;
  readonly mean: number | null;
  /** Standard deviation of the rows themselves (divided by n). */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly distribution: ValueCounts | QuantileCounts;
}

/** Each distinct value, ascending, with its rows: columns of at most `MAX_VALUES` distinct values. */
export interface ValueCounts {
  readonly kind: 'values';
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/**
 * Distinct quantiles of order 1/1000 ... 999/1000 and, of either tail, of 1, 10 and 100 in a million, so that a few values far out do not
 * stand for a thousandth of the rows; ascending, each of them a value of the column.
 * `counts` has one entry more than `edges`: bin k holds the rows with edges[k-1] < x <= edges[k].
 */
export interface QuantileCounts {
  readonly kind: 'quantiles';
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface CategoryBaseline {
  readonly kind: 'categories';
  readonly rows: number;
  readonly missing: number;
  /** Categories that have rows, the cut ones included. */
  readonly distinct: number;
  /** Most frequent first, equal counts by text. */
  readonly categories: readonly string[];
  readonly counts: readonly number[];
  /** Rows of the `distinct - categories.length` categories that were cut. */
  readonly other: number;
}

export const MAX_VALUES = 1000;
export const MAX_CATEGORIES = 1000;
/** Orders of the quantiles, in millionths. */
const TAIL = [1, 10, 100];
const ORDERS = [
  ...TAIL,
  ...Array.from({ length: 999 }, (_, q) => (q + 1) * 1000),
  ...TAIL.map((order) => 1e6 - order).reverse(),
];

/** Describes a column of numbers; NaN is a missing value. */
export function describeNumbers(values: Numbers): NumberBaseline {
  const { finite, missing, nonFinite } = finiteOf(values);
  const { mean, sd, min, max } = momentsOf(finite);
  const distribution = distributionOf(sorted(finite));
  return { kind: 'numbers', rows: values.length, missing, nonFinite, mean, sd, min, max, distribution };
}

/** Describes a column of codes into a dictionary; codes outside of it (-1) are missing values. */
export function describeCategories(
  codes: Int32Array | Uint8Array | Uint32Array,
  dictionary: readonly string[],
  cap = MAX_CATEGORIES,
): CategoryBaseline {
  const rowsOf = new Float64Array(dictionary.length);
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= 0 && code < dictionary.length) rowsOf[code]!++;
    else missing++;
  }
  const ranked = dictionary
    .map((category, code) => ({ category, count: rowsOf[code]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  const kept = ranked.slice(0, cap);
  return {
    kind: 'categories',
    rows: codes.length,
    missing,
    distinct: ranked.length,
    categories: kept.map(({ category }) => category),
    counts: kept.map(({ count }) => count),
    other: ranked.slice(cap).reduce((sum, { count }) => sum + count, 0),
  };
}

function finiteOf(values: Numbers): { finite: Numbers; missing: number; nonFinite: number } {
  let missing = 0;
  let nonFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) missing++;
    else if (value - value !== 0) nonFinite++;
  }
  if (missing + nonFinite === 0) return { finite: values, missing, nonFinite };
  const length = values.length - missing - nonFinite;
  const finite = values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let place = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value === 0) finite[place++] = value;
  }
  return { finite, missing, nonFinite };
}

function distributionOf(ascending: Numbers): ValueCounts | QuantileCounts {
  return byValue(ascending) ?? byQuantile(ascending);
}

/** Undefined when there are too many distinct values. */
function byValue(ascending: Numbers): ValueCounts | undefined {
  const values: number[] = [];
  const counts: number[] = [];
  let start = 0;
  while (start < ascending.length) {
    if (values.length === MAX_VALUES) return undefined;
    const value = ascending[start]!;
    const end = countUpTo(ascending, value, start);
    values.push(value);
    counts.push(end - start);
    start = end;
  }
  return { kind: 'values', values, counts };
}

/** Ranks from 1 of the quantiles among so many rows: that of order q is the smallest value with at least a share q at or below it. */
export function quantileRanks(rows: number): readonly number[] {
  return ORDERS.map((order) => Math.ceil((order * rows) / 1e6));
}

function byQuantile(ascending: Numbers): QuantileCounts {
  const edges: number[] = [];
  const counts: number[] = [];
  let below = 0;
  for (const rank of quantileRanks(ascending.length)) {
    const value = ascending[rank - 1]!;
    if (edges.length > 0 && value === edges[edges.length - 1]) continue;
    const upTo = countUpTo(ascending, value, below);
    edges.push(value);
    counts.push(upTo - below);
    below = upTo;
  }
  counts.push(ascending.length - below);
  return { kind: 'quantiles', edges, counts };
}

/** How many of the values are at or below `value`, known to be at least `from`. */
function countUpTo(ascending: Numbers, value: number, from: number): number {
  let low = from;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
