import { useSignal } from '@preact/signals';
import { Badge, type BadgeKind } from '../shared/components/badge.tsx';
import { Button, Link } from '../shared/components/button.tsx';
import { Chip, Key, Tag } from '../shared/components/chip.tsx';
import { Icon } from '../shared/components/icon.tsx';
import { LogTail } from '../shared/components/logTail.tsx';
import { Page, Verdict } from '../shared/components/page.tsx';
import { Section } from '../shared/components/section.tsx';
import { Answered } from '../shared/components/states.tsx';
import { Pairs } from '../shared/components/table.tsx';
import { TabPanel, Tabs } from '../shared/components/tabs.tsx';
import { useAnswer } from '../shared/hooks.ts';
import { useKeyHints } from '../shared/keys.ts';
import { Grids } from './grids.tsx';
import { MetricCells } from './metricCells.tsx';
import { Palette } from './palette.tsx';
import { States } from './states.tsx';

const BADGES: readonly BadgeKind[] = [
  'passed',
  'failed',
  'unknown',
  'waiting',
  'drift',
  'skipped',
  'cached',
  'running',
  'stale',
  'cancelled',
  'interrupted',
];

const TABS = [
  { id: 'parts', label: 'Parts' },
  { id: 'states', label: 'States', count: '8' },
  { id: 'grid', label: 'Grid' },
  { id: 'palette', label: 'Palette' },
] as const;

/** Every shared part in each of its states, as pages use them; not a page of the product. */
export function Gallery() {
  const tab = useSignal<(typeof TABS)[number]['id']>('parts');
  const page = useAnswer('runPage', { run: 'any' });
  useKeyHints([{ keys: '[ ]', does: 'Run before, run after' }]);
  return (
    <Page
      crumb={
        <>
          <Icon name="beaker" />
          <span class="cut">flight-delay</span>
          <span class="sep">/</span>
          <span class="mono">run:9b1f</span>
          <Chip class="only-wide">
            <Icon name="branch" /> tune/leaves <span class="mono">4be1c07</span>
          </Chip>
        </>
      }
      actions={
        <>
          <Button class="not-narrow" onClick={() => {}}>
            Compare
          </Button>
          <Button kind="primary" onClick={() => {}}>
            Promote v8
          </Button>
          <Button kind="ghost" label="More actions" onClick={() => {}}>
            <Icon name="more" />
          </Button>
        </>
      }
      verdict={
        <Verdict kind="good" title="roc_auc 0.713, better than production by 0.008">
          Measured on <b>373,764</b> flights of 8 to 30 June that training never saw. Four of five metrics are better
          than <Link onClick={() => {}}>production v7</Link>; expected_cost is no different.
        </Verdict>
      }
      bar={
        <Tabs
          label="Parts of the gallery"
          tabs={TABS}
          selected={tab.value}
          onSelect={(next) => {
            tab.value = next;
          }}
        />
      }
      aside={
        <>
          <Section title="Parameters" end="changed against v7 first">
            <Pairs
              pairs={[
                { key: 'leaves', name: 'max_leaves', value: <b>63</b> },
                { key: 'rate', name: 'learning_rate', value: '0.1' },
                { key: 'long', name: 'name_that_goes_on'.repeat(9), value: 'a value that goes on and on '.repeat(9) },
              ]}
            />
          </Section>
          <Section title="Log">
            <LogTail run="any" rows={8} />
          </Section>
        </>
      }
    >
      <TabPanel tab={tab.value}>
        {tab.value === 'states' && <States />}
        {tab.value === 'grid' && <Grids />}
        {tab.value === 'palette' && <Palette />}
        {tab.value === 'parts' && (
          <>
            <Section title="Verdicts" caption="shape, word and colour">
              <div class="row">
                {BADGES.map((kind) => (
                  <Badge key={kind} kind={kind} />
                ))}
              </div>
            </Section>
            <Section title="Controls">
              <div class="row">
                <Button kind="primary" onClick={() => {}}>
                  Promote
                </Button>
                <Button onClick={() => {}}>Check again</Button>
                <Button kind="ghost" onClick={() => {}}>
                  Save view
                </Button>
                <Button disabledBecause="Two gates failed" onClick={() => {}}>
                  Promote
                </Button>
                <Button pressed onClick={() => {}}>
                  <Icon name="check" /> Only what differs
                </Button>
                <Chip onRemove={() => {}}>roc_auc ≥ 0.7085</Chip>
                <Tag>v8</Tag>
                <Key>Ctrl+K</Key>
              </div>
            </Section>
            <Section title="Metric cells" caption="line: production v7">
              <Answered answer={page}>{({ metrics }) => <MetricCells metrics={metrics} />}</Answered>
            </Section>
          </>
        )}
      </TabPanel>
    </Page>
  );
}
