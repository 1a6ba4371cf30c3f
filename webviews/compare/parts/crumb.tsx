import { Icon } from '../../shared/components/icon.tsx';
import type { CompareSubject } from '../protocol.ts';

/** Where this is; the view has a button of its own. */
export function Crumb({ subject }: { readonly subject: CompareSubject }) {
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
      <span class="sep">/</span>
      <span>Compare runs</span>
    </>
  );
}
