import type { Profile } from '../../../engine/src/data/profile/profile.ts';
import type { Path } from '../../../engine/src/language/tree.ts';

/**
 * What only data, runs and other slow things can tell; asked of the data child. Each answer is remembered by content and undefined where
 * it cannot be known now: no data, an untrusted workspace, the child gone, the question withdrawn. Nothing here throws.
 */
export interface Knowledge {
  /** Profile of a dataset's data. */
  profile(dataset: string, signal: AbortSignal): Promise<Profile | undefined>;
  /** What the SQL at a place of a file does to the rows of its dataset. */
  preview(place: SqlPlace, signal: AbortSignal): Promise<Preview | undefined>;
  /** The last finished runs of a pipeline, the newest first. */
  runs(pipeline: string, signal: AbortSignal): Promise<readonly PipelineRun[] | undefined>;
}

export interface SqlPlace {
  /** Relative to the root. */
  readonly file: string;
  readonly path: Path;
}

/** Of a predicate the rows kept, of an expression its values; both with the first rows. */
export interface Preview {
  readonly rows: number;
  /** Rows for which a predicate is true. */
  readonly kept?: number;
  /** Share of each value of a label with few of them, the largest first. */
  readonly balance?: readonly { readonly value: string; readonly rows: number }[];
  /** Range of numbers or times. */
  readonly range?: { readonly min: string; readonly max: string; readonly mean?: number };
  readonly columns: readonly string[];
  /** At most five rows as text; values of sensitive columns are masked. */
  readonly sample: readonly (readonly string[])[];
}

export interface PipelineRun {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 in UTC. */
  readonly started: string;
  readonly status: 'finished' | 'failed' | 'killed' | 'running';
  /** Of each step: its metrics by name, and the rows of its tables by output. */
  readonly steps: Readonly<
    Record<
      string,
      { readonly metrics: Readonly<Record<string, number>>; readonly rows: Readonly<Record<string, number>> }
    >
  >;
}

/** Knows nothing; for tests and workspaces that may not run anything. */
export const NO_KNOWLEDGE: Knowledge = {
  profile: async () => undefined,
  preview: async () => undefined,
  runs: async () => undefined,
};
