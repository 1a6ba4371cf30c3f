import type { AlertTold } from './alertTold.ts';
import type { ColumnReport } from './columnReport.ts';
import type { Verdict } from './verdict.ts';

/**
 * What one check found: the one payload that text, JSON, Markdown, JUnit, the page in the editor and the HTML file are made from.
 * Times are ISO 8601 in UTC; shares are between 0 and 1. Nothing that is sensitive stands in it unmasked.
 */
export interface MonitorReport {
  readonly schema: 1;
  /** Of the record in the history; null for two files. */
  readonly id: string | null;
  /** Null for two files. */
  readonly monitor: string | null;
  readonly model: { readonly name: string; readonly version: number; readonly alias: string | null } | null;
  /** The moment that windows end at: the tick of the schedule, `--at`, or the latest row. */
  readonly due: string;
  readonly made: string;
  /** That the check took. */
  readonly seconds: number;
  readonly project: {
    readonly name: string;
    readonly commit: string | null;
    readonly dirty: boolean;
    /** Of the monitor's spec, from the project's root. */
    readonly file: string | null;
    /** Hash of what that asked; absent of reports that were kept before there was one. */
    readonly asked?: string;
  } | null;
  readonly reference: ReportSide;
  readonly current: ReportSide;
  readonly verdict: Verdict;
  /** The verdict in a sentence, and what lies behind it in a few more; made from the figures. */
  readonly headline: string;
  readonly summary: readonly string[];
  /** Inputs; null where the monitor does not ask for drift. */
  readonly drift: DriftSummary | null;
  /** Inputs first, then what came out of the model; the drifted first, then by effect. */
  readonly columns: readonly ColumnReport[];
  /** Every test that fits a column was made, not those of the rule alone. */
  readonly allTests?: true;
  /** Drifted inputs, predictions, performance, missing values, freshness and so on, each against its limit. */
  readonly checks: readonly ReportCheck[];
  /** How pairs of numbers go together otherwise than before (Pearson), the largest change first. */
  readonly correlations: readonly CorrelationChange[];
  /** What tells the current rows from the reference; null where it was not trained. */
  readonly separation: Separation | null;
  readonly unusual: UnusualRows | null;
  readonly alerts: readonly AlertTold[];
}

export interface ReportSide {
  /** What the rows are: `January`, `flights, 15 Apr to 14 May`, a file's name, `baseline of flight-delay:7`. */
  readonly name: string;
  readonly rows: number;
  /** First and last moment of the rows, where they have a time. */
  readonly from: string | null;
  readonly to: string | null;
  /** Of the dataset, where it has one. */
  readonly dataset: string | null;
  readonly version: string | null;
  /** A stored baseline instead of rows. */
  readonly isBaseline: boolean;
}

export interface DriftSummary {
  readonly drifted: number;
  /** Columns with a verdict. */
  readonly tested: number;
  readonly unknown: number;
  /** Drifted of tested; null where none was. */
  readonly share: number | null;
  /** At or above which the inputs have drifted. */
  readonly limit: number;
  /** Name in the catalog: `auto`, `evidently`, `psi` ... */
  readonly test: string;
  /** The rule in words, with its figures. */
  readonly rule: string;
  readonly verdict: Verdict;
}

export interface ReportCheck {
  /** Stable over time: `drift`, `prediction_drift`, `performance`, `performance[carrier=AA]`, `missing`, `freshness`, `schema`, `range`, `duplicates`, `cardinality`, `units`, `anomalies`, or `sql: NAME`. */
  readonly id: string;
  readonly kind: CheckKind;
  /** As a heading: `Inputs drifted`, `roc_auc, labels to 13 May`. */
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: 'share' | 'metric' | 'distance' | 's' | 'count' | 'number';
  readonly min: number | null;
  readonly max: number | null;
  /** That it was measured on. */
  readonly rows: number | null;
  /** What was found, or why nothing could be told, in a sentence. */
  readonly said: string;
  /** Columns, or values of a slice, that it is about, the worst first. */
  readonly about: readonly string[];
}

export type CheckKind =
  | 'drift'
  | 'prediction_drift'
  | 'performance'
  | 'missing'
  | 'freshness'
  | 'schema'
  | 'range'
  | 'duplicates'
  | 'cardinality'
  | 'units'
  | 'anomalies'
  | 'sql';

export interface CorrelationChange {
  readonly a: string;
  readonly b: string;
  readonly reference: number;
  readonly current: number;
}

/** A classifier that tells current rows from those of the reference. */
export interface Separation {
  /** On rows it did not learn from: 0.5 is chance. */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  /** By how much each column helps, largest first; shares of the whole. */
  readonly columns: readonly { readonly column: string; readonly share: number }[];
}

export interface UnusualRows {
  /** Share of the current rows that look like nothing in the reference. */
  readonly share: number;
  /** Of the reference, by the same measure. */
  readonly expected: number;
  /** Current rows that were looked at, evenly spread. */
  readonly looked?: number;
  readonly columns: readonly string[];
  /** The most unusual first; values as text, sensitive ones masked (`•••`). */
  readonly rows: readonly {
    readonly id: string;
    readonly score: number;
    readonly values: readonly (string | null)[];
    /** Columns that make it unusual, the strongest first. */
    readonly because: readonly string[];
  }[];
}
