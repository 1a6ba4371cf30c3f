import './moreActions.css';
import type { Channel } from '../../shared/channel.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import { type ChoiceItem, PAGE_COMMANDS, type PageArguments } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import { pickExport } from '../exports/exportButton.tsx';
import { columnTitle } from '../model/columnTitle.ts';
import { shortRun, textAt } from '../model/runLooks.ts';
import type { Comparison } from '../openComparison.ts';
import { groupable } from '../parts/groupMenu.tsx';
import { chooseRuns } from './alsoRuns.tsx';

const ACTS = { more: 'more', baseline: 'pickBaseline', group: 'pickGroup' } as const;
/** Runs of the table that are offered as the baseline. */
const SHOWN = 100;
const PRODUCTION = 'production';

/** What has no room of its own on a page that is not wide, in the editor's own lists. */
export function MoreActions({ comparison }: { readonly comparison: Comparison }) {
  const channel = useChannel();
  const { state } = comparison;
  const ask = (choice: PageArguments['choose']) => channel.command(PAGE_COMMANDS.choose, choice);
  useAct(ACTS.more, ({ ids }) => begin(idsOf(ids)[0], comparison, { channel, ask }));
  useAct(ACTS.baseline, ({ ids }) => {
    const [id] = idsOf(ids);
    state.change({ baseline: id === PRODUCTION || id === undefined ? null : id });
  });
  useAct(ACTS.group, ({ ids }) => {
    const group = idsOf(ids);
    void state.want(group).then(() => state.change({ group }));
  });
  return (
    <Button
      kind="secondary"
      class="not-wide"
      label="More actions"
      onClick={() => ask({ act: ACTS.more, title: 'Comparison', items: itemsOf(comparison) })}
    >
      <Icon name="more" />
    </Button>
  );
}

function itemsOf({ state }: Comparison): readonly ChoiceItem[] {
  const { value: table } = state.table;
  const baseline = state.baseline.value;
  const named = state.view.value.group.flatMap((id) => table?.columns.get(id) ?? []);
  return [
    { id: 'baseline', label: 'Baseline', description: baseline === null ? 'none' : shortRun(table, baseline) },
    { id: 'group', label: 'Group', description: named.map(columnTitle).join(', ') || 'none' },
    { id: 'runs', label: 'Add runs', description: 'of other experiments or tools' },
    { id: 'export', label: 'Export', description: 'the shown runs and columns, or the charts' },
  ];
}

interface Hands {
  readonly channel: Channel;
  readonly ask: (choice: PageArguments['choose']) => void;
}

function begin(id: string | undefined, comparison: Comparison, { channel, ask }: Hands): void {
  const { state } = comparison;
  if (id === 'baseline') ask({ act: ACTS.baseline, title: 'Baseline', items: baselines(comparison) });
  else if (id === 'group') ask({ act: ACTS.group, title: 'Group runs by', items: groups(state), isMany: true });
  else if (id === 'runs') void chooseRuns(channel, state);
  else if (id === 'export') pickExport(channel);
}

/** Production's run, those that are selected, then those that stand first. */
function baselines({ state, production }: Comparison): readonly ChoiceItem[] {
  const table = state.table.peek();
  if (table === undefined) return [];
  const shown = state.lines.peek().lines.flatMap((line) => (line.kind === 'run' ? [table.runs[line.row] ?? ''] : []));
  const runs = new Set([...state.selected.peek(), ...shown.slice(0, SHOWN)]);
  const current = production.peek();
  return [
    {
      id: PRODUCTION,
      label: 'Production',
      description: current === null ? 'none: no version is production' : shortRun(table, current),
    },
    ...[...runs].map((id, index) => ({
      id,
      label: shortRun(table, id),
      description: textAt(table, 'attributes.run_name', table.rows.get(id) ?? -1),
      ...(index === 0 && { group: 'Runs' }),
    })),
  ];
}

function groups(state: CompareState): readonly ChoiceItem[] {
  const { group } = state.view.peek();
  return groupable([...(state.table.peek()?.columns.values() ?? [])], group).map((column) => ({
    id: column.id,
    label: columnTitle(column),
    description: column.kind,
    isPicked: group.includes(column.id),
  }));
}

function idsOf(ids: unknown): readonly string[] {
  return Array.isArray(ids) ? ids.map(String) : [];
}
