import { count } from '../../../engine/src/language/figures.ts';
import { Empty } from '../../shared/components/states.tsx';
import type { CompareState } from '../compareState.ts';
import { comparedRuns } from './comparedRuns.ts';

/** What differs between the selected runs. */
export function Differs({ state }: { readonly state: CompareState }) {
  const runs = comparedRuns(state);
  return (
    <Empty
      title={`${count(runs.length)} runs selected`}
      text="Select two runs or more to see what differs between them."
    />
  );
}
