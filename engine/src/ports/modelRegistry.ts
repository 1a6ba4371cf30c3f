import type { Signature } from './learner.ts';

/** Registered models, their versions and aliases. Embedded default: files in git (design: one small YAML file per fact or decision). */
export interface ModelRegistry {
  models(options?: WhichModels): Promise<readonly RegisteredModel[]>;
  /** Rejects with `Failure` `model-not-found`, naming near names. */
  model(name: string, options?: WhichModels): Promise<RegisteredModel>;
  /** `name` (newest that is not withdrawn), `name:3`, `name@alias`. Rejects with `Failure` `model-not-found`, `version-not-found`, `version-withdrawn` or `alias-not-found`. */
  resolve(reference: string): Promise<ModelVersion>;
  /** Idempotent by the model's sha256: the version that is there already comes back, unless one is wanted `again`. */
  register(
    version: NewModelVersion,
    options?: { readonly again?: boolean },
  ): Promise<{ readonly version: ModelVersion; readonly isNew: boolean }>;
  /** The next number of a model, which is never given out again. */
  reserveNumber(name: string): Promise<number>;
  /** Points a free alias at a version. Rejects with `Failure` `alias-guarded` where a policy guards it: such an alias moves past its gates. */
  setAlias(name: string, alias: string, version: number): Promise<ModelAlias>;
  /** Takes a free alias away; false when there is none. Rejects with `Failure` `model-not-found`, `alias-guarded`. */
  deleteAlias(name: string, alias: string): Promise<boolean>;

  /** A model before its first version. Rejects with `Failure` `model-exists`, `model-name`; one that was withdrawn begins anew. */
  createModel(name: string, notes?: Partial<Pick<Notes, 'description' | 'tags'>>): Promise<RegisteredModel>;
  /** What is said about a model and its versions beside their facts. Rejects with `Failure` `model-not-found`. */
  notes(name: string): Promise<ModelNotes>;
  /** Notes on the model, or on a version of it. Rejects with `Failure` `model-not-found`, `version-not-found`. */
  note(of: NotesOwner, change: NotesChange): Promise<void>;
  /** Says that a version, or the model with all its versions, must not be used any more; its files stay. */
  withdraw(of: NotesOwner, reason: string): Promise<void>;
  /** Gives a model without versions another name. Rejects with `Failure` `model-has-versions`, `model-exists`, `model-name`. */
  renameModel(name: string, to: string): Promise<RegisteredModel>;
}

export interface WhichModels {
  /** Those without a version too. */
  readonly empty?: boolean;
}

export interface NotesOwner {
  readonly model: string;
  readonly version?: number;
}

/** Mutable, unlike a version's facts. */
export interface Notes {
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly withdrawn?: Withdrawn;
  /** When the notes were last written on this machine, milliseconds since 1970; absent where there are none. */
  readonly written?: number;
}

export interface VersionNotes extends Notes {
  /** As MLflow's clients set it; absent: None. */
  readonly stage?: Stage;
}

export interface ModelNotes extends Notes {
  /** ISO 8601 UTC; absent where the model began with its first version. */
  readonly created?: string;
  /** By number; versions nobody noted anything on are not there. */
  readonly versions: ReadonlyMap<number, VersionNotes>;
}

export type Stage = 'Staging' | 'Production' | 'Archived';

export interface Withdrawn {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** What is not named stays; null takes it away. */
export interface NotesChange {
  readonly description?: string | null;
  readonly tags?: Readonly<Record<string, string | null>>;
  /** Of a version. */
  readonly stage?: Stage | null;
}

export interface RegisteredModel {
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly ModelVersion[];
  readonly aliases: readonly ModelAlias[];
  /** Guarded aliases whose file is not as committed, where there are any: `aliases` has what is committed. */
  readonly pending?: readonly PendingAlias[];
}

/** A move of a guarded alias that was begun and is not committed, or an edit by hand. */
export interface PendingAlias {
  readonly alias: string;
  /** The version that the file names; undefined where it is gone or cannot be read. */
  readonly version: number | undefined;
}

export interface ModelAlias {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly sha256: string;
  readonly previous: number | undefined;
  /** ISO 8601 UTC. */
  readonly since: string;
  /** Of a guarded alias: sha256 of the gate report that the decision rests on. */
  readonly gates?: string;
  /** Why it went back to an earlier version. */
  readonly reason?: string;
}

/** The facts of a version as its file has them, once and for all. */
export interface ModelVersion {
  readonly name: string;
  readonly version: number;
  readonly semver: string;
  readonly created: string;
  readonly by: string;
  readonly format: 'onnx' | 'mlflow' | 'files';
  /** Of the ONNX file; for other formats, of the list of files that `folder` speaks of. */
  readonly sha256: string;
  /** Bytes of the model, of all its files together. */
  readonly size: number;
  /** Its MLflow folder: an object that lists `SHA256  PATH` of each file. */
  readonly folder?: string;
  readonly signature: Signature;
  /** Empty where no run is known. */
  readonly run: string;
  /** Where a client said that it comes from. */
  readonly source?: string;
  readonly commit: string | undefined;
  readonly dirty: boolean;
  readonly pipeline: string | undefined;
  readonly params: Readonly<Record<string, boolean | number | string>>;
  readonly data: Readonly<Record<string, { readonly version: string; readonly rows: number }>>;
  readonly features: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricFact>>;
  /** Objects by sha256. */
  readonly evidence: {
    readonly scores?: string;
    /** The rows that were scored, in the same order, with all columns of the table: what another model can be held against. */
    readonly test?: string;
    readonly baseline?: string;
    readonly parity?: string;
  };
  readonly environment: Readonly<Record<string, string>>;
}

export interface MetricFact {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export type NewModelVersion = Omit<ModelVersion, 'version' | 'semver' | 'created' | 'by' | 'commit' | 'dirty'>;
