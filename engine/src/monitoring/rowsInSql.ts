import type { Column } from '../language/columnType.ts';
import type { Bindings, DataSource } from '../ports/dataSource.ts';

/** Rows of one side of a check, as a SELECT of ours gives them. */
export interface RowsInSql {
  readonly sql: string;
  readonly bindings?: Bindings;
  /** Of the SELECT, in its order. */
  readonly columns: readonly Column[];
}

/** What looking at rows needs. */
export interface AroundRows {
  readonly source: DataSource;
  readonly signal?: AbortSignal | undefined;
}
