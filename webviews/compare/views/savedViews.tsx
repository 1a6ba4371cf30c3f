import { announce } from '../../shared/announce.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS, type PageArguments } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import { readView } from '../model/readKept.ts';
import { type CompareView, NEW_VIEW } from '../protocol.ts';
import { sameView } from './sameView.ts';

/** The view that the comparison is looked at through, by its name, whether it has changed since, and the way to others. */
export function SavedViews({ state }: { readonly state: CompareState }) {
  const channel = useChannel();
  const saved = state.saved.value;
  const name = saved?.name ?? null;
  const isChanged = saved !== undefined && !sameView(readView(saved.view), readView(state.view.value));
  const save = (under: string | null) => {
    const argument: PageArguments['saveView'] = { view: state.view.peek(), name: under };
    channel.command(PAGE_COMMANDS.saveView, argument);
  };
  const open = () => channel.command(PAGE_COMMANDS.openView, { name });
  useAct('openView', open);
  useAct('saveView', () => save(name));
  useAct('saveViewAs', () => save(null));
  useAct('newView', () => look(state, undefined, NEW_VIEW));
  useAct('view', ({ name: picked, view }) => {
    look(state, String(picked), readView(view));
    announce(`View ${picked}`);
  });
  useAct('viewSaved', ({ name: under, view }) => {
    state.saved.value = { name: String(under), view: readView(view) };
    announce(`Saved as ${under}`);
  });
  useAct('viewRenamed', ({ from, to }) => {
    if (from === state.saved.peek()?.name)
      state.saved.value = { name: String(to), view: state.saved.peek()?.view ?? NEW_VIEW };
  });
  useAct('viewDeleted', ({ name: gone }) => {
    if (gone === state.saved.peek()?.name) state.saved.value = undefined;
  });
  return (
    <>
      <Button kind="secondary" onClick={open}>
        {name === null ? 'Views' : `View ${cut(name)}`}
        {isChanged && <span class="dim">changed</span>}
        <Icon name="down" />
      </Button>
      {isChanged && (
        <Button kind="secondary" label={`Save view ${name}`} onClick={() => save(name)}>
          Save
        </Button>
      )}
    </>
  );
}

/** Looks at the runs through another view; what it sorts, groups and filters by is asked for. */
function look(state: CompareState, name: string | undefined, view: CompareView): void {
  state.saved.value = name === undefined ? undefined : { name, view };
  state.change(view);
  void state.want([...view.sort.map(({ column }) => column), ...view.group]).then(() => state.filter());
}

function cut(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 23)}…`;
}
