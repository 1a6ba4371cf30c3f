import type { ColumnBaseline } from '../../math/baseline.ts';
import type { RowsInSql } from '../rowsInSql.ts';
import type { SampledTables } from './sampleTables.ts';

export interface UnusualRowsRequest {
  /** Rows, or a stored baseline by column. */
  readonly reference: RowsInSql | Readonly<Record<string, ColumnBaseline>>;
  readonly current: RowsInSql;
  readonly columns: readonly string[];
  /** Columns whose values are masked. */
  readonly sensitive: ReadonlySet<string>;
  /** Columns that name a row, joined by a blank; none: its number. */
  readonly id: readonly string[];
  readonly seed: number;
  /** Of both sides, where the rows were sampled before. */
  readonly sampled?: SampledTables | undefined;
}
