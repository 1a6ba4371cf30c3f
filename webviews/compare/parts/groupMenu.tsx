import { count } from '../../../engine/src/language/figures.ts';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { CompareState } from '../compareState.ts';
import { columnTitle } from '../model/columnTitle.ts';
import { Dropdown, MenuItem } from './dropdown.tsx';

/** What runs can be grouped by: params that differ, and where they come from. */
const GROUPED_BY: ReadonlySet<string> = new Set([
  'attributes.source',
  'attributes.status',
  'attributes.experiment',
  'attributes.user_id',
  'tags.mlflow.source.git.branch',
  'tags.mlflow.source.git.commit',
]);
const SHOWN = 40;

/** Groups runs by columns, the first counting most. */
export function GroupMenu({ state }: { readonly state: CompareState }) {
  const { group } = state.view.value;
  const table = state.table.value;
  const columns = table === undefined ? [] : groupable([...table.columns.values()], group);
  const named = group.map((id) => columns.find((column) => column.id === id)).filter((column) => column !== undefined);
  const turn = (id: string) => {
    const next = group.includes(id) ? group.filter((one) => one !== id) : [...group, id];
    void state.want(next).then(() => state.change({ group: next }));
  };
  return (
    <Dropdown
      title="Group runs by"
      role="menu"
      class="not-narrow"
      button={<span class="cut">Group: {named.length === 0 ? 'none' : named.map(columnTitle).join(', ')}</span>}
    >
      {(close) => (
        <>
          <MenuItem
            isOn={group.length === 0}
            onClick={() => {
              state.change({ group: [] });
              close();
            }}
          >
            none
          </MenuItem>
          {columns.slice(0, SHOWN).map((column) => (
            <MenuItem
              key={column.id}
              isOn={group.includes(column.id)}
              detail={column.kind === 'param' ? undefined : column.kind}
              onClick={() => turn(column.id)}
            >
              {columnTitle(column)}
            </MenuItem>
          ))}
          {columns.length > SHOWN && (
            <p class="cap">
              First {SHOWN} of {count(columns.length)} columns that differ
            </p>
          )}
        </>
      )}
    </Dropdown>
  );
}

/** Columns that runs can be grouped by, those that they are grouped by first. */
export function groupable(columns: readonly TableColumn[], chosen: readonly string[]): readonly TableColumn[] {
  const isOffered = ({ id, kind, differs }: TableColumn) =>
    chosen.includes(id) || (differs && (kind === 'param' || kind === 'dataset' || GROUPED_BY.has(id)));
  const place = ({ id }: TableColumn) => Number(!chosen.includes(id));
  return columns.filter(isOffered).sort((a, b) => place(a) - place(b));
}
