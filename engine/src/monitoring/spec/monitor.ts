import type { SqlText } from '../../project/specValue.ts';
import type { AlertRule } from '../alerts/alertRule.ts';
import type { ColumnRule } from '../drift/driftRule.ts';
import type { HealthSpec } from '../health/healthSpec.ts';

/** A monitor as its file has it, with its defaults. */
export interface Monitor {
  readonly name: string;
  /** Path relative to the project's root. */
  readonly file: string;
  /** NAME, NAME:VERSION or NAME@ALIAS. */
  readonly model: string;
  readonly reference: MonitorReference;
  readonly current: MonitorCurrent;
  /** Null where it does not ask how inputs are distributed. */
  readonly drift: DriftSpec | null;
  readonly predictionDrift: ColumnRule | null;
  readonly performance: PerformanceSpec | null;
  readonly health: HealthSpec;
  readonly metrics: readonly MetricSpec[];
  /** Inputs to look for the place of a move in; none: those of few values. */
  readonly slices: readonly string[];
  readonly alerts: readonly AlertRule[];
  /** Hash of what it asks, however it is written: not of its schedule, alerts and descriptions. */
  readonly hash: string;
}

export type MonitorReference =
  /** What is stored of the rows that the version learned from. */
  | { readonly kind: 'baseline' }
  /** What `data baseline` stored; path relative to the project's root. */
  | { readonly kind: 'baselineFile'; readonly file: string }
  | { readonly kind: 'dataset'; readonly dataset: string; readonly where: SqlText | undefined }
  | { readonly kind: 'predictions'; readonly model: string }
  /** The current rows' window, so many milliseconds earlier. */
  | { readonly kind: 'offset'; readonly offset: number; readonly written: string };

export type MonitorCurrent = Windowed &
  (
    | { readonly kind: 'dataset'; readonly dataset: string; readonly where: SqlText | undefined }
    | { readonly kind: 'predictions'; readonly model: string }
  );

interface Windowed {
  /** Milliseconds; null: all rows. */
  readonly window: number | null;
  /** The window ends at the newest row instead of the moment that the monitor is due. */
  readonly untilLatest: boolean;
}

export interface DriftSpec extends ColumnRule {
  /** At or above which share of drifted inputs the data has drifted. */
  readonly share: number;
  readonly columns: Readonly<Record<string, Partial<ColumnRule>>>;
}

export interface PerformanceSpec {
  readonly metric: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly slices: readonly string[];
  readonly labels: {
    readonly dataset: string;
    /** Milliseconds after the row's time. */
    readonly availableAfter: number;
    /** Columns by which labels and rows belong together; none: the row id. */
    readonly key: readonly string[];
  };
}

export interface MetricSpec {
  readonly name: string;
  readonly sql: SqlText;
  readonly min: number | null;
  readonly max: number | null;
}
