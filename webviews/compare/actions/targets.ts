import type { CompareState } from '../compareState.ts';

/** Runs that an action is about: all that are selected where the one it was called on is among them, else that one. */
export function targets(state: Pick<CompareState, 'selected' | 'table'>, run: string | undefined): readonly string[] {
  const selected = state.selected.value;
  const rows = state.table.value?.rows;
  if (run !== undefined && !selected.has(run)) return [run];
  return [...selected].filter((one) => rows?.has(one));
}
