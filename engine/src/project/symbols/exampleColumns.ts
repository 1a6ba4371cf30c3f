import type { Pipeline } from '../pipeline.ts';
import { constantText } from '../specValue.ts';
import { type Examples, examplesOf, stepOf } from '../tables.ts';
import type { SpecSymbol } from './symbol.ts';

/** What the name of a column of examples may stand for. */
export interface ExampleMeaning {
  readonly symbol: SpecSymbol;
  /** Of a field: it is one only where its view has it. */
  readonly view: string | undefined;
}

/** Of the columns and the label of a step that makes examples, and of the fields that it joins. */
export function exampleMeanings(pipeline: string, made: Examples, name: string): readonly ExampleMeaning[] {
  const of = `${pipeline}/${made.step.id}`;
  const isOwn = made.label?.name === name || made.columns.some((column) => column.name === name);
  if (isOwn) return [{ symbol: { kind: 'example-column', name, of }, view: undefined }];
  return made.features.flatMap(({ view, prefix, fields }): ExampleMeaning[] => {
    const field = name.slice(prefix.length);
    if (view === undefined || field === '' || !name.startsWith(prefix)) return [];
    if (fields !== undefined && !fields.includes(field)) return [];
    return [{ symbol: { kind: 'field', name: field, of: view }, view }];
  });
}

/** The models that a pipeline registers, each with the examples that it is trained on. */
export function registeredModels(pipeline: Pipeline): readonly (readonly [model: string, made: Examples])[] {
  return [...pipeline.steps.values()].flatMap((step) => {
    const name =
      step.kind === 'uses' && step.uses === 'model/register' ? constantText(step.with.get('name')) : undefined;
    if (step.kind !== 'uses' || name === undefined) return [];
    const value = step.with.get('model');
    const train = value && stepOf(pipeline, value);
    const made = train?.kind === 'uses' ? examplesOf(pipeline, train.with.get('data')) : undefined;
    return made === undefined ? [] : [[name, made] as const];
  });
}
