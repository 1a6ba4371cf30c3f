/** Two models, or two runs, on the same rows; plain JSON. Types only. */
export interface Paired extends PairedMetrics {
  /** By the columns that were asked for. */
  readonly slices: readonly PairedSlices[];
}

/** Metrics of two on the same rows. */
export interface PairedMetrics {
  /** Rows that both were scored on; 0 where nothing can be told. */
  readonly rows: number;
  /** Why there are no metrics; null where there are. */
  readonly reason: string | null;
  readonly metrics: readonly PairedMetric[];
}

export interface PairedMetric {
  /** Of the catalog. */
  readonly name: string;
  readonly a: number | null;
  readonly b: number | null;
  /** Second less first, signed so that more is better, with the ends of its 95% interval; null where undefined. */
  readonly better: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The shared rows by a column, as far as both say the same of a row. */
export interface PairedSlices {
  readonly column: string;
  /** How many values it has; those with the most rows are told. */
  readonly total: number;
  readonly values: readonly PairedSlice[];
}

export interface PairedSlice extends PairedMetrics {
  /** Null: the rows where the column is missing. */
  readonly value: string | null;
}
