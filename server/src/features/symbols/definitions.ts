import type { Project } from '../../../../engine/src/project/project.ts';
import { type FoundOccurrence, occurrencesOf } from '../../../../engine/src/project/symbols/occurrences.ts';
import type { SpecSymbol } from '../../../../engine/src/project/symbols/symbol.ts';

/**
 * Where a symbol is declared. What nobody wrote down is said to be declared where the user would look for it: a column in the lock or in
 * the file of its dataset, an output or metric that a built-in step has of itself at that step, a model of the registry at its newest version.
 */
export function definitionsOf(project: Project, symbol: SpecSymbol): readonly FoundOccurrence[] {
  const all = occurrencesOf(project, symbol);
  const declared = all.filter(({ occurrence }) => occurrence.role === 'definition');
  if (declared.length > 0) return declared;
  const instead = all.filter(({ file }) => file.kind === STANDS_IN[symbol.kind]);
  if (instead.length > 0) return symbol.kind === 'model' ? [newest(instead)] : instead;
  const owner = ownerOf(symbol);
  return owner === undefined ? [] : definitionsOf(project, owner);
}

/** Kind of the file that tells of a symbol which no spec declares. */
const STANDS_IN: Readonly<Record<string, string>> = { column: 'dataset_lock', model: 'model_version' };

function newest(found: readonly FoundOccurrence[]): FoundOccurrence {
  return found.reduce((a, b) => (numberOf(b) > numberOf(a) ? b : a));
}

function numberOf({ file }: FoundOccurrence): number {
  return Number(/v(\d+)\.version\.yaml$/.exec(file.path)?.[1] ?? 0);
}

/** What a symbol belongs to. */
export function ownerOf({ kind, name, of }: SpecSymbol): SpecSymbol | undefined {
  if (of === undefined) return undefined;
  if (kind === 'alias') return { kind: 'alias', name };
  const cut = of.lastIndexOf('/');
  if (kind === 'output' || kind === 'metric') return { kind: 'step', name: of.slice(cut + 1), of: of.slice(0, cut) };
  return kind === 'column' ? { kind: 'dataset', name: of } : undefined;
}
