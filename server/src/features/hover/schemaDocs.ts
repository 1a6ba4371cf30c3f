import { stepEntry } from '../../../../engine/src/catalog/catalog.ts';
import { driftTests } from '../../../../engine/src/catalog/driftTests.ts';
import { learners } from '../../../../engine/src/catalog/learners.ts';
import type { Kind } from '../../../../engine/src/language/kinds.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import type { SchemaPlace } from '../../../../engine/src/language/schemas.ts';
import type { Json } from '../../../../engine/src/language/tree.ts';
import { block, code, facts, listed, paragraphs } from '../markdown.ts';
import { span } from '../numbers.ts';

export interface KeyAsked {
  /** As written; undefined for an item of a list. */
  readonly key: string | undefined;
  readonly place: SchemaPlace;
}

/** What the schema says about a key: meaning, type, limits, default, an example. */
export function schemaDocs({ key, place: { schema, branches } }: KeyAsked): string | undefined {
  if (schema.title === undefined && schema.description === undefined) return undefined;
  return paragraphs([
    `**${key === undefined ? schema.title : code(key)}**: ${typeOf(schema, branches)}`,
    schema.description,
    facts([schema.default !== undefined && `default ${code(json(schema.default))}`, range(schema), choices(schema)]),
    otherForms(schema, branches),
    exampleOf(key, schema),
  ]);
}

/** A parameter of a learner. */
export function learnerParamDocs(learner: string, name: string): string | undefined {
  const param = learners.find((one) => one.name === learner)?.params.find((one) => one.name === name);
  if (param === undefined) return undefined;
  return paragraphs([
    `**${code(name)}** of ${code(learner)}: ${param.type}`,
    param.description,
    facts([`default ${code(String(param.default))}`, span(param)]),
  ]);
}

export function learnerDocs(name: string): string | undefined {
  const learner = learners.find((one) => one.name === name);
  if (learner === undefined) return undefined;
  return paragraphs([
    `**learner** ${code(name)}`,
    learner.description,
    `For ${learner.tasks.join(', ')}. Parameters: ${listed(
      learner.params.map((param) => code(param.name)),
      20,
    )}`,
  ]);
}

/** A drift test: what it computes, and of which columns. */
export function driftTestDocs(name: string): string | undefined {
  const entry = driftTests.find((one) => one.name === name);
  if (entry === undefined) return undefined;
  const { columns, range: limits, formula, description, source } = entry;
  return paragraphs([
    `**drift test** ${code(name)}: for ${columns.map((kind) => PLURALS[kind]).join(' and ')}`,
    description,
    facts([`Formula: ${formula}`, limits !== null && `${limits[0]} to ${limits[1] ?? '∞'}`, `after ${source}`]),
  ]);
}

const PLURALS = { number: 'numbers', category: 'categories' } as const;

/** A built-in step: what it does, what it is given and what it gives. */
export function usesDocs(uses: string): string | undefined {
  const entry = stepEntry(uses);
  if (entry === undefined) return undefined;
  const required = new Set(entry.with.required ?? []);
  const keys = Object.entries(entry.with.properties ?? {}).map(
    ([key, schema]) => `- ${code(key)}${required.has(key) ? ' (required)' : ''} ${firstSentence(schema.description)}`,
  );
  const outputs = Object.entries(entry.outputs).map(
    ([name, { type, description }]) => `- ${code(name)} ${type}: ${description}`,
  );
  return paragraphs([
    `**step** ${code(uses)}`,
    entry.description,
    ['`with`:', '', ...keys].join('\n'),
    ['Outputs:', '', ...outputs].join('\n'),
  ]);
}

function firstSentence(text = ''): string {
  return /^.*?[.;](?=\s|$)/s.exec(text)?.[0]?.replace(/;$/, '.') ?? text;
}

/** The page of the reference on which a kind stands, and of the steps for what stands under `with`. */
export function referencePage(kind: Kind, path: readonly (string | number)[]): string {
  if (kind === 'pipeline' && path[0] === 'steps' && (path[2] === 'with' || path[2] === 'uses')) {
    return path[3] === 'params' || path[3] === 'learner' ? 'docs/reference/learners.md' : 'docs/reference/steps.md';
  }
  return `docs/reference/${kind === 'modelcard' ? 'model-card' : kind.replaceAll('_', '-')}.md`;
}

/** What else could stand there, where a union is decided. */
function otherForms(schema: Schema, branches: readonly Schema[]): string | undefined {
  if (!branches.includes(schema)) return undefined;
  const others = branches.filter((branch) => branch !== schema).map((branch) => branch.title?.toLowerCase());
  const named = [...new Set(others.filter((title) => title !== undefined))];
  return named.length === 0 ? undefined : `Other forms: ${listed(named, 10)}`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  dataset: 'name of a dataset',
  features: 'name of a feature view',
  column: 'name of a column',
  learner: 'name of a learner',
  metric: 'name of a metric',
  model: 'reference to a model',
  'model-name': 'name of a model, or a glob',
  alias: 'alias of a model',
  pipeline: 'name of a pipeline',
  step: 'built-in step',
  'step-id': 'id of a step',
  role: 'role',
  field: 'name of a field',
  entity: 'name of an entity',
  'drift-test': 'name of a drift test',
  path: 'path in the project',
};

const WORDS: Readonly<Record<string, string>> = { object: 'map', array: 'list', number: 'number', string: 'text' };

function typeOf(schema: Schema, branches: readonly Schema[]): string {
  const own = ownType(schema);
  if (own !== undefined) return own;
  const types = branches.map((branch) => branch.title?.toLowerCase() ?? ownType(branch) ?? 'value');
  return types.length === 0 ? 'value' : [...new Set(types)].join(' or ');
}

function ownType(schema: Schema): string | undefined {
  if (schema['x-sql'] !== undefined) return `SQL ${schema['x-sql']}`;
  if (schema['x-type'] !== undefined) return schema['x-type'];
  if (schema['x-reference'] !== undefined) return REFERENCES[schema['x-reference']] ?? schema['x-reference'];
  if (schema.enum !== undefined) return 'choice';
  if (schema.type === 'array' && schema.items !== undefined) return `list of ${ownType(schema.items) ?? 'values'}`;
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types?.map((type) => WORDS[type] ?? type).join(' or ');
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string | undefined {
  return facts([
    minimum !== undefined && `≥ ${minimum}`,
    exclusiveMinimum !== undefined && `> ${exclusiveMinimum}`,
    maximum !== undefined && `≤ ${maximum}`,
    exclusiveMaximum !== undefined && `< ${exclusiveMaximum}`,
  ]);
}

function choices({ enum: values }: Schema): string | undefined {
  return (
    values &&
    `one of ${listed(
      values.map((value) => code(json(value))),
      20,
    )}`
  );
}

function exampleOf(key: string | undefined, { examples, enum: values }: Schema): string | undefined {
  const [example] = examples ?? [];
  if (example === undefined || values !== undefined) return undefined;
  if (typeof example !== 'object' || example === null) return `Example: ${code(json(example))}`;
  return block('yaml', key === undefined ? yaml(example, '') : `${key}:\n${yaml(example, '  ')}`, 600);
}

function json(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Examples of the schemas in block style; deeper parts in flow style. */
function yaml(value: Json, indent: string): string {
  if (Array.isArray(value)) return value.map((item: Json) => `${indent}- ${flow(item)}`).join('\n');
  if (typeof value !== 'object' || value === null) return `${indent}${flow(value)}`;
  return Object.entries(value)
    .map(([key, inner]) => `${indent}${key}: ${flow(inner)}`)
    .join('\n');
}

function flow(value: Json): string {
  if (typeof value === 'string') return /^[\w./@-][\w ./@()*<>=-]*$/.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flow(inner)}`)
    .join(', ')} }`;
}
