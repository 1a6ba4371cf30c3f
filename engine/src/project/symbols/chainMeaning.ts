import type { Path } from '../../language/tree.ts';
import type { SpecFile } from '../specFile.ts';
import type { Chain, ChainPart } from './chains.ts';
import { specName, stepOwner } from './declarations.ts';
import type { Meaning } from './mention.ts';
import type { SymbolKind } from './symbol.ts';

export interface MeantPart {
  readonly part: { readonly name: string; readonly start: number; readonly end: number; readonly quoted: boolean };
  readonly means: Meaning;
}

/** What the parts of a chain mean: of `steps.evaluate.metrics.roc_auc` a step, its output and a metric. */
export function chainMeaning(at: { readonly file: SpecFile; readonly path: Path }, chain: Chain): readonly MeantPart[] {
  const [context, first, ...rest] = chain;
  if (context === undefined || first?.name === undefined) return [];
  const pipeline = specName(at.file);
  switch (context.name) {
    case 'params':
      return [meant(first, 'param', pipeline)];
    case 'steps':
      return [meant(first, 'step', pipeline), ...outputs(at.file, first.name, rest)];
    case 'matrix':
      return [meant(first, 'axis', stepOwner(at))];
    case 'inputs':
      return [meant(first, 'input', stepOwner(at))];
    case 'outputs':
      return [meant(first, 'output', stepOwner(at))];
    case 'env':
      return [meant(first, 'variable', undefined)];
    default:
      return [];
  }
}

/** Of a step with a matrix, whose outputs are lists, an index stands before the output. What a program measures is no metric of ours. */
function outputs(file: SpecFile, id: string, parts: readonly ChainPart[]): readonly MeantPart[] {
  const step = `${specName(file)}/${id}`;
  const [output, metric] = parts.filter((part) => part.name !== undefined);
  if (output === undefined) return [];
  const found = [meant(output, 'output', step)];
  const measures = output.name === 'metrics' && file.pipeline?.steps.get(id)?.kind === 'uses';
  return measures && metric !== undefined ? [...found, meant(metric, 'metric', step)] : found;
}

function meant({ name = '', start, end, quoted }: ChainPart, kind: SymbolKind, of: string | undefined): MeantPart {
  return { part: { name, start, end, quoted }, means: { kind, name, ...(of === undefined ? {} : { of }) } };
}
