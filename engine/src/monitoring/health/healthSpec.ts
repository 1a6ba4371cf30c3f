import type { UserSql } from '../../data/userSql.ts';
import type { Column } from '../../language/columnType.ts';
import type { ColumnBaseline } from '../../math/baseline.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

/** `health` of a monitor: what is left out is not looked at. Shares are between 0 and 1. */
export interface HealthSpec {
  /** Greatest share of missing values in an input. */
  readonly missing?: { readonly max: number };
  /** `same`: no column may be gone, retyped or new; `compatible`: new ones may be. */
  readonly schema?: 'same' | 'compatible';
  /** Greatest share of an input's values that lie outside of what the reference had. */
  readonly range?: { readonly max: number };
  /** How old the newest row may be, in milliseconds. */
  readonly freshness?: number;
  /** Greatest share of rows of the data that repeat an earlier one. */
  readonly duplicates?: { readonly max: number };
  /** By which share the number of categories of an input may differ from that of as many reference rows. */
  readonly cardinality?: { readonly change: number };
  readonly units?: 'same';
  /** Greatest share of rows that look like nothing in the reference. */
  readonly anomalies?: { readonly max: number };
}

export interface SqlMetric {
  readonly name: string;
  readonly sql: UserSql;
  readonly min: number | null;
  readonly max: number | null;
}

export interface HealthRows {
  /** What goes into the model. */
  readonly inputs: {
    readonly names: readonly string[];
    readonly current: RowsInSql;
    /** Rows, or a stored baseline by column; null where there is neither. */
    readonly reference: RowsInSql | Readonly<Record<string, ColumnBaseline>> | null;
  };
  /** The data itself, before inputs are made of it. */
  readonly data: {
    /** The current rows; null where they cannot be read as they should be, of which `schema` tells. */
    readonly current: RowsInSql | null;
    /** All rows up to the moment of the check, whatever the window: how fresh the data is. Default: `current`. */
    readonly all?: RowsInSql | null;
    /** Columns that the data has now, and those that it should have; null where nothing says so. */
    readonly found: readonly Column[];
    readonly expected: readonly Column[] | null;
    /** Column of their times. */
    readonly timestamp: string | null;
    /** Columns that no two rows share; none: whole rows are compared. */
    readonly key: readonly string[];
  };
}

/** `at`: now, or the moment that the check is made for, in milliseconds since 1970. */
export interface AroundHealth extends AroundRows {
  readonly at: number;
}

/** Whether a reference is rows, and not what is stored of them. */
export function areRows(reference: RowsInSql | Readonly<Record<string, ColumnBaseline>>): reference is RowsInSql {
  return typeof reference['sql'] === 'string';
}
