import { count } from '../../../engine/src/language/figures.ts';
import { AlsoRuns } from '../actions/alsoRuns.tsx';
import { MoreActions } from '../actions/moreActions.tsx';
import { Export } from '../exports/exportButton.tsx';
import type { Comparison } from '../openComparison.ts';
import { SavedViews } from '../views/savedViews.tsx';

/** At the right of the crumb: what is live, views with a name, exports. */
export function Actions({ comparison }: { readonly comparison: Comparison }) {
  const { state, live } = comparison;
  const running = live.value.size;
  return (
    <>
      {running > 0 && (
        <span class="cap not-narrow">
          {count(running)} {running === 1 ? 'run' : 'runs'} live
        </span>
      )}
      <AlsoRuns state={state} />
      <SavedViews state={state} />
      <Export state={state} />
      <MoreActions comparison={comparison} />
    </>
  );
}
