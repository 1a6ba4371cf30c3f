import type { Signature } from './learner.ts';

/** Registered models, their versions and aliases. Embedded default: files in git (design: one small YAML file per fact or decision). */
export interface ModelRegistry {
  models(): Promise<readonly RegisteredModel[]>;
  /** Rejects with `Failure` `model-not-found`, naming near names. */
  model(name: string): Promise<RegisteredModel>;
  /** `name` (newest), `name:3`, `name@alias`. Rejects with `Failure` `model-not-found`, `version-not-found` or `alias-not-found`. */
  resolve(reference: string): Promise<ModelVersion>;
  /** Idempotent by the model's sha256: the version that is there already comes back. */
  register(version: NewModelVersion): Promise<{ readonly version: ModelVersion; readonly isNew: boolean }>;
  /** Points a free alias at a version. */
  setAlias(name: string, alias: string, version: number): Promise<ModelAlias>;
}

export interface RegisteredModel {
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly ModelVersion[];
  readonly aliases: readonly ModelAlias[];
}

export interface ModelAlias {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly sha256: string;
  readonly previous: number | undefined;
  /** ISO 8601 UTC. */
  readonly since: string;
}

/** The facts of a version as its file has them, once and for all. */
export interface ModelVersion {
  readonly name: string;
  readonly version: number;
  readonly semver: string;
  readonly created: string;
  readonly by: string;
  readonly format: 'onnx' | 'mlflow' | 'files';
  readonly sha256: string;
  readonly size: number;
  readonly signature: Signature;
  readonly run: string;
  readonly commit: string | undefined;
  readonly dirty: boolean;
  readonly pipeline: string | undefined;
  readonly params: Readonly<Record<string, boolean | number | string>>;
  readonly data: Readonly<Record<string, { readonly version: string; readonly rows: number }>>;
  readonly features: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricFact>>;
  /** Objects by sha256. */
  readonly evidence: { readonly scores?: string; readonly baseline?: string };
  readonly environment: Readonly<Record<string, string>>;
}

export interface MetricFact {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export type NewModelVersion = Omit<ModelVersion, 'version' | 'semver' | 'created' | 'by' | 'commit' | 'dirty'>;
