import type { ColumnProfile } from '../profile/columnProfile.ts';
import type { Profile } from '../profile/profile.ts';

/** How the values of a column lie in two tables. */
export interface ColumnDiff {
  readonly name: string;
  /**
   * How far they lie apart, for order and for a first look; 0 where nothing can be told. The greatest of: the difference of the
   * shares of missing values; of numbers that of the means in standard deviations of the first; of others half the summed differences of the shares of
   * the most frequent values, at least.
   */
  readonly shift: number;
  readonly a: Distribution;
  readonly b: Distribution;
}

/** Of a sensitive column the share of missing values alone. */
export interface Distribution {
  /** Share of rows without a value, 0 to 1. */
  readonly missing: number;
  readonly distinct: number | null;
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly quantiles: Readonly<Record<string, number>>;
  /** Most frequent values with their share of all rows. */
  readonly top: readonly { readonly value: string | number | boolean; readonly share: number }[];
}

/** Columns of both, those that differ most first. */
export function diffDistributions(a: Profile, b: Profile): readonly ColumnDiff[] {
  const after = new Map(b.columns.map((column) => [column.name, column]));
  return a.columns
    .flatMap((column): ColumnDiff[] => {
      const other = after.get(column.name);
      if (other === undefined) return [];
      const [before, now] = [distribution(column, a.rows), distribution(other, b.rows)];
      return [{ name: column.name, shift: shift(before, now), a: before, b: now }];
    })
    .sort((x, y) => y.shift - x.shift);
}

function distribution(column: ColumnProfile, rows: number): Distribution {
  const { missing, distinct, min, max, mean, std, quantiles, top } = column;
  const share = (count: number) => (rows === 0 ? 0 : count / rows);
  return {
    missing: share(missing),
    distinct,
    min,
    max,
    mean,
    std,
    quantiles,
    top: top.map(({ value, count }) => ({ value, share: share(count) })),
  };
}

function shift(a: Distribution, b: Distribution): number {
  return Math.max(Math.abs(a.missing - b.missing), shiftOfMean(a, b) ?? shiftOfValues(a, b));
}

function shiftOfMean(a: Distribution, b: Distribution): number | undefined {
  if (a.mean === null || b.mean === null) return undefined;
  if (a.mean === b.mean) return 0;
  // Without a deviation of the first, that of the second is the measure; without either they lie apart for certain.
  const deviation = a.std || b.std;
  return deviation ? Math.abs(a.mean - b.mean) / deviation : 1;
}

/** A value that is not among the frequent ones of the other is at most as frequent there as the least of those. */
function shiftOfValues(a: Distribution, b: Distribution): number {
  const least = (distribution: Distribution) => Math.min(...distribution.top.map(({ share }) => share));
  const differences = differingValues(a, b).map(({ a: before, b: now }) => {
    if (before === undefined) return Math.max(0, now! - least(a));
    if (now === undefined) return Math.max(0, before - least(b));
    return Math.abs(before - now);
  });
  return differences.reduce((sum, difference) => sum + difference, 0) / 2;
}

export interface DifferingValue {
  readonly value: string | number | boolean;
  /** Shares of all rows; undefined where only more frequent values are known. */
  readonly a: number | undefined;
  readonly b: number | undefined;
}

/** The frequent values of either, those whose known shares differ most first. */
export function differingValues(a: Distribution, b: Distribution): readonly DifferingValue[] {
  const before = shares(a);
  const now = shares(b);
  const known = ({ a: one, b: two }: DifferingValue) =>
    one === undefined || two === undefined ? -1 : Math.abs(one - two);
  return [...new Set([...a.top, ...b.top].map(({ value }) => value))]
    .map((value): DifferingValue => ({ value, a: before(value), b: now(value) }))
    .sort((x, y) => known(y) - known(x));
}

function shares({ top, missing }: Distribution): (value: DifferingValue['value']) => number | undefined {
  const known = new Map(top.map(({ value, share }) => [value, share]));
  const all = top.reduce((sum, { share }) => sum + share, missing);
  // Rounding of thousands of shares stays far below the share of one row of a hundred million.
  const isWhole = all > 1 - 1e-9;
  return (value) => known.get(value) ?? (isWhole ? 0 : undefined);
}
