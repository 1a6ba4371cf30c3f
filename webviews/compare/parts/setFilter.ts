import type { CompareState } from '../compareState.ts';

/** Has the view filtered so; the table is asked at once. */
export function setFilter(state: CompareState, filter: string): Promise<void> {
  state.change({ filter });
  return state.filter();
}
