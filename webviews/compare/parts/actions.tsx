import { count } from '../../../engine/src/language/figures.ts';
import type { Comparison } from '../openComparison.ts';

/** At the right of the crumb: what is live. */
export function Actions({ comparison: { live } }: { readonly comparison: Comparison }) {
  const running = live.value.size;
  return running === 0 ? null : (
    <span class="cap not-narrow">
      {count(running)} {running === 1 ? 'run' : 'runs'} live
    </span>
  );
}
