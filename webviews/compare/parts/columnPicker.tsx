import { useRef } from 'preact/hooks';
import { announce } from '../../shared/announce.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import { type ChoiceItem, PAGE_COMMANDS, type PageArguments } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import { columnItems, layoutOf } from '../model/columnChoice.ts';
import { inGrid } from '../model/gridColumns.ts';

const ACT = 'columns';

/** Shows and hides columns in the editor's own list; of metrics also their least, greatest and best over the run. */
export function ColumnPicker({ state }: { readonly state: CompareState }) {
  const channel = useChannel();
  const offered = useRef<readonly ChoiceItem[]>([]);
  useAct(ACT, ({ ids }) => {
    const chosen = Array.isArray(ids) ? ids.map(String) : [];
    const columns = layoutOf(state.view.peek().columns, offered.current, chosen);
    void state.want(columns.shown);
    state.change({ columns });
    announce(`${inGrid(state.columns.peek().columns, columns).length} columns are shown`);
  });
  const pick = () => {
    const table = state.table.peek();
    if (table === undefined) return;
    const shown = inGrid(state.columns.peek().columns, state.view.peek().columns);
    offered.current = columnItems({ all: [...table.columns.values()], shown, runs: table.runs.length });
    const choice: PageArguments['choose'] = { act: ACT, title: 'Columns', items: offered.current, isMany: true };
    channel.command(PAGE_COMMANDS.choose, choice);
  };
  return (
    <Button kind="secondary" onClick={pick}>
      <Icon name="columns" /> Columns
    </Button>
  );
}
