/** Earlier checks of a monitor up to the one that is shown, the oldest first, as pages draw them: one list for each figure. */
export interface DriftHistory {
  readonly checks: readonly HistoryCheck[];
  /** By id of the check: its values, one for each of `checks`; null where it was not measured. */
  readonly figures: Readonly<Record<string, readonly (number | null)[]>>;
  /** By column. */
  readonly columns: Readonly<Record<string, ColumnHistory>>;
}

export interface HistoryCheck {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly verdict: 'drift' | 'none' | 'unknown';
}

export interface ColumnHistory {
  /** Of the test that decides now; null where another decided, or none. */
  readonly statistics: readonly (number | null)[];
  /** The checks in which it drifted, by their place. */
  readonly drifted: readonly number[];
}
