import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { ColumnProfile } from './columnProfile.ts';
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
