import type { Signature, SignatureInput } from './learner.ts';

/** Opens model files and predicts. Embedded default: ONNX Runtime, one thread that never blocks the caller's. */
export interface ModelRuntime {
  /** Rejects with `Failure` `not-a-model` where the file is no ONNX model, refers to external data, or its graph cannot run. */
  open(file: string): Promise<OpenModel>;
}

export interface OpenModel {
  /** Inputs and outputs by name, as the file declares them. */
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** What our trainer wrote into the file; absent in foreign models. */
  readonly signature: Signature | undefined;
  /** Metadata of the file. */
  readonly metadata: Readonly<Record<string, string>>;
  /** One rank-1 tensor a name, all of `rows` values. */
  predict(inputs: Readonly<Record<string, ModelInput>>, rows: number): Promise<Readonly<Record<string, ModelOutput>>>;
  /** Of a model that takes tables. */
  readonly table?: TableModel;
  close(): Promise<void>;
}

/** A model that takes columns with types of their own, null as null, and of which some only a prediction tells what they answer. */
export interface TableModel {
  /** Columns by name, with their types where the model says them; undefined: it takes whatever there is. */
  readonly inputs: Readonly<Record<string, TableInput>> | undefined;
  /** Undefined where only its answers tell. */
  readonly outputs: Signature['outputs'] | undefined;
  /** Says of which types the columns are that it will be given. */
  takes(types: Readonly<Record<string, SignatureInput>>): void;
  /** Predicts these rows to see what its outputs are, which then stays so. */
  learn(inputs: Readonly<Record<string, ModelInput>>, rows: number): Promise<Signature['outputs']>;
}

export interface TableInput {
  /** Undefined: as the table has it. */
  readonly type: SignatureInput | undefined;
  readonly required: boolean;
}

export interface ModelPort {
  readonly name: string;
  readonly type: 'float' | 'double' | 'int64' | 'int32' | 'boolean' | 'string' | 'other';
  /** Sizes; undefined where the file leaves them open. */
  readonly shape: readonly (number | undefined)[];
}

/** Float64Array and null are for models that take tables. */
export type ModelInput = Float32Array | Float64Array | readonly (string | null)[];
export type ModelOutput = Float32Array | Float64Array | readonly (string | null)[];
