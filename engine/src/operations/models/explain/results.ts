import type { StepOutputs } from '../../../ports/step.ts';

/** What a step gave, by its executions (`train`, or `train[0]`, `train[1]`). */
export type StepResult = ReadonlyMap<string, CellResult>;

export type CellResult =
  | { readonly kind: 'done'; readonly outputs: StepOutputs; readonly metrics: Readonly<Record<string, number>> }
  | { readonly kind: 'skipped'; readonly reason: string };
