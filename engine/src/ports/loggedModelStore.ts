import type { RunArtifact } from './artifactIndex.ts';
import type { Page, Paging } from './page.ts';

/** Models that a client saved (MLflow 3), beside the runs that made them. Each call on a model rejects with `Failure` `model-not-found`. */
export interface LoggedModelStore {
  /** Its status is `pending`. Rejects with `Failure` `experiment-not-found`, `experiment-deleted`. */
  createLoggedModel(model: NewLoggedModel): Promise<LoggedModel>;
  /** Deleted ones are not found unless asked for. */
  loggedModel(id: string, options?: { readonly deleted?: boolean }): Promise<LoggedModel>;
  finishLoggedModel(id: string, status: 'ready' | 'failed', message?: string): Promise<LoggedModel>;
  /** All or nothing. A param that has another value already rejects with `Failure` `param-changed`. */
  logModel(
    id: string,
    batch: { readonly tags?: Readonly<Record<string, string>>; readonly params?: Readonly<Record<string, string>> },
  ): Promise<LoggedModel>;
  /** False when it had no such tag. */
  deleteLoggedModelTag(id: string, key: string): Promise<boolean>;
  /** Soft. */
  deleteLoggedModel(id: string): Promise<void>;
  /** Rejects with `Failure` `filter-syntax`, `usage`, `page-token`: a token belongs to one filter and one order. */
  searchLoggedModels(query: LoggedModelQuery): Promise<Page<LoggedModel>>;
}

export type LoggedModelStatus = 'pending' | 'ready' | 'failed';

export interface NewLoggedModel {
  /** `m-` and 32 hex digits; made when absent. */
  readonly id?: string;
  /** Id of the experiment. */
  readonly experiment: string;
  readonly name: string;
  readonly type?: string;
  /** Id of the run that makes it. */
  readonly run?: string;
  readonly user?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LoggedModel {
  readonly id: string;
  /** Id of the experiment. */
  readonly experiment: string;
  readonly name: string;
  readonly type?: string;
  readonly run?: string;
  readonly user?: string;
  readonly status: LoggedModelStatus;
  readonly statusMessage?: string;
  readonly lifecycle: 'active' | 'deleted';
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** All points that runs logged of it, by key, then time, then step. */
  readonly metrics: readonly ModelMetric[];
}

/** A model as it goes with the run that made it. */
export interface EndedModel extends Omit<LoggedModel, 'experiment' | 'run' | 'lifecycle'> {
  readonly status: Exclude<LoggedModelStatus, 'pending'>;
  readonly artifacts: readonly RunArtifact[];
}

export interface ModelMetric {
  readonly key: string;
  /** May be NaN or infinite. */
  readonly value: number;
  readonly step: number;
  readonly timestamp: number;
  /** Id of the run that logged it. */
  readonly run: string;
  /** What it was measured on. */
  readonly dataset?: { readonly name: string; readonly digest: string };
}

export interface LoggedModelQuery extends Paging {
  /** Experiment ids. */
  readonly experiments: readonly string[];
  /** MLflow's grammar with operators in capitals: attributes, `metrics.key`, `params.key`, `tags.key`. */
  readonly filter?: string;
  /** Metrics of the filter count only where they were measured on one of these. */
  readonly datasets?: readonly { readonly name: string; readonly digest?: string }[];
  /** Newest first when absent. Ties go by id. */
  readonly orderBy?: readonly LoggedModelOrder[];
}

export interface LoggedModelOrder {
  /** `metrics.auc`, or an attribute such as `creation_timestamp`. */
  readonly field: string;
  readonly descending?: boolean;
  /** Of a metric: only points measured on it. */
  readonly dataset?: { readonly name: string; readonly digest?: string };
}
