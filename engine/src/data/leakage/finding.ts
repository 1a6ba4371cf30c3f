import type { TableFiles } from '../../ports/dataSource.ts';
import type { UserSql } from '../userSql.ts';

/** Something in a table that tells the label, or the test rows, too well. */
export interface LeakageFinding {
  readonly kind: /** One column alone, or a sum, difference, product or ratio of two, predicts the label (`value`: ROC AUC, or R2 of a regression). */
    | 'tells-label'
    /** Whether the column is missing tells the label. */
    | 'missing-tells-label'
    /** Differs in (nearly) every row: an id, no property. */
    | 'identifier'
    /** A time after the row's own. */
    | 'after-label'
    /** Equal rows stand in several parts of a split. */
    | 'duplicates-across-parts'
    /** The same entity stands in several parts of a split that should keep it together. */
    | 'entity-across-parts';
  readonly columns: readonly string[];
  /** What was measured: an AUC, an R2, a share or a number of rows. */
  readonly value: number;
  /** `error`: a model built on this is worthless; `warning`: look at it. */
  readonly severity: 'error' | 'warning';
  /** One sentence with the figures. */
  readonly message: string;
}

export interface LeakageRequest {
  readonly files: TableFiles;
  /** A column name or an expression. */
  readonly target: UserSql;
  /** Column of the row's own time. */
  readonly timestamp?: string;
  /** Columns that tell a row from all others. */
  readonly key?: readonly string[];
  /** Columns to look at; default all but those that the target reads. */
  readonly columns?: readonly string[];
  /** Expressions to look at instead, by name. */
  readonly inputs?: Readonly<Record<string, UserSql>>;
  /** Rows to look at; default all. */
  readonly where?: UserSql;
  /** Labelled rows that are kept; default 100,000. */
  readonly mostRows?: number;
  /** Reads no further than so many rows from the beginning, or labelled ones; default all. */
  readonly first?: { readonly rows: number; readonly labelled: number };
  readonly signal?: AbortSignal | undefined;
}
