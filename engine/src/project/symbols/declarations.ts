import type { Kind } from '../../language/kinds.ts';
import type { Path } from '../../language/tree.ts';
import { textAt, textsAt } from '../read.ts';
import type { SpecFile } from '../specFile.ts';
import type { Meaning } from './mention.ts';
import type { Occurrence, SymbolKind } from './symbol.ts';

/** A place of a spec whose key or value is a name, where the schema does not say of what. */
export interface Declared {
  /** Of the entry or value; `*` is any part. */
  readonly at: readonly string[];
  readonly part: 'key' | 'value';
  readonly role: Occurrence['role'];
  /** Only in a step with this `uses`. */
  readonly uses?: string;
  means(here: Here): Meaning | undefined;
}

export interface Here {
  readonly file: SpecFile;
  readonly path: Path;
  readonly name: string;
}

/** The name of a spec, or where it has none, what tells it from others. */
export function specName({ name, path }: SpecFile): string {
  return name ?? path;
}

/** `PIPELINE/STEP` of a place in a step. */
export function stepOwner({ file, path }: Pick<Here, 'file' | 'path'>): string {
  return `${specName(file)}/${path[1]}`;
}

/** The view that an item of `features` joins. */
export function joinedView({ tree }: SpecFile, path: Path): string | undefined {
  return textAt(tree, [...path.slice(0, 5), 'view']);
}

type Owner = (here: Here) => string | undefined;

const spec: Owner = ({ file }) => specName(file);
const dataset: Owner = ({ file }) => textAt(file.tree, ['dataset']) ?? textAt(file.tree, ['dataset_lock']);
const view: Owner = ({ file, path }) => joinedView(file, path);
const model: Owner = ({ file }) => file.name;

interface Options {
  readonly of?: Owner;
  readonly uses?: string;
}

function names(role: Occurrence['role'], part: 'key' | 'value') {
  return (at: string, kind: SymbolKind, { of, uses }: Options = {}): Declared => ({
    at: at.split('.'),
    part,
    role,
    ...(uses === undefined ? {} : { uses }),
    means(here) {
      const owner = of?.(here);
      if (of !== undefined && owner === undefined) return undefined;
      return { kind, name: here.name, ...(owner === undefined ? {} : { of: owner }) };
    },
  });
}

const key = names('definition', 'key');
const value = names('definition', 'value');
const keyMeans = names('reference', 'key');
const valueMeans = names('reference', 'value');

/** A param of every pipeline that has one of this name. */
const paramOfAny: Declared = {
  at: ['environments', '*', 'params', '*'],
  part: 'key',
  role: 'reference',
  means:
    ({ name }) =>
    (known) =>
      known.pipelinesWithParam(name).map((of) => ({ kind: 'param', name, of })),
};

const measured: Declared = {
  at: ['metrics', '*'],
  part: 'key',
  role: 'reference',
  means: ({ name }) => metricAnywhere(name),
};

/** A metric as every step measures it that knows the name. */
export function metricAnywhere(name: string): Meaning {
  return (known) => known.stepsWithMetric(name).map((of) => ({ kind: 'metric', name, of }));
}

/** An alias of a model is also what the project calls by this name. */
export function aliasOf(name: string, model: string | undefined): Meaning {
  const own = { kind: 'alias', name } as const;
  return model === undefined ? own : () => [{ ...own, of: model }, own];
}

const modelAlias = (role: Occurrence['role']): Declared => ({
  at: ['alias'],
  part: 'value',
  role,
  means: ({ file, name }) => aliasOf(name, file.name),
});

const trainedBy: Owner = ({ file }) => textAt(file.tree, ['pipeline']);
const gates: Owner = ({ file, path }) => `${specName(file)}/${path[1]}`;

export const DECLARED: Readonly<Record<Kind, readonly Declared[]>> = {
  project: [
    value('project', 'project'),
    value('env.*', 'variable'),
    value('aliases.*', 'alias'),
    key('environments.*', 'environment'),
    paramOfAny,
    keyMeans('environments.*.sources.*', 'dataset'),
  ],
  dataset: [
    value('dataset', 'dataset'),
    key('columns.*', 'column', { of: dataset }),
    value('checks.*.name', 'check', { of: dataset }),
    keyMeans('csv.types.*', 'column', { of: dataset }),
    keyMeans('checks.*.in.*', 'column', { of: dataset }),
  ],
  dataset_lock: [valueMeans('dataset_lock', 'dataset'), keyMeans('columns.*', 'column', { of: dataset })],
  features: [
    value('features', 'view'),
    key('entity.*', 'entity', { of: spec }),
    key('fields.*', 'field', { of: spec }),
  ],
  pipeline: [
    value('pipeline', 'pipeline'),
    key('params.*', 'param', { of: spec }),
    key('steps.*', 'step', { of: spec }),
    key('steps.*.inputs.*', 'input', { of: stepOwner }),
    key('steps.*.outputs.*', 'output', { of: stepOwner }),
    key('steps.*.matrix.*', 'axis', { of: stepOwner }),
    key('steps.*.with.columns.*', 'example-column', { of: stepOwner, uses: 'data/examples' }),
    key('steps.*.with.label.*', 'example-column', { of: stepOwner, uses: 'data/examples' }),
    keyMeans('steps.*.with.features.*.on.*', 'entity', { of: view, uses: 'data/examples' }),
    valueMeans('steps.*.with.features.*.fields.*', 'field', { of: view, uses: 'data/examples' }),
    value('steps.*.with.metrics.*', 'metric', { of: stepOwner, uses: 'model/evaluate' }),
    value('steps.*.with.metrics.*.name', 'metric', { of: stepOwner, uses: 'model/evaluate' }),
    value('steps.*.with.name', 'model', { uses: 'model/register' }),
  ],
  modelcard: [value('modelcard', 'card')],
  policy: [
    value('policy', 'policy'),
    value('aliases.*.gates.*.name', 'gate', { of: gates }),
    key('roles.*', 'role', { of: spec }),
  ],
  monitor: [value('monitor', 'monitor')],
  model_version: [
    valueMeans('model_version', 'model'),
    value('version', 'version', { of: model }),
    valueMeans('pipeline', 'pipeline'),
    keyMeans('params.*', 'param', { of: trainedBy }),
    keyMeans('data.*', 'dataset'),
    keyMeans('features.*', 'view'),
    measured,
  ],
  model_notes: [valueMeans('model_notes', 'model'), valueMeans('version', 'version', { of: model })],
  model_alias: [
    valueMeans('model_alias', 'model'),
    modelAlias('definition'),
    valueMeans('version', 'version', { of: model }),
    valueMeans('previous', 'version', { of: model }),
  ],
  approval: [valueMeans('approval', 'model'), valueMeans('version', 'version', { of: model }), modelAlias('reference')],
};

/** The models that a card or monitor is about, or a policy applies to; those of a policy may be globs. */
export function modelsNamed({ tree, kind }: SpecFile): readonly string[] {
  const texts = kind === 'policy' ? textsAt(tree, ['applies_to']) : textsAt(tree, ['model']);
  return texts.map(({ text }) => text.replace(/[:@].*$/, ''));
}
