import type { Figure, MetricRow, SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface ModelRow {
  /** Id of the source that it is in; null: the project's own registry. */
  readonly source: string | null;
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly card: CardRow | null;
  /** Absent: another source. Those that a policy guards first. */
  readonly aliases?: readonly AliasRow[];
  /** What is wrong with a file of it, which is left out. */
  readonly problem?: string;
}

export interface AliasRow {
  readonly alias: string;
  /** Null: it holds nothing yet. */
  readonly version: number | null;
  /** What a rollback leads to. */
  readonly previous: number | null;
  /** ISO 8601 UTC. */
  readonly since: string | null;
  /** Whether a policy of the project, as it is here, asks something before it moves. */
  readonly isGuarded: boolean;
  /** A move that is not committed, which nobody follows yet: the version that the file names, null where it names none. */
  readonly pending?: { readonly version: number | null };
  /** Where its file is; null while it holds nothing. */
  readonly place: SpecPlace | null;
}

export interface VersionRow {
  readonly version: number;
  readonly semver: string;
  readonly aliases: readonly string[];
  /** ISO 8601 UTC. */
  readonly created: string;
  readonly by: string;
  readonly run: string;
  /** Whether the run is in this machine's store. */
  readonly hasRun: boolean;
  readonly metric: MetricRow | null;
  readonly metrics: Readonly<Record<string, { readonly value: Figure; readonly low?: number; readonly high?: number }>>;
  /** Empty where the source does not say it. */
  readonly sha256: string;
  readonly size: number;
  readonly format: string;
  /** Whether the model's bytes are on this machine. */
  readonly isHere: boolean;
  /** Null: another source has no file of it. */
  readonly place: SpecPlace | null;
}

export interface CardRow {
  readonly place: SpecPlace;
  /** What is wrong with it: `says 0.72, v7 measured 0.705`. */
  readonly problem: string | null;
}
