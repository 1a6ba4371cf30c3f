import type { Column } from '../language/columnType.ts';
import type { DatasetSpec, FeaturesSpec } from '../language/specs.generated.ts';
import type { ArtifactStore } from './artifactStore.ts';
import type { DataSource, TableFiles } from './dataSource.ts';
import type { Clock } from './environment.ts';
import type { Executor } from './executor.ts';
import type { Files } from './files.ts';
import type { Learner, Signature, Task } from './learner.ts';
import type { ModelRegistry } from './modelRegistry.ts';
import type { ModelRuntime } from './modelRuntime.ts';
import type { Parallel } from './parallel.ts';
import type { FoundPython, PythonFacts } from './python.ts';
import type { PythonModels } from './pythonModel.ts';
import type { RunStore } from './runStore.ts';

/** The behaviour behind a catalog entry. */
export interface Step {
  readonly uses: string;
  /** Grows when the same inputs would give other outputs, so that older results are not taken from the cache. */
  readonly revision: number;
  /** What the step reads beside its `with`, by name: hashes that belong to the cache key. */
  fingerprint?(request: StepRequest): Promise<Readonly<Record<string, string>>>;
  /** For a step with an effect beside its outputs: whether that effect still stands, so that they may be taken from the cache. */
  stillHolds?(request: StepRequest, outputs: StepOutputs): Promise<boolean>;
  /** Rejects with `Failure` where the user can act, `Cancelled` when the signal fires. */
  run(request: StepRequest): Promise<StepOutputs>;
}

export interface StepRequest {
  /** The step's `with`, expressions resolved, defaults of the catalog filled in. */
  readonly with: Readonly<Record<string, Value>>;
  readonly context: StepContext;
}

export type StepOutputs = Readonly<Record<string, Value>>;

/** What stands in expressions and travels between steps; plain JSON, bytes by hash. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | TableValue
  | ModelValue
  | FileValue
  | SqlValue
  | { readonly [name: string]: Value };

/** The user's SQL, checked; its expressions are values of `$name` parameters. */
export interface SqlValue {
  readonly kind: 'sql';
  readonly text: string;
  readonly bindings: Readonly<Record<string, null | boolean | number | string>>;
}

/** A Parquet file in the artifact store. */
export interface TableValue {
  readonly kind: 'table';
  readonly sha256: string;
  readonly size: number;
  readonly rows: number;
  readonly columns: readonly ValueColumn[];
  /** What its columns are for; a table from a script has none of it. */
  readonly roles: TableRoles;
  readonly lineage: Lineage;
  readonly features?: FeatureHashes;
}

/** Hash of the definition of each feature view that a value was made with. */
export interface FeatureHashes {
  readonly [view: string]: string;
}

export interface ValueColumn {
  readonly name: string;
  readonly type: Column['type'];
  readonly sqlType: string;
}

export interface TableRoles {
  readonly rowId?: string;
  readonly timestamp?: string;
  readonly label?: string;
  /** Columns a model may read. */
  readonly inputs?: readonly string[];
}

/** The data versions a value came from, by dataset. */
export interface Lineage {
  readonly [dataset: string]: { readonly version: string; readonly rows: number };
}

export interface ModelValue {
  readonly kind: 'model';
  readonly format: 'onnx' | 'mlflow' | 'files';
  /** Of the ONNX file; for other formats that of `folder`. */
  readonly sha256: string;
  /** Bytes of the model, of all its files together. */
  readonly size: number;
  /** Of a model that is a folder: an object that lists `SHA256  PATH` of each file. */
  readonly folder?: string;
  /** Versions of what it was made with, where its folder says so: `mlflow`, `python`. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signature: Signature | null;
  readonly target: string | null;
  readonly task: Task | null;
  /** Training baseline, by sha256. */
  readonly baseline: string | null;
  /** Learner parameters, defaults included. */
  readonly params: Readonly<Record<string, boolean | number | string | null>>;
  readonly lineage: Lineage;
  readonly features?: FeatureHashes;
}

export interface FileValue {
  readonly kind: 'file';
  /** With its ending, such as `report.html`. */
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  /** Absent where no dataset led to it. */
  readonly lineage?: Lineage;
  readonly features?: FeatureHashes;
}

export interface StepContext {
  readonly run: StepIdentity;
  readonly signal: AbortSignal;
  /** Folder of this attempt alone, removed when the step has ended. */
  readonly workFolder: string;
  readonly projectRoot: string;
  /** Versions of what computes: modelyard, node, platform. */
  readonly environment: Readonly<Record<string, string>>;
  readonly threads: number;
  /** Bytes this step may use. */
  readonly memoryLimit: number;
  readonly files: Files;
  readonly artifacts: ArtifactStore;
  readonly registry: ModelRegistry;
  /** Runs of the store, which may have made a model that `run:ID` names. */
  readonly runs: Pick<RunStore, 'run' | 'children'>;
  readonly learner: Learner;
  readonly runtime: ModelRuntime;
  readonly pythonModels: PythonModels;
  readonly executor: Executor;
  readonly parallel: Parallel;
  readonly clock: Clock;
  /** The Python that programs of the project run in, of the environment that the step names or else of those there are; rejects as `Pythons.find` does. */
  python(venv: string | undefined): Promise<StepPython>;
  /**
   * Variables with which `mlflow` logs into the step's run; none where no service answers or the user has set an address of their own.
   * @param starts a service is started where none runs
   */
  tracking(starts: boolean): Promise<Readonly<Record<string, string>>>;
  /** Whether what programs use of the machine is measured. */
  readonly measuresUsage: boolean;
  /** Secrets by variable, for programs only: never hashed, stored or shown. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A text with secrets hidden, for what is kept of what programs have written. */
  mask(text: string): string;
  /** A data source of this step alone, with `threads` or one (`alone`: for what depends on the order of rows); closed when the step has ended. */
  data(threads?: 'alone'): Promise<DataSource>;
  /** A feature view of the project; throws a `Failure` where there is none of this name. */
  featureView(name: string): FeaturesSpec;
  /** A dataset of the project with its files found and its version known; a source that is not there is a `Failure`. */
  dataset(name: string): Promise<ResolvedDataset>;
  /** Outputs of the steps of this run that have finished, by step. */
  readonly finished: ReadonlyMap<string, FinishedStep>;
  /** 0 to 1, with a few words of what is being done. */
  progress(fraction: number, message?: string): void;
  /** A point of a metric series of this step's run. */
  metric(name: string, value: number, index: number): void;
  /** A line for the user; `stream` is where a program of theirs said it. */
  log(line: string, stream?: 'stdout' | 'stderr'): void;
  /** Facts of this step's run: parameters, data it read, files it made. */
  record(facts: StepFacts): Promise<void>;
}

export interface StepPython extends FoundPython {
  /** Undefined where it does not answer as Python does. */
  facts(): Promise<PythonFacts | undefined>;
}

export interface StepIdentity {
  /** The pipeline's run. */
  readonly id: string;
  /** The step's own nested run. */
  readonly stepRun: string;
  readonly pipeline: string;
  readonly step: string;
  /** Parameters of the pipeline as resolved. */
  readonly params: Readonly<Record<string, boolean | number | string | null>>;
}

export interface FinishedStep {
  readonly uses: string | undefined;
  readonly with: Readonly<Record<string, Value>>;
  readonly outputs: StepOutputs;
  readonly stepRun: string;
}

export interface StepFacts {
  readonly params?: Readonly<Record<string, string>>;
  readonly datasets?: readonly {
    readonly name: string;
    readonly version: string;
    readonly rows: number;
    readonly context?: string;
  }[];
  /** What was measured of a model; stands on the pipeline's run too. */
  readonly metrics?: Readonly<
    Record<string, { readonly value: number | null; readonly low?: number; readonly high?: number }>
  >;
  /** Path inside the run to an object of the artifact store. */
  readonly artifacts?: readonly { readonly path: string; readonly sha256: string; readonly size: number }[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface ResolvedDataset {
  readonly name: string;
  readonly spec: DatasetSpec;
  readonly files: TableFiles;
  /** Manifest hash over the files. */
  readonly version: string;
  /** Rows of the whole dataset. */
  readonly rows: number;
  /** Of a dataset that is SQL: the datasets of files that its rows come from. */
  readonly inputs?: Lineage;
  /** Columns whose values nobody may see, in lower case; of SQL those of all datasets, whose columns it may hand on. */
  readonly sensitive: ReadonlySet<string>;
  /** For after the files were read: rejects with `Failure` `file-changed` where one of them was written to since the version was taken. */
  checkFiles(): Promise<void>;
  /** The version before this one, as far as this store or the dataset's lock tells. */
  versionBefore(): Promise<VersionBefore | undefined>;
}

export interface VersionBefore {
  readonly version: string;
  readonly rows: number;
  /** Where that stands, for people: `its lock`. */
  readonly source: string;
}
