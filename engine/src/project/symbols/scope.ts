import { isRecord } from '../../language/isRecord.ts';
import type { Path } from '../../language/tree.ts';
import { onceForEach } from '../onceForEach.ts';
import type { Pipeline } from '../pipeline.ts';
import { textAt, textsAt, valueAt } from '../read.ts';
import type { SpecFile } from '../specFile.ts';
import { type Examples, examplesOf, predictedDataset, rowsOf } from '../tables.ts';
import { modelsNamed, specName } from './declarations.ts';

/** Whose columns a name at a place can be. */
export type Scope =
  /** Of one of these datasets. */
  | { readonly kind: 'dataset'; readonly datasets: readonly string[] }
  /** Of a table of examples. */
  | { readonly kind: 'examples'; readonly pipeline: string; readonly made: Examples; readonly isScored: boolean }
  /** Of the examples that models are trained on. */
  | { readonly kind: 'model'; readonly models: readonly string[] }
  /** Of the datasets that the SQL itself names, to make the columns of its own. */
  | { readonly kind: 'datasets'; readonly own: string };

/** @param scope the schema's word for it, `x-scope` */
export function scopeOf(file: SpecFile, path: Path, scope: string | undefined): Scope | undefined {
  const { tree } = file;
  switch (scope) {
    case 'dataset':
      return ofDatasets(textsAt(tree, ['dataset']));
    case 'current':
      return ofDatasets(textsAt(tree, ['current', 'dataset']));
    case 'from':
      return ofDatasets(textsAt(tree, [...path.slice(0, 3), 'from']));
    case 'beside':
      return ofDatasets(beside(file, path));
    case 'training_data':
      return ofDatasets(textsAt(tree, ['training_data']));
    case 'datasets': {
      const own = textAt(tree, ['dataset']);
      return own === undefined ? undefined : { kind: 'datasets', own };
    }
    case 'data':
    case 'scored':
      return ofExamples(file, path, scope === 'scored');
    case 'model':
      return { kind: 'model', models: modelsNamed(file) };
    default:
      return undefined;
  }
}

function ofDatasets(texts: readonly { readonly text: string }[]): Scope | undefined {
  return texts.length === 0 ? undefined : { kind: 'dataset', datasets: [...new Set(texts.map(({ text }) => text))] };
}

function ofExamples(file: SpecFile, path: Path, isScored: boolean): Scope | undefined {
  const step = file.pipeline?.steps.get(String(path[1]));
  const dataset = step?.kind === 'uses' ? predictedDataset(step) : undefined;
  // What SQL over scores calls `label` may be a column of the dataset too.
  if (dataset !== undefined) return isScored ? undefined : { kind: 'dataset', datasets: [dataset] };
  const made = file.pipeline && readBy(file.pipeline)(String(path[1]));
  return made && { kind: 'examples', pipeline: specName(file), made, isScored };
}

/** By step: the examples whose rows it reads. */
const readBy = onceForEach((pipeline: Pipeline) => {
  const known = new Map<string, Examples | undefined>();
  return (id: string): Examples | undefined => {
    const step = pipeline.steps.get(id);
    if (!known.has(id)) known.set(id, step?.kind === 'uses' ? examplesOf(pipeline, rowsOf(step)) : undefined);
    return known.get(id);
  };
});

/** The `dataset` of the nearest map around a place that has one. */
function beside({ tree }: SpecFile, path: Path): readonly { readonly text: string }[] {
  for (let length = path.length - 1; length > 0; length--) {
    const around = path.slice(0, length);
    const value = valueAt(tree, around);
    if (isRecord(value)) return textsAt(tree, [...around, 'dataset']);
  }
  return [];
}
