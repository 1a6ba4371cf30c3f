/** A registered model as the files below `registry/` have it; what is wrong in a file is left out here, its problems say so. */
export interface RegisteredModel {
  readonly name: string;
  /** By number, the lowest first. */
  readonly versions: ReadonlyMap<number, ModelVersion>;
  /** By alias. */
  readonly aliases: ReadonlyMap<string, ModelAlias>;
}

export interface ModelVersion {
  readonly model: string;
  readonly version: number;
  /** Path relative to the project root. */
  readonly file: string;
  readonly sha256: string | undefined;
  /** ISO 8601 in UTC. */
  readonly created: string | undefined;
  readonly run: string | undefined;
  readonly pipeline: string | undefined;
  /** Whether its notes say that it was withdrawn. */
  readonly withdrawn: boolean;
  /** Measured values by metric. */
  readonly metrics: ReadonlyMap<string, MeasuredMetric>;
}

/** A value, and the ends of its interval where one was computed. */
export interface MeasuredMetric {
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface ModelAlias {
  readonly model: string;
  readonly alias: string;
  readonly version: number | undefined;
  readonly previous: number | undefined;
  /** ISO 8601 in UTC. */
  readonly since: string | undefined;
  /** Path relative to the project root. */
  readonly file: string;
}
