import { Icon } from '../../shared/components/icon.tsx';
import type { CompareState } from '../compareState.ts';
import type { CompareSubject } from '../protocol.ts';

/** Where this is; the view has a button of its own. */
export function Crumb({ subject, state }: { readonly subject: CompareSubject; readonly state: CompareState }) {
  const { experiments, source } = subject;
  const where = experiments.length === 0 ? 'All experiments' : experiments.join(', ');
  return (
    <>
      <Icon name="beaker" />
      <span class="cut" title={where}>
        {where}
      </span>
      {source !== undefined && (
        <>
          <span class="sep">/</span>
          <span class="cut" title={`${source.name}, read-only`}>
            {source.name}, read-only
          </span>
        </>
      )}
      {state.also.value.map(({ source, experiments: others }) => {
        const what = [others.join(', '), source?.name ?? ''].filter(Boolean).join(' in ') || 'all experiments';
        return (
          <span key={source?.id ?? ''} class="cut" title={`and ${what}`}>
            and {what}
          </span>
        );
      })}
      <span class="sep">/</span>
      <span>Compare runs</span>
    </>
  );
}
