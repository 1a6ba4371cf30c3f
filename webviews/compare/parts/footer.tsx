import { count } from '../../../engine/src/language/figures.ts';
import { targets } from '../actions/targets.ts';
import type { Comparison } from '../openComparison.ts';

/** What the grid holds, and what its marks mean. */
export function Footer({ comparison: { state } }: { readonly comparison: Comparison }) {
  const all = state.table.value?.runs.length ?? 0;
  const { taken } = state.lines.value;
  const { pinned } = state.view.value;
  const selected = targets(state, undefined).length;
  const marked = [`${count(selected)} selected`, ...(pinned.length === 0 ? [] : [`${count(pinned.length)} pinned`])];
  return (
    <div class="foot cap">
      <span>
        {taken.length === all ? '' : `${count(taken.length)} of `}
        {count(all)} {all === 1 ? 'run' : 'runs'}
      </span>
      <span>{marked.join(', ')}</span>
      {state.baseline.value !== null && (
        <>
          <span class="only-wide">Cell: value, 95% interval, difference to baseline; ≈ no difference beyond noise</span>
          <span class="only-wide">Line in a header or cell: the baseline</span>
        </>
      )}
    </div>
  );
}
