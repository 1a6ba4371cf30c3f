import type { Schema } from '../language/schema.ts';

/** A built-in step as declared: what stands under `with` and what comes out. Its behaviour is in engine/src/steps. */
export interface StepEntry {
  /** As in `uses: model/train`. */
  readonly uses: string;
  readonly description: string;
  readonly with: Schema;
  readonly outputs: Readonly<Record<string, OutputEntry>>;
}

export interface OutputEntry {
  readonly type: OutputType;
  readonly description: string;
}

/** `metrics` is a map from the names of the metrics that were asked for to numbers. */
export type OutputType = 'table' | 'model' | 'file' | 'boolean' | 'integer' | 'float' | 'string' | 'metrics';
