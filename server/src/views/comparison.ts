export interface DifferencesAsked {
  /** Ids of two runs or more; of another source `RUN@SOURCE`. */
  readonly runs: readonly string[];
  /** One of them that the others are held against; the first where absent. */
  readonly baseline?: string;
}

export interface HeldAgainst {
  readonly run: string;
  readonly baseline: string;
  /** A column of whose slices it is told too. */
  readonly slices?: string | undefined;
}

export interface PairingNow {
  /** Of what is to be measured, 0 to 1. */
  readonly share: number;
  /** What is at work. */
  readonly message: string;
}

export interface MovesAsked {
  readonly dataset: string;
  /** Whole versions. */
  readonly a: string;
  readonly b: string;
}

/** Null where the run did not have the file. */
export interface RunFileText {
  readonly text: string | null;
}

export interface CurvesAsked {
  /** Ids of the project's own runs, at most 500; each is told as it logged a metric itself, or a run within it. */
  readonly runs: readonly string[];
  /** What is drawn, and against what; none: only what there is. */
  readonly metrics: readonly string[];
  /** Points of a curve from which on it is thinned out. Default: 1,000. */
  readonly points?: number;
  /** Of long ones the first look, which takes no time. */
  readonly isQuick?: boolean;
}

export interface CurvesTold {
  /** Metrics with more than one point in any of the runs, and in how many. */
  readonly names: readonly { readonly name: string; readonly runs: number }[];
  readonly curves: readonly Curve[];
}

/** By step, then time. Figures are base64 of little-endian 64-bit floats. */
export interface Curve {
  readonly run: string;
  readonly metric: string;
  readonly steps: string;
  /** Milliseconds since 1970. */
  readonly times: string;
  /** Of a thinned one the mean of each stretch, the last point as it is. */
  readonly values: string;
  /** Least and greatest of each stretch, NaN where it has no number; absent where all points are there or nobody looked. */
  readonly low?: string;
  readonly high?: string;
  /** How many points a curve has in all; null where nobody counted. */
  readonly total: number | null;
}
