import { count } from '../../../engine/src/language/figures.ts';
import { Empty } from '../../shared/components/states.tsx';
import type { CompareState } from '../compareState.ts';
import { comparedRuns } from './comparedRuns.ts';

/** Confusion matrices of the selected runs. */
export function Confusion({ state }: { readonly state: CompareState }) {
  const runs = comparedRuns(state);
  return (
    <Empty title={`${count(runs.length)} runs selected`} text="Select evaluated runs to see what they take for what." />
  );
}
