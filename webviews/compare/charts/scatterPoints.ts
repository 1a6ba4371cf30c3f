export interface ScatterPoints {
  /** Places in the table of runs that have a finite figure in both. */
  readonly rows: readonly number[];
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}
