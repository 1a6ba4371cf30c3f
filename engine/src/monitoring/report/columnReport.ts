import type { Verdict } from './verdict.ts';

/** One column of both sides: whether it moved, how, since when and where. */
export interface ColumnReport {
  readonly column: string;
  readonly role: 'input' | 'output';
  readonly kind: 'number' | 'category';
  /** Where it comes from, in words: `float, airport view`, `integer, hour(date)`. */
  readonly type: string;
  /** Values, categories and pictures of it are left out or masked. */
  readonly sensitive: boolean;
  readonly verdict: Verdict;
  /** Why there is no verdict; null where there is one. */
  readonly reason: string | null;
  /** The deciding test, by its code: `wasserstein`, `js`, `psi` ... */
  readonly test: string;
  /** Of the deciding test: a distance, or a test's statistic. */
  readonly statistic: number | null;
  /** What the statistic (or, of a test that is judged by p alone, p) is held against. */
  readonly threshold: number | null;
  /** Adjusted over the columns where the rule adjusts; null where no hypothesis is tested. */
  readonly pValue: number | null;
  /** Each test that was made, the deciding one first. */
  readonly tests: readonly TestReport[];
  readonly reference: ColumnFigures;
  readonly current: ColumnFigures;
  /** Null where sensitive or empty. */
  readonly picture: Picture | null;
  /** Categories of the current rows that the reference does not have, the most frequent first. */
  readonly newCategories: CategoryChange | null;
  readonly lostCategories: CategoryChange | null;
  /** What changed, in a sentence made from the figures. */
  readonly changed: string;
  /** What explains a move that is no change of the world, named before drift is. */
  readonly artefact: 'calendar' | 'unit' | 'new-categories' | null;
  /** The first check of the unbroken row of checks up to this one in which it drifted; null where it does not, or has no history. */
  readonly since: { readonly due: string; readonly checks: number } | null;
  /** Where it moved, the largest change first; none where it was not looked. */
  readonly where: readonly SliceMove[];
}

export interface TestReport {
  readonly test: string;
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** After Benjamini and Hochberg, where the rule adjusts. */
  readonly adjusted: number | null;
  readonly threshold: number | null;
  readonly drifted: boolean | null;
  /** Told from a stored baseline's edges instead of the values. */
  readonly binned: boolean;
}

export interface ColumnFigures {
  readonly rows: number;
  readonly missing: number;
  readonly infinite: number;
  /** Numbers only. */
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly median: number | null;
  /** Categories only. */
  readonly distinct: number | null;
}

/**
 * Shares of both sides over the same bins (numbers; one edge more than shares, the outermost bins also hold the few rows that lie far
 * beyond) or categories (the most frequent; `other` the rest).
 */
export type Picture =
  | {
      readonly kind: 'bins';
      readonly edges: readonly number[];
      readonly reference: readonly number[];
      readonly current: readonly number[];
    }
  | {
      readonly kind: 'categories';
      readonly categories: readonly string[];
      readonly reference: readonly number[];
      readonly current: readonly number[];
      readonly other: { readonly reference: number; readonly current: number; readonly categories: number };
    };

export interface CategoryChange {
  readonly categories: readonly string[];
  /** All of them, also those that are not listed. */
  readonly count: number;
  /** Of the rows of the side that has them. */
  readonly share: number;
}

export interface SliceMove {
  /** The column that cuts, and its value. */
  readonly by: string;
  readonly value: string;
  readonly rows: { readonly reference: number; readonly current: number };
  /** Mean, or share of `category` where the column holds categories. */
  readonly reference: number;
  readonly current: number;
  readonly category: string | null;
  /** Share of the whole change that it explains. */
  readonly explains: number;
}
