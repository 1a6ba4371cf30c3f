import type { OutputType } from '../catalog/step.ts';
import { checkExpression } from '../language/expressions/check.ts';
import { ANY, type ContextTypes, either, typeOf, type ValueType } from '../language/expressions/types.ts';
import { onceForEach } from './onceForEach.ts';
import type { Pipeline, PipelineStep, UsesStep } from './pipeline.ts';
import type { Project } from './project.ts';
import { constantText, type SpecValue, wholeExpression } from './specValue.ts';

/**
 * Types of the contexts with these names, as an expression in this step of this pipeline sees them.
 * Outside of pipelines there are only `env` and what no spec says anything about.
 */
export function contextTypes(project: Project, names: readonly string[], place: Inside = {}): ContextTypes {
  const { pipeline, step } = place;
  if (pipeline === undefined || step?.kind === 'run' || step?.matrix !== undefined)
    return typesOf(project, names, place);
  const known = knownTypes(project);
  const types = known.get(names)?.get(pipeline) ?? typesOf(project, names, place);
  known.set(names, (known.get(names) ?? new Map()).set(pipeline, types));
  return types;
}

/** By the names, which stand in a schema, and the pipeline: most of its steps see the same. */
const knownTypes = onceForEach((_: Project) => new Map<readonly string[], Map<Pipeline, ContextTypes>>());

function typesOf(project: Project, names: readonly string[], place: Inside): ContextTypes {
  const types: Record<string, ValueType> = {};
  for (const name of names) types[name] = CONTEXTS[name]?.(project, place) ?? ANY;
  return types;
}

interface Inside {
  readonly pipeline?: Pipeline | undefined;
  readonly step?: PipelineStep | undefined;
}

const CONTEXTS: Readonly<Record<string, (project: Project, place: Inside) => ValueType>> = {
  params: (_, { pipeline }) => (pipeline === undefined ? NOTHING : paramTypes(pipeline)),
  steps: (_, { pipeline }) => (pipeline === undefined ? NOTHING : stepTypes(pipeline)),
  matrix: (project, { pipeline, step }) =>
    step?.matrix === undefined ? NOTHING : matrixTypes(project, pipeline, step.matrix),
  inputs: (_, { step }) => fileTypes(step?.kind === 'run' ? step.inputs.keys() : []),
  outputs: (_, { step }) => fileTypes(step?.kind === 'run' ? step.outputs.keys() : []),
  env: ({ variables }) => variableTypes(variables),
  secrets: () => ({ kind: 'map', fields: {}, rest: { kind: 'secret' } }),
  run: () => RUN,
  git: () => GIT,
};

const NOTHING: ValueType = map([]);

const RUN: ValueType = map([
  ['id', { kind: 'string' }],
  ['name', { kind: 'string' }],
  ['pipeline', { kind: 'string' }],
]);

const GIT: ValueType = map([
  ['commit', { kind: 'string' }],
  ['branch', { kind: 'string' }],
  ['dirty', { kind: 'boolean' }],
]);

const paramTypes = onceForEach(
  ({ params }: Pipeline): ValueType => map([...params.values()].map(({ name, type }) => [name, { kind: type }])),
);

const stepTypes = onceForEach(
  ({ steps }: Pipeline): ValueType => map([...steps.values()].map((step) => [step.id, outputTypes(step)])),
);

const variableTypes = onceForEach(
  (names: ReadonlySet<string>): ValueType => map([...names].map((name) => [name, { kind: 'string' }])),
);

/** What a step gives: a map of outputs, or a list of such maps for a step with a matrix. */
function outputTypes(step: PipelineStep): ValueType {
  const outputs =
    step.kind === 'uses'
      ? usesOutputs(step)
      : map([...step.outputs].map(([name, output]) => [name, fileType(output.path)]));
  return step.matrix === undefined ? outputs : { kind: 'list', items: outputs };
}

function usesOutputs(step: UsesStep): ValueType {
  if (step.entry === undefined) return ANY;
  return map(
    Object.entries(step.entry.outputs).map(([name, { type }]) => [
      name,
      type === 'metrics' ? metricTypes(step) : OUTPUT_TYPES[type],
    ]),
  );
}

const OUTPUT_TYPES: Readonly<Record<Exclude<OutputType, 'metrics'>, ValueType>> = {
  table: { kind: 'table' },
  model: { kind: 'model' },
  file: { kind: 'file' },
  boolean: { kind: 'boolean' },
  integer: { kind: 'integer' },
  float: { kind: 'float' },
  string: { kind: 'string' },
};

/** The metrics asked for by name; any where the step decides itself or a name is an expression. */
function metricTypes(step: UsesStep): ValueType {
  const asked = step.with.get('metrics');
  const names = asked?.kind === 'list' ? asked.items.map(metricName) : [undefined];
  const known = names.filter((name) => name !== undefined);
  const fields = map(known.map((name) => [name, { kind: 'float' }]));
  return known.length === names.length ? fields : { ...fields, rest: { kind: 'float' } };
}

function metricName(value: SpecValue): string | undefined {
  return constantText(value.kind === 'map' ? value.entries.get('name') : value);
}

const ENDINGS: Readonly<Record<string, ValueType>> = {
  parquet: { kind: 'table' },
  csv: { kind: 'table' },
  tsv: { kind: 'table' },
  ndjson: { kind: 'table' },
  jsonl: { kind: 'table' },
  arrow: { kind: 'table' },
  feather: { kind: 'table' },
  onnx: { kind: 'model' },
  json: ANY,
};

/** What a program's output is, by the ending of its file; of JSON the value that stands in it. A folder is a model. */
function fileType(path: SpecValue): ValueType {
  const text = constantText(path);
  if (text === undefined) return ANY;
  if (text.endsWith('/')) return { kind: 'model' };
  return ENDINGS[/\.([a-z0-9]+)$/i.exec(text)?.[1]?.toLowerCase() ?? ''] ?? { kind: 'file' };
}

function fileTypes(names: Iterable<string>): ValueType {
  return map([...names].map((name) => [name, { kind: 'string' }]));
}

function matrixTypes(
  project: Project,
  pipeline: Pipeline | undefined,
  axes: ReadonlyMap<string, SpecValue>,
): ValueType {
  return map([...axes].map(([axis, values]) => [axis, axisType(project, pipeline, values)]));
}

const AXIS_CONTEXTS = ['params', 'steps', 'run', 'git', 'env'];

function axisType(project: Project, pipeline: Pipeline | undefined, values: SpecValue): ValueType {
  if (values.kind !== 'list' || values.items.length === 0) return ANY;
  return values.items
    .map((item): ValueType => {
      if (item.kind === 'constant') return typeOf(item.value);
      const expression = wholeExpression(item);
      if (expression === undefined) return item.kind === 'template' ? { kind: 'string' } : ANY;
      return checkExpression(expression, contextTypes(project, AXIS_CONTEXTS, { pipeline })).type;
    })
    .reduce(either);
}

function map(fields: readonly (readonly [string, ValueType])[]): Extract<ValueType, { kind: 'map' }> {
  return { kind: 'map', fields: Object.fromEntries(fields) };
}
