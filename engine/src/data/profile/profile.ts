import type { ColumnType } from '../../language/columnType.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import { countBins } from './profileBins.ts';
import { type Correlations, correlate } from './profileCorrelations.ts';
import { columnProfile } from './profileFigures.ts';
import { summarise } from './profileSummary.ts';
import { countValues } from './profileValues.ts';

/** What a table looks like. */
export interface Profile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** Where they were asked for. */
  readonly correlations?: Correlations;
}

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

export interface ProfileOptions {
  /** Columns of which only type and missing values may be told; upper and lower case are one, as in SQL. */
  readonly sensitive?: readonly string[] | undefined;
  readonly correlations?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Profiles a table in bounded memory: first ranges and counts, then the values of columns that are texts or have few, then moments
 * and counts between edges. Every figure comes from counts and sums of integers, so it is the same on any number of threads.
 */
export async function profileTable(
  source: DataSource,
  files: TableFiles,
  options: ProfileOptions = {},
): Promise<Profile> {
  const table = {
    source,
    name: files.files[0]!,
    relation: await source.relation(files),
    isText: files.format === 'csv' || files.format === 'ndjson',
    options: { signal: options.signal },
  };
  const { rows, columns } = await summarise(table, new Set(options.sensitive?.map((name) => name.toLowerCase())));
  const counted = { ...table, rows };
  const values = await countValues(counted, columns);
  const bins = await countBins(
    counted,
    columns.filter((column) => !values.has(column)),
  );
  const profiles = columns.map((column) =>
    columnProfile(column, { rows, values: values.get(column), bins: bins.get(column) }),
  );
  if (!options.correlations) return { rows, columns: profiles };
  return { rows, columns: profiles, correlations: await correlate(counted, columns) };
}
