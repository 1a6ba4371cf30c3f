import type { Kind } from '../../language/kinds.ts';
import type { Project } from '../project.ts';
import type { SpecFile } from '../specFile.ts';
import { specName } from './declarations.ts';
import type { SpecSymbol, SymbolKind } from './symbol.ts';

/** The files that may mean a symbol, by what it is and belongs to. */
export function holders(project: Project, { kind, of = '' }: SpecSymbol): readonly SpecFile[] {
  const kinds = MEANT_IN[kind];
  if (kinds === undefined) return [...project.files.values()];
  return kinds.flatMap((each) => {
    const files = project.index.files(each);
    return each === 'pipeline' && OF_PIPELINES.has(kind) ? files.filter((file) => isOf(file, of)) : files;
  });
}

/** Kinds of file that mean a kind of symbol; all where absent. */
const MEANT_IN: Partial<Readonly<Record<SymbolKind, readonly Kind[]>>> = {
  project: ['project'],
  environment: ['project'],
  column: ['dataset', 'dataset_lock', 'features', 'pipeline', 'modelcard', 'monitor'],
  check: ['dataset'],
  field: ['features', 'pipeline', 'policy', 'monitor', 'modelcard'],
  entity: ['features', 'pipeline'],
  param: ['project', 'pipeline', 'model_version'],
  step: ['pipeline'],
  input: ['pipeline'],
  output: ['pipeline'],
  axis: ['pipeline'],
  'example-column': ['pipeline', 'policy', 'monitor', 'modelcard'],
  metric: ['pipeline', 'modelcard', 'policy', 'monitor', 'model_version'],
  gate: ['policy'],
  role: ['policy'],
};

/** What belongs to a pipeline or to a step of one. */
const OF_PIPELINES: ReadonlySet<SymbolKind> = new Set([
  'param',
  'step',
  'input',
  'output',
  'axis',
  'example-column',
  'metric',
]);

function isOf(file: SpecFile, of: string): boolean {
  const name = specName(file);
  return of === name || of.startsWith(`${name}/`);
}
