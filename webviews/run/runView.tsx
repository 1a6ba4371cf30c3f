import type { RunPage } from '../../engine/src/operations/runs/page/runPage.ts';
import type { Refusal } from '../shared/asker.ts';
import { Page } from '../shared/components/page.tsx';
import { Refused } from '../shared/components/states.tsx';
import { TabPanel, Tabs } from '../shared/components/tabs.tsx';
import { useKept } from '../shared/hooks.ts';
import { useKeyHints } from '../shared/keys.ts';
import { tabsOf } from './model/tabs.ts';
import { Actions } from './parts/actions.tsx';
import { Artifacts } from './parts/artifacts.tsx';
import { Beside } from './parts/beside.tsx';
import { Crumb } from './parts/crumb.tsx';
import { Differs } from './parts/differs.tsx';
import { LineageGraph } from './parts/lineage.tsx';
import { Log } from './parts/log.tsx';
import { Results } from './parts/results.tsx';
import { RunVerdict } from './parts/runVerdict.tsx';
import { type RunSubject, TABS, type Tab } from './protocol.ts';
import { useKeptScroll } from './useKeptScroll.ts';
import { useStepInSight } from './useStepInSight.ts';

export interface RunViewProps {
  readonly page: RunPage;
  readonly subject: RunSubject;
  /** Why the newest question got no answer, while an older answer is shown. */
  readonly refusal?: Refusal | undefined;
}

/** Verdict, tabs, and beside them what made the run. */
export function RunView({ page, subject, refusal }: RunViewProps) {
  const tab = useKept<Tab>('tab', (kept) => TABS.find((each) => each === kept) ?? 'results');
  const tabs = tabsOf(page);
  const shown = tabs.some(({ id }) => id === tab.value) ? tab.value : 'results';
  useKeptScroll();
  useStepInSight(subject.step);
  useKeyHints(HINTS);
  return (
    <Page
      crumb={<Crumb page={page} />}
      actions={<Actions page={page} subject={subject} />}
      verdict={<RunVerdict page={page} subject={subject} />}
      bar={
        <Tabs
          label="Parts of the run"
          tabs={tabs}
          selected={shown}
          onSelect={(next) => {
            tab.value = next;
          }}
        />
      }
      aside={
        <Beside
          page={page}
          tab={shown}
          onTab={(next) => {
            tab.value = next;
          }}
        />
      }
    >
      {refusal !== undefined && (
        <section class="sec">
          <Refused refusal={refusal} />
        </section>
      )}
      <TabPanel tab={shown}>
        {shown === 'results' && <Results page={page} />}
        {shown === 'differs' && <Differs page={page} />}
        {shown === 'lineage' && <LineageGraph lineage={page.lineage} />}
        {shown === 'artifacts' && <Artifacts page={page} />}
        {shown === 'log' && <Log page={page} />}
      </TabPanel>
    </Page>
  );
}

const HINTS = [
  { keys: '← →', does: 'Read a chart point by point; move the threshold' },
  { keys: '+ − 0', does: 'Zoom a chart, show all of it' },
];
