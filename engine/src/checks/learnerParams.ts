import { learners } from '../catalog/catalog.ts';
import type { LearnerEntry, ParamEntry } from '../catalog/learners.ts';
import { checkExpression } from '../language/expressions/check.ts';
import { fits, typeName } from '../language/expressions/types.ts';
import type { Path } from '../language/tree.ts';
import { contextTypes } from '../project/contextTypes.ts';
import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline, UsesStep } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import { constantText, type SpecValue, wholeExpression } from '../project/specValue.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Parameters that model/train gives its learner. */
export const learnerParams: Family = {
  rules: [
    {
      code: 'unknown-learner-param',
      title: 'The learner has no such parameter',
      severity: 'error',
      pace: 'fast',
      docs: 'Each learner has parameters of its own; those of another library often have other names (`num_leaves` is `max_leaves` here). The message names the nearest one.',
    },
    {
      code: 'learner-param-value',
      title: 'A parameter of a learner has a value that cannot be',
      severity: 'error',
      pace: 'fast',
      docs: 'The value has the wrong type or lies outside of the range that the parameter has. The message tells range and default.',
    },
    {
      code: 'missing-seed',
      title: 'What is drawn by chance has no seed of its own',
      severity: 'hint',
      pace: 'fast',
      docs: 'Without `seed` the seed is 0: runs repeat, but nobody sees that chance plays a part. Write it down, best as a param of the pipeline that all its steps use.',
    },
    {
      code: 'early-stopping-without-validation',
      title: 'Early stopping has no rows to look at',
      severity: 'warning',
      pace: 'fast',
      docs: '`early_stopping` ends training when the validation rows gain no more. Without `validation` it looks at the training rows, whose figures always gain. Give the step `validation: ${{ steps.split.validation }}`.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    for (const step of pipeline.steps.values())
      if (step.kind === 'uses' && step.uses === 'model/train') yield* trained(project, pipeline, step);
  },
};

function* trained(project: Project, pipeline: Pipeline, step: UsesStep): Generator<Found> {
  const learner = learners.find((each) => each.name === constantText(step.with.get('learner')));
  if (learner === undefined) return;
  const given = step.with.get('params');
  const path = [...step.path, 'with', 'params'];
  const entries = given?.kind === 'map' ? given.entries : new Map<string, SpecValue>();
  for (const [name, value] of entries) {
    const entry = learner.params.find((param) => param.name === name);
    if (entry === undefined) yield unknownParam(pipeline, learner, [...path, name]);
    else yield* checkValue(project, { pipeline, step, path: [...path, name], entry, value });
  }
  yield* habits(pipeline, step, entries);
}

function unknownParam({ file, tree }: Pipeline, { name, params }: LearnerEntry, path: Path): Found {
  const names = params.map((param) => param.name);
  return {
    code: 'unknown-learner-param',
    file,
    range: tree.range(path, 'key'),
    ...unknownName(`parameter of ${name}`, String(path.at(-1)), names),
  };
}

interface Given {
  readonly pipeline: Pipeline;
  readonly step: UsesStep;
  readonly path: Path;
  readonly entry: ParamEntry;
  readonly value: SpecValue;
}

function* checkValue(project: Project, { pipeline, step, path, entry, value }: Given): Generator<Found> {
  const wrong =
    value.kind === 'constant' ? !isInRange(entry, value.value) : value.kind !== 'template' && value.kind !== 'invalid';
  const place = () => ({ code: 'learner-param-value', file: pipeline.file, range: pipeline.tree.range(path) });
  if (wrong) {
    const said = value.kind === 'constant' ? JSON.stringify(value.value) : `a ${value.kind}`;
    const replacement = value.kind === 'constant' ? nearestInRange(entry, value.value) : undefined;
    const message = `\`${entry.name}\` is ${said}; it must be ${inWords(entry)}`;
    yield { ...place(), message, ...(replacement !== undefined && { data: { replacement } }) };
    return;
  }
  const expression = wholeExpression(value);
  if (expression === undefined) return;
  const { type, problems } = checkExpression(expression, contextTypes(project, CONTEXTS, { pipeline, step }));
  const wanted = { kind: entry.type === 'integer' ? 'integer' : 'float' } as const;
  if (problems.length === 0 && !fits(type, wanted))
    yield {
      ...place(),
      message: `The expression gives a ${typeName(type)}; \`${entry.name}\` must be ${inWords(entry)}`,
    };
}

const CONTEXTS = ['params', 'steps', 'matrix', 'run', 'git', 'env'];

function isInRange({ type, min, max }: ParamEntry, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return value >= min && value <= max && (type === 'number' || Number.isInteger(value));
}

/** The limit that a number lies beyond, or the whole number next to it. */
function nearestInRange({ type, min, max }: ParamEntry, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const inside = Math.min(max, Math.max(min, value));
  return String(type === 'integer' ? Math.round(inside) : inside);
}

function inWords({ type, min, max, default: standard }: ParamEntry): string {
  return `${type === 'integer' ? 'a whole number' : 'a number'} from ${min} to ${max} (default ${standard})`;
}

function* habits(pipeline: Pipeline, step: UsesStep, given: ReadonlyMap<string, SpecValue>): Generator<Found> {
  const at = (key: string) => ({
    file: pipeline.file,
    range: pipeline.tree.range([...step.path, 'with', ...(key === 'learner' ? [key] : ['params', key])], 'item'),
  });
  if (!given.has('seed'))
    yield {
      code: 'missing-seed',
      ...at('learner'),
      message: 'No `seed` is given; it is 0 unless `params` says another',
    };
  const stopping = given.get('early_stopping');
  const stops = stopping?.kind === 'constant' ? Number(stopping.value) > 0 : stopping !== undefined;
  if (stops && !step.with.has('validation'))
    yield {
      code: 'early-stopping-without-validation',
      ...at('early_stopping'),
      message: '`early_stopping` has no effect without `validation` rows',
    };
}
