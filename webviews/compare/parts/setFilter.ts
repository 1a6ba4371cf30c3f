import { batch } from '@preact/signals';
import type { CompareState } from '../compareState.ts';

/** Has the view filtered so; the table is asked at once. */
export function setFilter(state: CompareState, filter: string): Promise<void> {
  return batch(() => {
    state.change({ filter });
    return state.filter();
  });
}
