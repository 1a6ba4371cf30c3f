import type { CompareState } from '../compareState.ts';

/** Runs that a part of the page is about: the one that others are held against, then those that are selected; each once. */
export function comparedRuns({ baseline, selected }: Pick<CompareState, 'baseline' | 'selected'>): readonly string[] {
  const first = baseline.value === null ? [] : [baseline.value];
  return [...new Set([...first, ...selected.value])];
}
