import type { Column } from '../language/columnType.ts';

/** What kind of answer a model gives. */
export type Task = 'binary' | 'multiclass' | 'regression';

/**
 * Trains a model from tables in files. Embedded default: our learners in a trainer process.
 * Rejects with `Failure` where the data or the parameters cannot work (names column, row count, next step),
 * with `Cancelled` when the signal fires.
 */
export interface Learner {
  train(request: TrainRequest, observer: TrainObserver): Promise<TrainedModel>;
}

export interface TrainRequest {
  readonly learner: string;
  /** Parquet files, absolute paths. */
  readonly train: string;
  readonly validation?: string;
  readonly target: string;
  /** Columns the model may read, in order; the rest of the file is not seen. */
  readonly inputs: readonly Column[];
  /** Column of row weights (not an input). */
  readonly weight?: string;
  /** `balanced`, or weight by class label. */
  readonly classWeights?: 'balanced' | Readonly<Record<string, number>>;
  /** Given, or inferred from the target: boolean or two values are binary, text or few integers multiclass, else regression. */
  readonly task?: Task;
  /** The learner's own parameters, checked against the catalog, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly threads: number;
  /** Bytes the trainer may use; what cannot fit is refused before it starts, with the rows that would. */
  readonly memoryLimit: number;
  /** Empty folder of this training, for the files named in the result. */
  readonly workFolder: string;
}

export interface TrainObserver {
  readonly signal?: AbortSignal;
  /** After each round; `metrics` are of the validation rows where there are some, else of the training rows. */
  progress(round: number, rounds: number, metrics: Readonly<Record<string, number>>): void;
}

export interface TrainedModel {
  readonly task: Task;
  /** The model with its preprocessing inside the graph. */
  readonly onnx: string;
  readonly signature: Signature;
  /** JSON file, schema of `math/baseline.ts`. */
  readonly baseline: string;
  /** Largest |ONNX - trainer| over the rows scored by both; above 1e-4 training fails. */
  readonly parity: { readonly maxDifference: number; readonly rows: number };
  readonly rows: { readonly train: number; readonly validation: number };
  readonly rounds: number;
  readonly bestRound: number;
  /** Metric series by name, one value a round. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly importance: Readonly<Record<string, number>>;
  readonly peakMemory: number;
  /** What the user should know: columns that bring nothing, categories that were cut. */
  readonly warnings: readonly string[];
}

/**
 * What goes in and comes out of a model by name, as model version files show it:
 * `{inputs: {distance: float, origin: string}, outputs: {late: {probability: float}}}`.
 * Each input is a rank-1 tensor [N] of its name; each output too, named `TARGET` (label) and
 * `TARGET_probability` (binary, of the positive class) or `TARGET_probability_CLASS` (multiclass). A model of another tool may name
 * no target: `prediction` then.
 */
export interface Signature {
  readonly inputs: Readonly<Record<string, SignatureInput>>;
  readonly outputs: Readonly<Record<string, SignatureOutput>>;
}

/** How a value enters the graph: `float` tensors carry NaN for null, `string` tensors '' for null. The others are of models that take tables. */
export type SignatureInput = 'float' | 'string' | 'double' | 'integer' | 'long' | 'boolean' | 'datetime';

export interface SignatureOutput {
  readonly task: Task;
  /** Type of the label. */
  readonly label: 'boolean' | 'integer' | 'string' | 'float';
  /** Class labels in the order of the graph, as text; for binary the second one is positive. */
  readonly classes?: readonly string[];
  readonly probability?: 'float' | 'double';
}
