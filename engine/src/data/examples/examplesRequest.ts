import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { FeatureJoin } from '../features/joinFeatures.ts';
import type { UserSql } from '../userSql.ts';

export interface ExamplesRequest {
  readonly files: TableFiles;
  /** Column of the event time; without one, rows are ordered by row id alone. */
  readonly timestamp?: string;
  /** Columns that tell a row from all others, where there are such. */
  readonly key?: readonly string[];
  readonly where?: UserSql;
  /** Absent for rows that are only to be predicted. */
  readonly label?: { readonly name: string; readonly sql: UserSql };
  /** Inputs by name, in order. */
  readonly columns: Readonly<Record<string, UserSql>>;
  /** Features that are joined to each row, as they were known at its timestamp; needs a timestamp. */
  readonly features?: ExampleFeatures;
  /** Parquet file that is written. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ExampleFeatures {
  readonly joins: readonly FeatureJoin[];
  /** Name of the dataset that the rows are of: a row that is an event of a view too does not see itself. */
  readonly dataset: string;
  /** For files on the way. */
  readonly folder: string;
  /** A data source with one thread. */
  alone(): Promise<DataSource>;
}
