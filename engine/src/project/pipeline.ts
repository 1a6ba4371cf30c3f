import type { StepEntry } from '../catalog/step.ts';
import type { Expression } from '../language/expressions/expression.ts';
import type { Range } from '../language/problem.ts';
import type { Path, Tree } from '../language/tree.ts';
import type { SpecValue } from './specValue.ts';

/** A pipeline as its file has it, ready to be planned. What is wrong in the file is left out here; its problems say so. */
export interface Pipeline {
  readonly name: string;
  /** Path relative to the project root. */
  readonly file: string;
  readonly tree: Tree;
  readonly description: string | undefined;
  readonly params: ReadonlyMap<string, Param>;
  /** In the order of the file. */
  readonly steps: ReadonlyMap<string, PipelineStep>;
}

export interface Param {
  readonly name: string;
  readonly type: ParamType;
  /** Undefined: must be given. */
  readonly default: ParamValue | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The values it may have. */
  readonly choices: readonly ParamValue[] | undefined;
  readonly description: string | undefined;
  readonly range: Range;
}

export type ParamType = 'boolean' | 'integer' | 'float' | 'string';
export type ParamValue = boolean | number | string;

export type PipelineStep = UsesStep | RunStep;

interface StepBase {
  readonly id: string;
  /** `['steps', id]` */
  readonly path: Path;
  /** Of the step's id. */
  readonly range: Range;
  readonly description: string | undefined;
  /** Declared and implied by expressions; each step once, in that order. */
  readonly needs: readonly Need[];
  readonly condition: StepCondition;
  /** How often it is tried again after a failure. */
  readonly retries: number;
  /** Milliseconds for each attempt. */
  readonly timeout: number | undefined;
  readonly cache: boolean;
  /** Values of each axis. */
  readonly matrix: ReadonlyMap<string, SpecValue> | undefined;
  /** Variables for programs. */
  readonly env: ReadonlyMap<string, SpecValue>;
}

export interface UsesStep extends StepBase {
  readonly kind: 'uses';
  readonly uses: string;
  /** Undefined for a name that the catalog does not have. */
  readonly entry: StepEntry | undefined;
  readonly with: ReadonlyMap<string, SpecValue>;
}

export interface RunStep extends StepBase {
  readonly kind: 'run';
  /** The text as written. */
  readonly command: string;
  /** Cut by POSIX rules; each word holds its expressions. Undefined with `shell`. */
  readonly words: readonly SpecValue[] | undefined;
  /** The text with its expressions. */
  readonly run: SpecValue;
  readonly shell: string | undefined;
  readonly inputs: ReadonlyMap<string, RunInput>;
  readonly outputs: ReadonlyMap<string, RunOutput>;
  readonly python: { readonly venv: string | undefined; readonly requirements: string | undefined } | undefined;
}

export interface RunInput {
  readonly from: SpecValue;
  /** How a table arrives. */
  readonly as: string | undefined;
  readonly range: Range;
}

export interface RunOutput {
  /** Path in the step's folder. */
  readonly path: SpecValue;
  readonly range: Range;
}

export interface Need {
  readonly step: string;
  /** `declared` in `needs:`, or `implied` by an expression. */
  readonly kind: 'declared' | 'implied';
  readonly range: Range;
}

export type StepCondition =
  | { readonly kind: 'needs' }
  | { readonly kind: 'always' }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly range: Range };
