import type { Signature } from './learner.ts';

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
  close(): Promise<void>;
}

export interface ModelPort {
  readonly name: string;
  readonly type: 'float' | 'double' | 'int64' | 'int32' | 'boolean' | 'string' | 'other';
  /** Sizes; undefined where the file leaves them open. */
  readonly shape: readonly (number | undefined)[];
}

export type ModelInput = Float32Array | readonly string[];
export type ModelOutput = Float32Array | Float64Array | readonly string[];
