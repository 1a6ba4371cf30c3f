import type { Profile } from '../../../engine/src/data/profile/profile.ts';
import type { Preview } from '../../../engine/src/facts/preview.ts';
import type { Path } from '../../../engine/src/language/tree.ts';
import type { CheckRecord } from '../../../engine/src/ports/monitorStore.ts';
import type { ParamValue } from '../../../engine/src/project/pipeline.ts';
import type { OfferRow } from '../views/monitors.ts';

export type { Preview } from '../../../engine/src/facts/preview.ts';

/**
 * What only data, runs and other slow things can tell; asked of the data child. Each answer is remembered by content and undefined where
 * it cannot be known now: no data, an untrusted workspace, the child gone, the question withdrawn. Nothing here throws.
 * Asked with a signal that has fired already, only what is remembered is told, and nobody is asked.
 */
export interface Knowledge {
  /** Profile of a dataset's data. */
  profile(dataset: string, signal: AbortSignal): Promise<Profile | undefined>;
  /** What the SQL at a place of a file does to the rows of its dataset. */
  preview(place: SqlPlace, signal: AbortSignal): Promise<Preview | undefined>;
  /** The last finished runs of a pipeline, the newest first. */
  runs(pipeline: string, signal: AbortSignal): Promise<readonly PipelineRun[] | undefined>;
  /** What checks of a monitor are recorded; null where none is. */
  checks(monitor: string, signal: AbortSignal): Promise<MonitorChecks | null | undefined>;
}

export interface MonitorChecks {
  /** Of the version that it watches now, else of any. */
  readonly newest: CheckRecord;
  /** The window of the first of them ended then, milliseconds since 1970. */
  readonly first: number;
  readonly count: number;
  /** There are more that were not counted. */
  readonly isAtLeast: boolean;
  /** A version that its alert had trained, until that is decided. */
  readonly offer: OfferRow | null;
}

export interface SqlPlace {
  /** Relative to the root. */
  readonly file: string;
  readonly path: Path;
}

export interface PipelineRun {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 in UTC. */
  readonly started: string;
  readonly status: 'finished' | 'failed' | 'killed' | 'running';
  /** Where they are known; of a type that the pipeline has now. */
  readonly params?: Readonly<Record<string, ParamValue>>;
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
  checks: async () => undefined,
};
