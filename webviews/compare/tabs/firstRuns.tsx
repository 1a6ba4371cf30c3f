import { count } from '../../../engine/src/language/figures.ts';

/** Says that not all selected runs are shown. */
export function FirstRuns({ shown, total }: { readonly shown: number; readonly total: number }) {
  if (shown >= total) return null;
  return (
    <p class="cap first-runs">
      First {count(shown)} of {count(total)} runs
    </p>
  );
}
