import { canonicalJson } from '../../../engine/src/language/canonicalJson.ts';
import { type Contexts, EvaluationError, evaluate } from '../../../engine/src/language/expressions/evaluate.ts';
import type { Expression } from '../../../engine/src/language/expressions/expression.ts';
import { references } from '../../../engine/src/language/expressions/references.ts';
import { Secret } from '../../../engine/src/language/expressions/secret.ts';
import type { ExpressionValue } from '../../../engine/src/language/expressions/value.ts';
import type { Pipeline } from '../../../engine/src/project/pipeline.ts';
import type { PipelineRun } from '../data/knowledge.ts';

/** What an expression would give now, and where its values come from. */
export interface KnownValue {
  /** As it is written in a spec. */
  readonly text: string;
  /** The run whose outputs it reads; undefined where it reads the defaults of params alone. */
  readonly run: PipelineRun | undefined;
}

/** With the params' defaults, or the params and outputs of the last run where it reads outputs; undefined where one of its values is not known. */
export function knownValue(
  expression: Expression,
  pipeline: Pipeline | undefined,
  runs: readonly PipelineRun[],
): KnownValue | undefined {
  if (pipeline === undefined || expression.kind === 'literal') return undefined;
  const readsSteps = references(expression).some(({ path }) => path[0] === 'steps');
  const [run] = runs;
  if (readsSteps && run === undefined) return undefined;
  const value = evaluate(expression, contextsOf(pipeline, readsSteps ? run : undefined));
  if (value instanceof EvaluationError || !isTold(value)) return undefined;
  return { text: typeof value === 'string' ? value : canonicalJson(value), run: readsSteps ? run : undefined };
}

/** Whole contexts and what holds a table or a secret are no values to show. */
function isTold(value: ExpressionValue): boolean {
  if (value instanceof Secret) return false;
  return value === null || typeof value !== 'object' || Array.isArray(value);
}

function contextsOf(pipeline: Pipeline, run: PipelineRun | undefined): Contexts {
  const params = [...pipeline.params.values()].flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const steps = [...pipeline.steps.values()].flatMap(({ id, matrix }) => {
    const found = run?.steps[id];
    return found === undefined || matrix !== undefined ? [] : [[id, { metrics: found.metrics }] as const];
  });
  return { params: { ...Object.fromEntries(params), ...run?.params }, steps: Object.fromEntries(steps) };
}
