import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { Pairs } from '../../shared/components/table.tsx';
import type { Tab } from '../protocol.ts';
import { BesideArtifacts } from './besideArtifacts.tsx';
import { BesideData } from './besideData.tsx';
import { BesideLog } from './besideLog.tsx';
import { Parameters } from './parameters.tsx';
import { Steps } from './steps.tsx';

export interface BesideProps {
  readonly page: RunPage;
  /** What the tab shows is not shown twice. */
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}

/** What made the run: steps, parameters, data, artifacts, the end of its log, and its environment. */
export function Beside({ page, tab, onTab }: BesideProps) {
  const { environment, tags, notes } = page;
  return (
    <>
      {page.steps.length > 0 && <Steps page={page} />}
      {page.params.length > 0 && <Parameters page={page} />}
      {page.data.length > 0 && <BesideData page={page} />}
      {tab !== 'artifacts' && page.artifacts.length > 0 && (
        <BesideArtifacts page={page} onAll={() => onTab('artifacts')} />
      )}
      {tab !== 'log' && page.source === null && <BesideLog page={page} onAll={() => onTab('log')} />}
      {(notes !== null || Object.keys(tags).length > 0) && (
        <Section title="Notes">
          {notes !== null && <p class="small notes">{notes}</p>}
          <Pairs pairs={pairsOf(tags)} />
        </Section>
      )}
      {Object.keys(environment).length > 0 && (
        <Section title="Environment">
          <Pairs pairs={pairsOf(environment)} />
        </Section>
      )}
    </>
  );
}

function pairsOf(record: Readonly<Record<string, string>>) {
  return Object.entries(record).map(([name, value]) => ({ key: name, name, value, title: value }));
}
