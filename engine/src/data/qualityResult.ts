import type { Cell, Row } from '../ports/dataSource.ts';

export interface CheckResult {
  readonly name: string;
  readonly kind:
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
    | 'rows';
  readonly column?: string;
  /** `unknown`: could not be looked at; `message` says why. */
  readonly status: 'passed' | 'failed' | 'unknown';
  /** What was measured: of `expect` the value, of the rest the share of failing rows; null where it could not be. */
  readonly value: Cell;
  /** What it was compared with. */
  readonly threshold: Cell;
  readonly failing: number;
  /** Up to five failing rows, with their number (from 1) in the data. */
  readonly sample: readonly SampleRow[];
  readonly message?: string;
}

export interface SampleRow {
  readonly row: number;
  readonly values: Row;
}
