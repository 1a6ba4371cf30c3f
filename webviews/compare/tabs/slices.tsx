import { count } from '../../../engine/src/language/figures.ts';
import { Empty } from '../../shared/components/states.tsx';
import type { CompareState } from '../compareState.ts';
import { comparedRuns } from './comparedRuns.ts';

/** Slices of the selected runs side by side. */
export function Slices({ state }: { readonly state: CompareState }) {
  const runs = comparedRuns(state);
  return (
    <Empty
      title={`${count(runs.length)} runs selected`}
      text="Select evaluated runs to see their slices side by side."
    />
  );
}
