import type { Cell, Row } from '../../ports/dataSource.ts';

export type CheckKind =
  | 'column'
  | 'type'
  | 'nullable'
  | 'min'
  | 'max'
  | 'pattern'
  | 'in'
  | 'unique'
  | 'key'
  | 'expect'
  | 'rows'
  | 'references'
  | 'freshness'
  | 'row_change'
  | 'duplicates';

export interface CheckResult {
  readonly name: string;
  readonly kind: CheckKind;
  readonly column?: string;
  /** `unknown`: could not be looked at; `message` says why. */
  readonly status: 'passed' | 'failed' | 'unknown';
  /**
   * What was measured: of `expect` the value, of `type` the type, of `column` whether it is there, of `freshness` seconds, of
   * `row_change` the signed share of the rows before, of the rest the share of failing rows; null where there is none.
   */
  readonly value: Cell;
  /** What it was compared with. */
  readonly threshold: Cell;
  readonly failing: number;
  /** Up to five failing rows. Of `duplicates` the first repeat of different rows, of `references` the first row of different values. */
  readonly sample: readonly SampleRow[];
  readonly message?: string;
}

/** Stands for a value that is hidden. */
export const MASK = '***';

export interface SampleRow {
  /** Number in the data, from 1. */
  readonly row: number;
  /** Its row id, as tables of examples have it less the number of its occurrence; absent where it would tell a hidden value. */
  readonly id?: string;
  readonly values: Row;
}
