import type { Page, Paging } from './page.ts';

/** Experiments as MLflow's clients keep them. Every change rejects with `Failure` `experiment-not-found` where there is none. */
export interface ExperimentStore {
  /** Rejects with `Failure` `experiment-exists` where one has the name, deleted ones included. */
  createExperiment(experiment: NewExperiment): Promise<Experiment>;
  /** MLflow's experiment `0`, made as `Default` when absent. */
  defaultExperiment(): Promise<Experiment>;
  /** Of any lifecycle. Rejects with `Failure` `experiment-not-found`. */
  experimentById(id: string): Promise<Experiment>;
  /** Of any lifecycle. */
  experimentNamed(name: string): Promise<Experiment | undefined>;
  /** Rejects with `Failure` `filter-syntax`, `usage`, `page-token`. */
  searchExperiments(query: ExperimentQuery): Promise<Page<Experiment>>;
  /** Rejects with `Failure` `experiment-deleted`, `experiment-exists`. */
  renameExperiment(id: string, name: string): Promise<void>;
  /** Soft: it can be restored. Its runs go with it. Rejects with `Failure` `run-held` while a living process works on one. */
  deleteExperiment(id: string): Promise<void>;
  /** Brings back the runs that went with it. */
  restoreExperiment(id: string): Promise<void>;
  /** Rejects with `Failure` `experiment-deleted`. */
  tagExperiment(id: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** False when it had no such tag. Rejects with `Failure` `experiment-deleted`. */
  deleteExperimentTag(id: string, key: string): Promise<boolean>;
  /** Datasets that runs of these experiments read, by name, then digest; each once an experiment and context. */
  experimentDatasets(experiments: readonly string[], limit: number): Promise<readonly ExperimentDataset[]>;
}

export interface Experiment {
  /** Integer as text, as MLflow has it. */
  readonly id: string;
  readonly name: string;
  readonly lifecycle: 'active' | 'deleted';
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Where a client keeps artifacts that are not ours to keep, such as `s3://bucket/path`. */
  readonly artifactLocation?: string;
}

export interface NewExperiment {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly artifactLocation?: string;
}

export interface ExperimentQuery extends Paging {
  /** MLflow's grammar: `name`, `creation_time`, `last_update_time`, `tags.key`. */
  readonly filter?: string;
  /** Such as `name ASC`; newest first when absent. Ties go by id. */
  readonly orderBy?: readonly string[];
  readonly view?: 'active' | 'deleted' | 'all';
}

export interface ExperimentDataset {
  /** Id of the experiment. */
  readonly experiment: string;
  readonly name: string;
  readonly digest: string;
  readonly context?: string;
}
