import { ORIGIN_WORDS, originText } from '../../../engine/src/language/originWords.ts';
import { parseRun } from '../../../engine/src/language/runReference.ts';
import { fullTime, utcTime } from '../../../engine/src/language/times.ts';
import type { PageSource, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Chip } from '../../shared/components/chip.tsx';
import { Icon, type IconName } from '../../shared/components/icon.tsx';
import { useNow } from '../../shared/useNow.ts';
import { short, whenText } from '../model/crumb.ts';

/** Where this is: experiment, run, when and how long, from which commit. */
export function Crumb({ page }: { readonly page: RunPage }) {
  const now = useNow(page.status === 'running');
  const { experiment, id, startedAt, git, source } = page;
  return (
    <>
      {source !== null && <SourceChip source={source} />}
      <Icon name="beaker" />
      <span class="cut" title={experiment}>
        {experiment}
      </span>
      <span class="sep">/</span>
      <span class="mono" title={parseRun(id).run}>
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

/** Which tool keeps the run, and that nothing of it is changed. */
function SourceChip({ source }: { readonly source: PageSource }) {
  const words = ORIGIN_WORDS[source.kind];
  return (
    <Chip class="cut">
      <Icon name={SOURCE_ICONS[source.kind]} />
      <span class="cut" title={`${originText(source)}, read-only`}>
        {words === source.name ? words : `${words} ${source.name}`}, read-only
      </span>
    </Chip>
  );
}

const SOURCE_ICONS: Readonly<Record<PageSource['kind'], IconName>> = {
  mlruns: 'folder',
  'mlflow-database': 'database',
  'mlflow-server': 'disks',
  dvc: 'folder',
};
