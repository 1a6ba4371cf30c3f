import type { ColumnType } from '../language/columnType.ts';

/** What a table looks like. */
export interface Profile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

/** Of a sensitive column only `name`, `type`, `sqlType`, `missing` and `sensitive` say something; the rest is null or empty. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  readonly sqlType: string;
  /** Rows without a value (null; NaN too). */
  readonly missing: number;
  /** Different values, estimated (HyperLogLog) beyond small numbers of them. */
  readonly distinct: number | null;
  /** Least and greatest value: a number, or text of a time (ISO 8601 UTC) or of a text. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** Of the finite values of numbers and booleans. */
  readonly mean: number | null;
  readonly std: number | null;
  /** Infinite values of a float. */
  readonly infinite: number;
  /** Estimated quantiles by share, such as `0.25`; numbers only. */
  readonly quantiles: Readonly<Record<string, number>>;
  /** Counts between edges, one fewer than those; numbers and times (edges in milliseconds since 1970) only. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
  /** Most frequent values of texts, categories, booleans and integers of few values. */
  readonly top: readonly { readonly value: string | number | boolean; readonly count: number }[];
  readonly sensitive: boolean;
}
