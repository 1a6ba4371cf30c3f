import { withDefaults } from '../../catalog/catalog.ts';
import { Failure } from '../../failure.ts';
import type { Contexts } from '../../language/expressions/evaluate.ts';
import { Secret } from '../../language/expressions/secret.ts';
import type { ExpressionValue } from '../../language/expressions/value.ts';
import type { Condition, Resolved, Scope, StepDeclaration } from '../../pipeline/plan.ts';
import type { Command } from '../../ports/executor.ts';
import type { Value } from '../../ports/step.ts';
import { evaluationsOf } from '../../project/evaluationsOf.ts';
import type { Pipeline, PipelineStep, RunStep, UsesStep } from '../../project/pipeline.ts';
import type { SpecValue } from '../../project/specValue.ts';
import { pathToken, type ScriptCall, type ScriptInput } from '../../steps/script.ts';
import { holds, resolveSecretText, resolveValue, type SpecPlace } from './resolveValue.ts';

/** What expressions see all through a run: params, run, git, env, secrets. */
export type RunContexts = Contexts;

/** The steps of a pipeline as they can be planned and executed. */
export function declareSteps(pipeline: Pipeline, contexts: RunContexts): readonly StepDeclaration[] {
  const steps = [...pipeline.steps.values()];
  return steps.map((step): StepDeclaration => {
    const contextsOf = ({ steps: outputs, matrix }: Scope): Contexts => ({
      ...contexts,
      steps: outputs as ExpressionValue,
      matrix: matrix as ExpressionValue,
    });
    return {
      name: step.id,
      uses: step.kind === 'uses' ? step.uses : 'run',
      needs: [...new Set([...step.needs.map((need) => need.step), ...evaluatorsBefore(step, pipeline)])],
      condition: conditionOf(step, contextsOf, pipeline),
      matrix: step.matrix && matrixOf(step.matrix, contexts, pipeline),
      retries: step.retries,
      timeout: step.timeout,
      cache: step.cache && (step.kind === 'uses' || step.inputs.size > 0),
      resolve: (scope) =>
        step.kind === 'uses'
          ? resolveUses(step, contextsOf(scope), pipeline)
          : resolveRun(step, contextsOf(scope), pipeline),
    };
  });
}

/** A version shows how its model was measured: registering waits for the evaluations of the same model. */
function evaluatorsBefore(step: PipelineStep, pipeline: Pipeline): readonly string[] {
  if (step.kind !== 'uses' || step.uses !== 'model/register') return [];
  return evaluationsOf(pipeline, step).flatMap(({ id }) => (isAfter(id, step.id, pipeline) ? [] : [id]));
}

function isAfter(id: string, other: string, pipeline: Pipeline, seen = new Set<string>()): boolean {
  if (id === other) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  const needs = pipeline.steps.get(id)?.needs ?? [];
  return needs.some(({ step }) => isAfter(step, other, pipeline, seen));
}

function conditionOf(step: PipelineStep, contextsOf: (scope: Scope) => Contexts, place: SpecPlace): Condition {
  const { condition } = step;
  if (condition.kind !== 'expression') return condition;
  return { kind: 'expression', holds: (scope) => holds(condition.expression, contextsOf(scope), condition, place) };
}

function matrixOf(
  matrix: ReadonlyMap<string, SpecValue>,
  contexts: Contexts,
  place: SpecPlace,
): Readonly<Record<string, readonly Value[]>> {
  const axes = [...matrix].map(([axis, spec]): [string, readonly Value[]] => {
    const values = resolveValue(spec, contexts, place);
    if (Array.isArray(values) && values.length > 0) return [axis, values];
    throw new Failure('empty-matrix', `The axis \`${axis}\` of the matrix has no values.`, {
      next: 'Give it a list.',
      place: { file: place.file, line: spec.range.start.line + 1 },
    });
  });
  return Object.fromEntries(axes);
}

function resolveUses(step: UsesStep, contexts: Contexts, place: SpecPlace): Resolved {
  const given = [...step.with].map(([key, spec]): [string, Value] => [key, resolveValue(spec, contexts, place)]);
  const values = step.entry ? withDefaults<Value>(step.entry, Object.fromEntries(given)) : Object.fromEntries(given);
  return { with: values as Resolved['with'], secrets: {} };
}

function resolveRun(step: RunStep, contexts: Contexts, place: SpecPlace): Resolved {
  const names = (of: 'inputs' | 'outputs', keys: Iterable<string>) =>
    Object.fromEntries([...keys].map((name) => [name, pathToken(of, name)]));
  const all: Contexts = {
    ...contexts,
    inputs: names('inputs', step.inputs.keys()),
    outputs: names('outputs', step.outputs.keys()),
  };
  const { environment, secrets } = resolveEnvironment(step, all, place);
  const { venv, requirements } = step.python ?? {};
  const call: ScriptCall = {
    command: resolveCommand(step, all, place),
    inputs: Object.fromEntries([...step.inputs].map(([name, input]) => [name, resolveInput(input, contexts, place)])),
    outputs: Object.fromEntries(
      [...step.outputs].map(([name, output]) => [name, String(resolveValue(output.path, contexts, place))]),
    ),
    params: contexts['params'] as ScriptCall['params'],
    environment,
    ...(venv === undefined ? {} : { venv }),
    ...(requirements === undefined ? {} : { requirements }),
  };
  return { with: call as unknown as Resolved['with'], secrets };
}

function resolveCommand(step: RunStep, contexts: Contexts, place: SpecPlace): Command {
  const text = (spec: SpecValue) => {
    const value = resolveValue(spec, contexts, place);
    return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  if (step.shell !== undefined)
    return { kind: 'shell', shell: step.shell as 'bash' | 'pwsh' | 'cmd', text: text(step.run) };
  const [program, ...rest] = (step.words ?? []).map(text);
  if (program === undefined)
    throw new Failure('empty-command', `Step \`${step.id}\` runs nothing.`, {
      next: 'Write a command under `run`.',
      place: { file: place.file, line: step.range.start.line + 1 },
    });
  return { kind: 'arguments', arguments: [program, ...rest] };
}

function resolveInput(
  input: { readonly from: SpecValue; readonly as: string | undefined },
  contexts: Contexts,
  place: SpecPlace,
): ScriptInput {
  const value = resolveValue(input.from, contexts, place) as ScriptInput;
  return input.as === undefined || input.as === 'parquet' ? value : ({ from: value, as: input.as } as ScriptInput);
}

function resolveEnvironment(
  step: RunStep,
  contexts: Contexts,
  place: SpecPlace,
): { readonly environment: Record<string, string>; readonly secrets: Record<string, string> } {
  const environment: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const [name, spec] of step.env) {
    const value = resolveSecretText(spec, contexts, place);
    if (value instanceof Secret) secrets[name] = value.reveal();
    else environment[name] = value;
  }
  return { environment, secrets };
}
