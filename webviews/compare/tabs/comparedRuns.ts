import type { CompareState } from '../compareState.ts';

/**
 * Runs that a part of the page is about: the one that others are held against, then those that are selected; each once. Runs
 * that are gone from the table are not held against others, and come back with it.
 */
export function comparedRuns({
  baseline,
  selected,
  table,
}: Pick<CompareState, 'baseline' | 'selected' | 'table'>): readonly string[] {
  const rows = table.value?.rows;
  const first = baseline.value === null ? [] : [baseline.value];
  return [...new Set([...first, ...selected.value])].filter((run) => rows?.has(run) ?? true);
}
