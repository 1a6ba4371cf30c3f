import type { Failure } from '../failure.ts';
import type { ArtifactOwner } from './artifactIndex.ts';
import type { Experiment } from './experimentStore.ts';
import type { LoggedModel } from './loggedModelStore.ts';
import type { Stage } from './modelRegistry.ts';
import type { MetricPoint, Run, RunCount, RunQuery, RunSelection } from './runStore.ts';

/**
 * Runs that another tool keeps, where they lie. Nothing of it is ever changed, run or unpickled.
 * What cannot be read rejects with `Failure` `run-source`, naming the place; a server that refuses who asks with `source-token`.
 */
export interface RunSource {
  readonly origin: RunOrigin;
  /** Deleted ones included, as their lifecycle says. */
  experiments(): Promise<readonly SourceExperiment[]>;
  /** As the store's own search gives them; the artifacts of each are left empty. Rejects with `Failure` `filter-syntax`, `usage`, `page-token`. */
  search(query: RunQuery): Promise<SourceRunPage>;
  /** How many runs match, of each experiment that has some; undefined where a server would have to send them all. Rejects as `search` does. */
  counts(selection: RunSelection): Promise<readonly SourceCount[] | undefined>;
  /** By its whole id. Rejects with `Failure` `run-not-found`. */
  run(id: string): Promise<SourceRun>;
  /** Points of one metric, ordered by step, then time; none where it has no such metric. */
  history(id: string, key: string): Promise<readonly MetricPoint[]>;
  /** Files, by path. Rejects with `Failure` `artifacts-elsewhere` where they are not in the source. */
  artifacts(of: SourceOwner): Promise<readonly SourceArtifact[]>;
  /** Bytes of one file. Rejects with `Failure` `artifact-not-found`, `artifacts-elsewhere`. */
  artifact(of: SourceOwner, path: string): AsyncIterable<Uint8Array>;
  /** Models that clients saved beside their runs (MLflow 3), deleted ones not. */
  loggedModels(experiment: string): Promise<readonly LoggedModel[]>;
  registeredModels(): Promise<readonly SourceModel[]>;
  close(): Promise<void>;
}

/** A registered version owns the files it was registered from. */
export type SourceOwner = ArtifactOwner | { readonly kind: 'version'; readonly id: string; readonly version: number };

export interface RunOrigin {
  readonly kind: 'mlruns' | 'mlflow-database' | 'mlflow-server' | 'dvc';
  /** Absolute path, or address without secrets. */
  readonly place: string;
}

export interface SourceExperiment extends Experiment {
  readonly source: RunOrigin;
}

export interface SourceRun extends Run {
  readonly source: RunOrigin;
}

export type SourceCount = Omit<RunCount, 'value'>;

export interface SourceRunPage {
  readonly runs: readonly SourceRun[];
  readonly nextPageToken?: string;
  readonly total?: number;
}

export interface SourceArtifact {
  /** With `/`, inside the owner's artifacts. */
  readonly path: string;
  readonly size: number;
}

export interface SourceModel {
  readonly name: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly { readonly alias: string; readonly version: number }[];
  /** Oldest first. */
  readonly versions: readonly SourceModelVersion[];
}

export interface SourceModelVersion {
  readonly version: number;
  readonly description?: string;
  readonly stage?: Stage;
  readonly tags: Readonly<Record<string, string>>;
  /** As the client gave it, such as `runs:/ID/model` or `models:/m-ID`. */
  readonly source: string;
  /** Id of the run that made it. */
  readonly run?: string;
  /** Id of the logged model that it is. */
  readonly loggedModel?: string;
  readonly createdAt: number;
}

/** How a source is opened that is not simply there. */
export interface SourceAccess {
  /** Bearer token, or `user:password`, of a server. */
  readonly token?: string;
  /** Milliseconds for one answer of a server, which is then asked once; without it, one that may come back is asked again. */
  readonly patience?: number;
}

/** What lies in a folder. */
export interface FoundSources {
  readonly sources: readonly RunSource[];
  /** Why others that lie there cannot be read. */
  readonly unreadable: readonly Failure[];
}
