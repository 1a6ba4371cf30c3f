import type { FunctionComponent } from 'preact';
import { count } from '../../../engine/src/language/figures.ts';
import { Empty } from '../../shared/components/states.tsx';
import { TabPanel, Tabs } from '../../shared/components/tabs.tsx';
import { targets } from '../actions/targets.ts';
import { Charts } from '../charts/charts.tsx';
import type { CompareState } from '../compareState.ts';
import type { Tab } from '../protocol.ts';
import { Artifacts } from '../tabs/artifacts.tsx';
import { Confusion } from '../tabs/confusion.tsx';
import { Differs } from '../tabs/differs.tsx';
import { Slices } from '../tabs/slices.tsx';
import { Why } from '../tabs/why.tsx';

interface TabPart {
  readonly id: Tab;
  readonly label: string;
  readonly Part: FunctionComponent<{ readonly state: CompareState }>;
}

const PARTS: readonly TabPart[] = [
  { id: 'charts', label: 'Charts', Part: Charts },
  { id: 'differs', label: 'What differs', Part: Differs },
  { id: 'why', label: 'Why it changed', Part: Why },
  { id: 'slices', label: 'Slices', Part: Slices },
  { id: 'confusion', label: 'Confusion', Part: Confusion },
  { id: 'artifacts', label: 'Artifacts', Part: Artifacts },
];

/** Names of the parts about the selection. */
export function SelectionTabs({ state }: { readonly state: CompareState }) {
  const selected = targets(state, undefined).length;
  return (
    <div class="tabs-line">
      <Tabs
        label="About the selection"
        tabs={partsOf(state)}
        selected={shownPart(state).id}
        onSelect={(tab) => {
          state.tab.value = tab;
        }}
      />
      <span class="cap end not-narrow">
        {count(selected)} selected{state.baseline.value === null ? '' : ' and baseline'}
      </span>
    </div>
  );
}

/** Only what pipelines have made can be made again with one thing changed. */
function partsOf({ source }: CompareState): readonly TabPart[] {
  return source === undefined ? PARTS : PARTS.filter(({ id }) => id !== 'why');
}

/** The part that is shown. */
export function SelectionPart({ state }: { readonly state: CompareState }) {
  const { id, label, Part } = shownPart(state);
  return (
    <TabPanel tab={id}>
      <h2 class="sr">{label}</h2>
      {targets(state, undefined).length === 0 && id !== 'charts' ? (
        <section class="sec">
          <Empty title="No run is selected" text="Space on a row selects it; what is selected shows here." />
        </section>
      ) : (
        <Part state={state} />
      )}
    </TabPanel>
  );
}

function shownPart(state: CompareState): TabPart {
  const parts = partsOf(state);
  return parts.find(({ id }) => id === state.tab.value) ?? parts[0]!;
}
