import { Icon } from '../../shared/components/icon.tsx';
import type { CompareState } from '../compareState.ts';
import type { CompareSubject } from '../protocol.ts';

/** Where this is: experiments, and the view that was saved, changed or not. */
export function Crumb({ state, subject }: { readonly state: CompareState; readonly subject: CompareSubject }) {
  const { experiments } = subject;
  const saved = state.saved.value;
  const isChanged = saved !== undefined && JSON.stringify(saved.view) !== JSON.stringify(state.view.value);
  const where = experiments.length === 0 ? 'All experiments' : experiments.join(', ');
  return (
    <>
      <Icon name="beaker" />
      <span class="cut" title={where}>
        {where}
      </span>
      <span class="sep">/</span>
      <span>Compare runs</span>
      {saved !== undefined && (
        <>
          <span class="sep not-narrow">/</span>
          <span class="cut not-narrow" title={saved.name}>
            View <b>{saved.name}</b>
            {isChanged && ', changed'}
          </span>
        </>
      )}
    </>
  );
}
