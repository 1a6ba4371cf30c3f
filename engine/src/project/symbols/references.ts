import { textAt } from '../read.ts';
import { aliasOf, type Here, joinedView, metricAnywhere, modelsNamed, specName } from './declarations.ts';
import type { Meaning } from './mention.ts';
import type { SymbolKind } from './symbol.ts';

/** What a text means whose schema says `x-reference`, but for columns and models. Names that the program itself brings are absent. */
export const REFERENCES: Readonly<Record<string, (here: Here) => Meaning | undefined>> = {
  dataset: own('dataset'),
  features: own('view'),
  pipeline: own('pipeline'),
  'step-id': ({ file, name }) => ({ kind: 'step', name, of: specName(file) }),
  role: ({ file, name }) => ({ kind: 'role', name, of: specName(file) }),
  metric: ({ name }) => metricAnywhere(name),
  alias({ file, name }) {
    const [model, ...others] = modelsNamed(file);
    const isOne = model !== undefined && others.length === 0 && !/[*?]/.test(model);
    return aliasOf(name, isOne ? model : undefined);
  },
  field: ofView('field'),
  entity: ofView('entity'),
};

function own(kind: SymbolKind): (here: Here) => Meaning {
  return ({ name }) => ({ kind, name });
}

function ofView(kind: SymbolKind): (here: Here) => Meaning | undefined {
  return ({ file, path, name }) => {
    const of = joinedView(file, path) ?? textAt(file.tree, [...path.slice(0, -2), 'view']);
    return of === undefined ? undefined : { kind, name, of };
  };
}

export interface ModelPart {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly means: Meaning;
}

/** The names in `name`, `name:3` and `name@alias`; none in `run:ID` and in globs. */
export function namesInModelReference(text: string): readonly ModelPart[] {
  const match = /^([a-zA-Z][\w-]*)(?:([:@])([\w-]+))?$/.exec(text);
  const [, model, sign, rest] = match ?? [];
  if (model === undefined || (model === 'run' && sign === ':')) return [];
  const whole: ModelPart = {
    name: model,
    start: 0,
    end: model.length,
    means: { kind: 'model', name: model },
  };
  if (rest === undefined) return [whole];
  const means: Meaning = sign === '@' ? aliasOf(rest, model) : { kind: 'version', name: rest, of: model };
  return [whole, { name: rest, start: model.length + 1, end: text.length, means }];
}
