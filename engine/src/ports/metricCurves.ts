import type { MetricPoint } from './runStore.ts';

/** Histories of metrics as charts draw them: of a run, or of the runs within it that logged them. */
export interface MetricCurves {
  /** Metrics of which any of these runs has more than one point, and how many of the runs do. */
  curveNames(runs: readonly string[]): Promise<readonly CurveName[]>;
  /** Undefined where the run has no point of it. Rejects with `Failure` `run-not-found`. */
  curve(asked: CurveAsked): Promise<MetricCurve | undefined>;
}

export interface CurveName {
  readonly name: string;
  readonly runs: number;
}

export interface CurveAsked {
  readonly run: string;
  readonly metric: string;
  /** More points are thinned out to about so many. */
  readonly most: number;
  /** Of a thinned one only its first points of each stretch are wanted, which are read at once however many there are. */
  readonly isQuick?: boolean;
}

/** By step, then time. */
export interface MetricCurve {
  /** All points; of a thinned one the first of each stretch with the mean of its values, and the last point. */
  readonly points: readonly MetricPoint[];
  /** Least and greatest of each stretch, NaN where it has no number; absent where all points are there. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** How many points there are in all; null where nobody counted them. */
  readonly total: number | null;
}
