import type { RunStatus } from '../../../ports/runStore.ts';
import type { Against, Figure } from '../page/runPage.ts';

/** What differs between runs, as plain JSON: values stand in the order of `runs`. Types only. */
export interface RunDifferences {
  readonly runs: readonly ComparedRun[];
  /** Place in `runs` of the one that the others are held against. */
  readonly baseline: number;
  /** All, those that are equal too; what pipelines ask for first. */
  readonly metrics: readonly MetricDifference[];
  /** By run how its metrics stand on the rows that it and the baseline were both scored on; null of the baseline, and where nobody asked. */
  readonly paired: readonly (PairedRun | null)[];
  readonly params: RowDifferences;
  readonly specs: FileDifferences;
  readonly code: FileDifferences;
  readonly data: DataDifferences;
  /** Feature views by name, each by the hash of what it says. */
  readonly features: RowDifferences;
  /** Programs, packages, machine. */
  readonly environment: RowDifferences;
  /** Registered versions by model. */
  readonly models: RowDifferences;
}

export interface ComparedRun {
  /** Of another source `RUN@SOURCE`. */
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: RunStatus;
  readonly git: { readonly commit: string; readonly branch: string | null; readonly dirty: boolean } | null;
}

export interface MetricDifference {
  readonly name: string;
  readonly better: 'higher' | 'lower' | null;
  /** Null where a run has not measured it. */
  readonly values: readonly (ComparedFigure | null)[];
  /** Whether the values are not all the same. */
  readonly differs: boolean;
}

export interface ComparedFigure {
  readonly value: Figure;
  readonly low?: number;
  readonly high?: number;
  /** Minus the baseline's; null of the baseline, and where it has none. */
  readonly difference: Figure | null;
  /** By their intervals: `same` is no difference beyond noise; null where nothing can be told. */
  readonly verdict: Against['verdict'];
}

/** A run and the baseline on the same rows. */
export interface PairedRun {
  /** By the names of metrics. */
  readonly metrics: Readonly<Record<string, PairedFigure>>;
  /** Why metrics that both have are not there; null where no evaluation is left out. */
  readonly reason: string | null;
  /** By the columns that were asked for, as far as the evaluations of both were sliced by them. */
  readonly slices: readonly PairedSlicing[];
}

/** The rows that both were scored on by the values of a column, those with the most rows first. */
export interface PairedSlicing {
  readonly column: string;
  /** How many values the column has, told or not. */
  readonly total: number;
  readonly values: readonly PairedSliceFigures[];
}

export interface PairedSliceFigures {
  /** Null: the rows where the column is missing. */
  readonly value: string | null;
  /** Rows that both were scored on. */
  readonly rows: number;
  /** Why there are no metrics; null where there are. */
  readonly reason: string | null;
  /** By the names of metrics. */
  readonly metrics: Readonly<Record<string, PairedFigure>>;
}

/** The difference of a metric on the same rows, by a paired bootstrap: which rows are hard cancels out. */
export interface PairedFigure {
  /** Rows that both were scored on. */
  readonly rows: number;
  /** Minus the baseline's on these rows, with the ends of its 95% interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** By the interval of the difference: `same` where that holds 0; null where nobody knows what is better. */
  readonly verdict: Against['verdict'];
}

/** Rows that differ, how many do not, and what of it is not known. */
export interface RowDifferences {
  readonly rows: readonly DifferingRow[];
  readonly equal: number;
  readonly unknown: readonly Unknown[];
}

export interface DifferingRow {
  readonly name: string;
  /** Null where a run lacks it. */
  readonly values: readonly (string | null)[];
}

/** What cannot be known of a run. */
export interface Unknown {
  /** Place in `runs`. */
  readonly run: number;
  readonly reason: string;
  readonly next?: string;
}

export interface FileDifferences {
  readonly files: readonly FileRow[];
  /** How many files are the same; null where that is not counted. */
  readonly equal: number | null;
  readonly unknown: readonly Unknown[];
}

export interface FileRow {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly values: readonly FileState[];
}

/** How a file of a run stands to the baseline's. */
export type FileState =
  | { readonly kind: 'baseline' | 'same' | 'unknown' }
  | {
      readonly kind: 'added' | 'removed' | 'changed';
      /** Lines; null of what is no text. */
      readonly lines: { readonly added: number; readonly removed: number } | null;
      /** Hunks of a unified diff; null where the content is not told: data, no text, too long. */
      readonly text: string | null;
    };

export interface DataDifferences {
  readonly rows: readonly DataRow[];
  readonly equal: number;
  readonly unknown: readonly Unknown[];
}

export interface DataRow {
  /** Name of the dataset. */
  readonly name: string;
  /** `train`, `test` or where it was used. */
  readonly context: string | null;
  readonly values: readonly (DataRead | null)[];
}

export interface DataRead {
  readonly version: string;
  /** Null where nobody said it. */
  readonly rows: number | null;
  /** To the baseline; null of itself, and where the version is the same. */
  readonly change: DataChange | null;
}

export interface DataChange {
  /** Rows more, or fewer; null where that is not known. */
  readonly rows: number | null;
  /** Null where the columns of one of them are not known. */
  readonly columns: ColumnChange | null;
  /** How its values lie otherwise; null where that was not asked for, or cannot be told. */
  readonly moved: DataMoves | null;
  /** Why something of it cannot be told. */
  readonly unknown: string | null;
}

export interface ColumnChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly retyped: readonly { readonly name: string; readonly a: string; readonly b: string }[];
}

export interface DataMoves {
  /** Rows by their key, or by all their values. */
  readonly added: number;
  readonly removed: number;
  /** Rows with the same key and other values; null where there is no key. */
  readonly changed: number | null;
  /** Columns whose values lie otherwise, the furthest first. */
  readonly columns: readonly MovedColumn[];
  /** How many columns both have. */
  readonly columnsInAll: number;
}

export interface MovedColumn {
  readonly name: string;
  /** How far, as `data diff` measures it. */
  readonly shift: number;
  /** `mean 8.1 → 9.4`; empty of a sensitive column. */
  readonly how: string;
}
