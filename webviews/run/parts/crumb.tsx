import { fullTime, utcTime } from '../../../engine/src/language/times.ts';
import type { RunPage } from '../../../server/src/views.ts';
import { Chip } from '../../shared/components/chip.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { short, whenText } from '../model/crumb.ts';
import { useNow } from '../useNow.ts';

/** Where this is: experiment, run, when and how long, from which commit. */
export function Crumb({ page }: { readonly page: RunPage }) {
  const now = useNow(page.status === 'running');
  const { experiment, id, startedAt, git } = page;
  return (
    <>
      <Icon name="beaker" />
      <span class="cut" title={experiment}>
        {experiment}
      </span>
      <span class="sep">/</span>
      <span class="mono" title={id}>
        run:{short(id)}
      </span>
      <span class="sep not-narrow">/</span>
      <span class="cut not-narrow when" title={`began ${fullTime(startedAt)} here, ${utcTime(startedAt)}`}>
        {whenText(page, { now })}
      </span>
      {git !== null && (
        <Chip class="not-narrow cut">
          <Icon name="branch" />
          {git.branch !== null && (
            <span class="cut" title={git.branch}>
              {git.branch}
            </span>
          )}
          <span class="mono" title={git.commit}>
            {short(git.commit, 7)}
          </span>
          {git.dirty && <span class="warn">changed</span>}
        </Chip>
      )}
    </>
  );
}
