import type { QuantileCounts, ValueCounts } from '../baseline.ts';

/** One column of the reference and of the current rows, in the form that drift tests read. */
export type ColumnPair = NumberPair | CategoryPair;

/**
 * Two samples of numbers. Either both sides know every value (`sorted` or `values`), or both are counted between the same edges
 * (`quantiles`): then tests of order are binned.
 */
export interface NumberPair {
  readonly kind: 'numbers';
  readonly reference: NumberSide;
  readonly current: NumberSide;
  /** Whether the column holds integers by type. */
  readonly isInteger: boolean;
}

export interface NumberSide {
  readonly rows: number;
  /** Rows without a value (null, NaN). */
  readonly missing: number;
  /** Rows that are infinite. Everything below is of the finite rest; null where there is none. */
  readonly nonFinite: number;
  readonly mean: number | null;
  /** Of the rows themselves (divided by n). */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly values: SortedValues | ValueCounts | QuantileCounts;
}

/** Finite values, ascending. */
export interface SortedValues {
  readonly kind: 'sorted';
  readonly sorted: Float64Array;
}

export interface CategoryPair {
  readonly kind: 'categories';
  /** Of either side, none twice. A cut list ends in what was cut, which is no category: `otherReference`, `otherCurrent`. */
  readonly categories: readonly string[];
  /** Rows by category, one for each of `categories`. */
  readonly reference: CategorySide;
  readonly current: CategorySide;
}

export interface CategorySide {
  readonly rows: number;
  readonly missing: number;
  readonly counts: readonly number[];
  /** Rows of categories that are not listed. */
  readonly other: number;
  /** Categories that have rows, the unlisted ones included. */
  readonly distinct: number;
}

/** What one test says of one column. */
export interface DriftFigure {
  /** A distance, or a test's statistic; null where it cannot be computed. */
  readonly statistic: number | null;
  /** Of tests of a hypothesis only. */
  readonly pValue?: number | null;
  /** From counts between edges instead of the values themselves. */
  readonly binned?: true;
}

/** Rows that a test can read: with a value, and a finite one. */
export function rowsWithValue(side: NumberSide | CategorySide): number {
  return side.rows - side.missing - ('nonFinite' in side ? side.nonFinite : 0);
}
