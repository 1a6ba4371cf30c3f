import type { ColumnType } from '../../language/columnType.ts';

/** Of a sensitive column only `name`, `type`, `sqlType`, `missing` and `sensitive` say something; the rest is null or empty. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  readonly sqlType: string;
  /** Rows without a value (null; NaN too). */
  readonly missing: number;
  /** Different finite values; the estimate (HyperLogLog) is within 25% as a rule. */
  readonly distinct: number | null;
  /**
   * Least and greatest finite value: a number (text where a double would lose digits), or text of a time (ISO 8601 UTC) or of a
   * text (of a long one the beginning).
   */
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** Of the finite values of numbers and booleans; the deviation is that of a sample (n - 1). */
  readonly mean: number | null;
  readonly std: number | null;
  /** Infinite values of a float or a time. */
  readonly infinite: number;
  /** Quantiles by share, such as `0.25`; numbers only. The estimate is between two counted edges, values taken as spread evenly. */
  readonly quantiles: Readonly<Record<string, number>>;
  /** Counts of finite values between edges, one fewer than those; numbers and times (edges in milliseconds since 1970) only. */
  readonly histogram: Histogram | null;
  /** Most frequent values of texts, categories, booleans and integers of few values; long texts are cut. */
  readonly top: readonly { readonly value: string | number | boolean; readonly count: number }[];
  /** Which of them are estimates; all other figures are exact. */
  readonly estimated: readonly ('distinct' | 'quantiles')[];
  readonly sensitive: boolean;
}

/** A value on an edge counts below it; the least one in the first bin. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}
