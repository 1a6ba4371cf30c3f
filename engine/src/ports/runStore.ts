import type { ArtifactIndex, RunArtifact } from './artifactIndex.ts';
import type { Experiment, ExperimentStore } from './experimentStore.ts';
import type { EndedModel, LoggedModelStore } from './loggedModelStore.ts';
import type { Page, Paging } from './page.ts';

export type { RunArtifact } from './artifactIndex.ts';
export type { Experiment } from './experimentStore.ts';

/**
 * Experiments and runs in MLflow's shapes. Embedded default: SQLite; any process may write.
 * What a promise has acknowledged survives the kill of the process.
 */
export interface RunStore extends ExperimentStore, LoggedModelStore, ArtifactIndex {
  /** The experiment of this name, made when absent, brought back when deleted. */
  experiment(name: string): Promise<Experiment>;
  experiments(): Promise<readonly Experiment[]>;

  /** Rejects with `Failure` `experiment-not-found` and `experiment-deleted` where the experiment is given by id. */
  createRun(run: NewRun): Promise<Run>;
  /** By id, or by a prefix of at least 4 digits that is unique. Rejects with `Failure` `run-not-found` or `run-ambiguous`. */
  run(id: string, parts?: RunParts): Promise<Run>;
  /**
   * What MLflow's clients say of a run; they need not hold it. Where a living process works on the run or on one around it,
   * status and end time stay that process's and are passed over, unless the run was made as `reported`.
   * Rejects with `Failure` `run-deleted`.
   */
  updateRun(id: string, update: RunUpdate, parts?: RunParts): Promise<Run>;
  /** Nested runs, oldest first. */
  children(id: string): Promise<readonly Run[]>;
  /**
   * One transaction: all or nothing. A param that has another value already rejects with `Failure` `param-changed`;
   * writing to a deleted run with `run-deleted`, a metric of a logged model that is not there with `model-not-found`.
   * The tag `mlflow.runName` renames the run.
   */
  log(id: string, batch: LogBatch): Promise<void>;
  /**
   * Status and end time, by the holder of the run's lease only (or of a run around it), or of a run that nobody ever held.
   * Rejects with `Failure` `run-held`, `lease-lost` (it was marked interrupted) or `run-ended`.
   */
  finish(id: string, status: EndStatus, endTime: number): Promise<void>;
  /** Points of one metric, ordered by step, then time. */
  history(id: string, key: string): Promise<readonly MetricPoint[]>;
  /** Points of one metric, ordered by time, step, value. */
  historyPage(id: string, key: string, paging: Paging): Promise<Page<MetricPoint>>;
  /** Points of one metric in several runs, in the order of `ids`, at most so many of each run: by time, step, value. */
  histories(ids: readonly string[], key: string, limit: number): Promise<readonly RunMetric[]>;
  /** MLflow's filter grammar (research/wire/mlflow-rest.md §5); rejects with `Failure` `filter-syntax` naming the position. */
  search(query: RunQuery): Promise<RunPage>;
  /** How many runs match, of each experiment and each value of a tag. Rejects as `search` does. */
  counts(selection: RunSelection, tag: string): Promise<readonly RunCount[]>;
  /** Runs of all experiments that carry exactly this tag, newest first. */
  tagged(key: string, value: string, limit: number): Promise<readonly Run[]>;
  /** False when it had no such tag. Rejects with `Failure` `run-deleted`. */
  deleteTag(id: string, key: string): Promise<boolean>;
  /** Soft: the run can be restored. Nested runs go with it. Rejects with `Failure` `run-held` while a living process works on it. */
  deleteRun(id: string): Promise<void>;
  restoreRun(id: string): Promise<void>;

  /**
   * Takes runs that ended elsewhere as they are, all or none: the outermost first, each after the one that it is nested in. Where
   * the outermost is here already and ended no earlier, or still runs, nothing happens and the answer is false.
   */
  adopt(runs: readonly EndedRun[]): Promise<boolean>;

  /** Makes this process the holder of the run, which runs again if it had ended. Rejects with `Failure` `run-held` while another living process holds it. */
  hold(id: string): Promise<Lease>;
  /** Asks the holder to stop; false when nobody holds the run. */
  requestCancel(id: string): Promise<boolean>;
  /** Marks runs whose holder is dead as interrupted (with their nested runs); gives their ids. */
  reap(): Promise<readonly string[]>;
  /** Grows with every change by any process; cheap to ask. */
  revision(): Promise<number>;
  close(): Promise<void>;
}

export interface Lease {
  /** To be called every few seconds; says whether somebody asked for cancellation. Rejects when the lease was lost. */
  beat(): Promise<{ readonly cancelRequested: boolean }>;
  release(): Promise<void>;
}

export type EndStatus = 'finished' | 'failed' | 'cancelled' | 'interrupted';
/** To MLflow: RUNNING, FINISHED, FAILED, KILLED, KILLED. */
export type RunStatus = 'running' | EndStatus;

/** MLflow's words for a status. */
export type ReportedStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunUpdate {
  readonly name?: string;
  /** RUNNING and SCHEDULED open a run again that had ended. */
  readonly status?: ReportedStatus;
  readonly endTime?: number;
}

export interface NewRun {
  /** 32 hex digits; made when absent. */
  readonly id?: string;
  /** Name of the experiment, which is made when absent, or the id of one that is there. */
  readonly experiment: string | { readonly id: string };
  readonly name: string;
  readonly parent?: string;
  readonly startTime: number;
  readonly user: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** This process holds it from the first moment, so that its death is seen; `hold` then gives the lease. */
  readonly hold?: boolean;
  /** No process of ours works on it: its status is what a client reports, whoever holds a run around it. */
  readonly reported?: ReportedStatus;
}

/** What is left empty where it is not needed. */
export interface RunParts {
  /** False: none are read. */
  readonly artifacts?: boolean;
}

export interface Run {
  /** 32 hex digits. */
  readonly id: string;
  /** Name of the experiment. */
  readonly experiment: string;
  readonly experimentId: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly status: RunStatus;
  readonly lifecycle: 'active' | 'deleted';
  readonly startTime: number;
  readonly endTime: number | undefined;
  readonly user: string;
  readonly params: Readonly<Record<string, string>>;
  /** The latest point of each metric: greatest (step, timestamp, value). */
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly RunDataset[];
  readonly artifacts: readonly RunArtifact[];
  /** What MLflow's client said last; absent where no client did. The status follows from it. */
  readonly reported?: ReportedStatus;
  /** Ids of logged models it read; absent where there are none. */
  readonly modelInputs?: readonly string[];
  /** Logged models it made; absent where there are none. */
  readonly modelOutputs?: readonly ModelOutput[];
}

export interface ModelOutput {
  readonly model: string;
  readonly step: number;
}

/** A run that has ended, with all that belongs to it. */
export interface EndedRun {
  /** 32 hex digits. */
  readonly id: string;
  /** Name of the experiment, which is made when absent. */
  readonly experiment: string;
  readonly name: string;
  readonly parent?: string;
  readonly status: EndStatus;
  readonly reported?: ReportedStatus;
  readonly startTime: number;
  readonly endTime: number;
  readonly user: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly RunDataset[];
  readonly artifacts: readonly RunArtifact[];
  /** All points by metric, ordered by step, then time. */
  readonly metrics: ReadonlyMap<string, readonly MetricPoint[]>;
  /** Ids of logged models it read; absent where there are none. */
  readonly modelInputs?: readonly string[];
  readonly modelOutputs?: readonly ModelOutput[];
  /** Models that clients saved beside it; absent where there are none. */
  readonly models?: readonly EndedModel[];
}

export interface MetricPoint {
  /** May be NaN or infinite. */
  readonly value: number;
  readonly step: number;
  readonly timestamp: number;
}

export interface Metric extends MetricPoint {
  readonly key: string;
  /** Id of the logged model it is measured of: the point then stands with that model too. */
  readonly model?: string;
  /** What it was measured on. */
  readonly dataset?: { readonly name: string; readonly digest: string };
}

export interface RunMetric extends MetricPoint {
  readonly run: string;
}

export interface RunDataset {
  readonly name: string;
  /** Manifest hash of the dataset version; what MLflow calls digest. */
  readonly version: string;
  /** Absent where nobody said it. */
  readonly rows?: number;
  /** `train`, `validation`, `test` or what the caller says. */
  readonly context?: string;
  /** Tags of this use of it, beside the context. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Kept once for each name and version of an experiment, as they were first given. */
  readonly origin?: DatasetOrigin;
}

/** What MLflow's clients say of a dataset. */
export interface DatasetOrigin {
  /** Such as `local`, `code`, `http`. */
  readonly sourceType: string;
  /** JSON, as are schema and profile. */
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
}

export interface LogBatch {
  /** When its work began, where it had to wait before. */
  readonly startTime?: number;
  readonly metrics?: readonly Metric[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly datasets?: readonly RunDataset[];
  /** Ids of logged models. */
  readonly modelInputs?: readonly string[];
  readonly modelOutputs?: readonly ModelOutput[];
  /** A path that is there already is replaced. */
  readonly artifacts?: readonly RunArtifact[];
}

export interface RunSelection {
  /** Experiment ids; all when absent. */
  readonly experiments?: readonly string[];
  readonly filter?: string;
  /** Each begins the id, or stands, in any case, in the name or in the key or value of a tag that is not our own or MLflow's (branch, commit and note are searched). */
  readonly words?: readonly string[];
  /** Only runs with this value of a tag; null: only those without it. */
  readonly tag?: { readonly key: string; readonly value: string | null };
  readonly view?: 'active' | 'deleted' | 'all';
  /** Only runs without a parent, when true. */
  readonly topLevel?: boolean;
}

export interface RunQuery extends RunSelection, RunParts {
  /** Such as `metrics.roc_auc DESC`. */
  readonly orderBy?: readonly string[];
  /** Those that run come before all others, when true. */
  readonly runningFirst?: boolean;
  /** The page says how many runs match in all, when true. */
  readonly withTotal?: boolean;
  readonly limit: number;
  /** How many are passed over, beside those of pages before. */
  readonly offset?: number;
  readonly pageToken?: string;
}

export interface RunCount {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Null: runs without the tag. */
  readonly value: string | null;
  readonly runs: number;
  readonly running: number;
  /** When the newest of them began. */
  readonly newest: number;
}

export interface RunPage {
  readonly runs: readonly Run[];
  readonly nextPageToken?: string;
  readonly total?: number;
}
