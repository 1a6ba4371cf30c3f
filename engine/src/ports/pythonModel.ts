import type { Signature } from './learner.ts';
import type { ModelOutput, OpenModel } from './modelRuntime.ts';
import type { FoundPython } from './python.ts';

/**
 * Models in MLflow's format, run by MLflow in the environment of whoever made them. Loading one runs code that lies in its files, so
 * that they are compared with what was registered before (`registry/openMlflowModel.ts`) and nobody opens one but for a command of the
 * user. Embedded default: a child of that environment's Python for each model.
 */
export interface PythonModels {
  /**
   * Rejects with `Failure` `python-packages-missing`, `model-load`, `python-ended` or `python-timeout`, and with `Cancelled` when the
   * signal fires; `predict` of the model does so too, and with `model-run` or `model-output`.
   */
  open(request: PythonModelRequest): Promise<PythonModel>;
}

export interface PythonModelRequest {
  /** Of the model, with its MLmodel file. */
  readonly folder: string;
  /** How the model is called in messages. */
  readonly reference: string;
  readonly python: FoundPython;
  /** The project, where its programs run and find their modules. */
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
  /** A line that the model's code printed. */
  said?(line: string): void;
}

export interface PythonModel extends OpenModel {
  /** What is asked of it, for people: `predict_proba of Pipeline`. */
  readonly how: string;
  /** The rows it was logged with as an example; undefined where there are none. */
  example(): Promise<ExampleRows | undefined>;
  /** Writes it as ONNX. Rejects with `Failure` `no-converter`, `convert-failed`, `python-packages-missing`. */
  convert(file: string, options: ConvertOptions): Promise<Converted>;
}

export interface ExampleRows {
  readonly columns: Readonly<Record<string, ModelOutput>>;
  readonly rows: number;
}

export interface ConvertOptions {
  /** Its columns as it takes them. */
  readonly inputs: Signature['inputs'];
  /** What goes in and comes out, as the ONNX file says it. */
  readonly signature: Signature;
  /** Of the standard ONNX operators; the converter's own where none is named. */
  readonly opset?: number | undefined;
}

export interface Converted {
  /** Such as `skl2onnx 1.20.0`. */
  readonly converter: string;
  readonly opset: number;
}
