/** What is found of the sampled current rows. */
export interface JudgedRows {
  /** Share of them that is unusual, and of the reference rows. */
  readonly share: number;
  readonly expected: number;
  /** The most unusual first: places in the sample. */
  readonly rows: readonly JudgedRow[];
}

export interface JudgedRow {
  readonly row: number;
  /** From 1 on it is unusual. */
  readonly score: number;
  /** Columns that make it so, the strongest first. */
  readonly because: readonly string[];
}

/** Of the reference rows so many look like nothing in the reference. */
export const EXPECTED = 0.01;
/** Rows that are shown. */
export const SHOWN = 20;
