import type { Task } from '../math/metrics/scoredRows.ts';
import type { Curves } from './curves/curves.ts';

/** What an evaluation says, as plain JSON: every number in it is finite. */
export interface Evaluation {
  readonly task: Task;
  readonly rows: number;
  readonly classes?: readonly string[];
  readonly metrics: Metrics;
  readonly slices: readonly SliceReport[];
  readonly curves: Curves;
  /** How `low` and `high` were made; absent when no intervals were asked for. */
  readonly intervals?: {
    readonly method: 'percentile bootstrap';
    readonly level: number;
    readonly resamples: number;
    readonly seed: number;
  };
}

export type Metrics = Readonly<Record<string, MetricValue>>;

export interface MetricValue {
  /** Null where the metric is undefined on these rows, `reason` says why. */
  readonly value: number | null;
  readonly low?: number;
  readonly high?: number;
  /** Why there is no value, or a value without an interval. */
  readonly reason?: string;
}

export interface SliceReport {
  readonly name: string;
  /** Distinct values of the column, missing included, and how many of them, those with most rows, are in `values`. */
  readonly total: number;
  readonly shown: number;
  /** By falling number of rows. */
  readonly values: readonly SliceValue[];
}

export interface SliceValue {
  /** Null: the rows where the column is missing. */
  readonly value: string | null;
  readonly rows: number;
  readonly metrics: Metrics;
}
