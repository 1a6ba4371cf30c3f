import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import type { ColumnKind, TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import type { CompareState } from '../compareState.ts';
import { chosenColumns, moved, turned, withExtreme } from '../model/columnChoice.ts';
import { columnTitle, KIND_TITLES } from '../model/columnTitle.ts';
import { inGrid } from '../model/gridColumns.ts';
import { NEW_VIEW } from '../protocol.ts';
import { Dropdown } from './dropdown.tsx';

const SHOWN = 200;
const EXTREMES = ['min', 'max', 'best'] as const;

/** Shows, hides and orders columns; of metrics also their least, greatest and best over the run. */
export function ColumnPicker({ state }: { readonly state: CompareState }) {
  return (
    <Dropdown
      title="Columns"
      role="dialog"
      button={
        <>
          <Icon name="columns" /> Columns
        </>
      }
    >
      {() => <Columns state={state} />}
    </Dropdown>
  );
}

function Columns({ state }: { readonly state: CompareState }) {
  const search = useSignal('');
  const table = state.table.value;
  if (table === undefined) return null;
  const shown = inGrid(state.columns.value.columns, state.view.value.columns);
  const found = chosenColumns([...table.columns.values()], shown, search.value);
  const { columns: layout } = state.view.value;
  const change = (next: typeof layout) => state.change({ columns: next });
  return (
    <>
      <div class="pick-head">
        <input
          type="text"
          aria-label="Search columns"
          placeholder="Search columns"
          value={search.value}
          onInput={({ currentTarget: { value } }) => {
            search.value = value;
          }}
        />
        <Button onClick={() => change(NEW_VIEW.columns)}>Reset</Button>
      </div>
      <ul class="pick-list">
        {found.slice(0, SHOWN).map(({ column, isShown }, index) => (
          <li key={column.id}>
            <Kind
              kind={column.kind}
              before={found[index - 1]?.column.kind}
              isFirst={index === 0 || (!isShown && found[index - 1]?.isShown === true)}
              isShown={isShown}
            />
            <div class="pick">
              <label>
                <input
                  type="checkbox"
                  checked={isShown}
                  onChange={() => {
                    void state.want([column.id]);
                    change(turned(layout, column, isShown));
                  }}
                />
                <span class="cut" title={column.name}>
                  {columnTitle(column)}
                </span>
                <span class="dim cut fact">{factOf(column, table.runs.length)}</span>
              </label>
              {column.kind === 'metric' && <Extremes state={state} column={column} />}
              {isShown && (
                <>
                  <Step
                    label={`${columnTitle(column)} to the left`}
                    onClick={() => change(moved(layout, shown, column.id, -1))}
                  >
                    ↑
                  </Step>
                  <Step
                    label={`${columnTitle(column)} to the right`}
                    onClick={() => change(moved(layout, shown, column.id, 1))}
                  >
                    ↓
                  </Step>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p class="cap" role="status">
        {found.length > SHOWN
          ? `First ${SHOWN} of ${count(found.length)} columns`
          : `${count(shown.length)} of ${count(table.columns.size)} columns shown`}
      </p>
    </>
  );
}

interface KindProps {
  readonly kind: ColumnKind;
  readonly before: ColumnKind | undefined;
  readonly isFirst: boolean;
  readonly isShown: boolean;
}

function Kind({ kind, before, isFirst, isShown }: KindProps) {
  if (!isFirst && kind === before) return null;
  return <h2 class="cap">{isShown ? KIND_TITLES[kind] : `${KIND_TITLES[kind]}, not shown`}</h2>;
}

function Extremes({ state, column }: { readonly state: CompareState; readonly column: TableColumn }) {
  const { columns: layout } = state.view.value;
  return (
    <span class="extremes">
      {EXTREMES.filter((of) => of !== 'best' || column.better !== null).map((of) => {
        const id = `${column.id}:${of}`;
        const isOn = layout.shown.includes(id) && !layout.hidden.includes(id);
        return (
          <button
            key={of}
            type="button"
            class="chip"
            aria-pressed={isOn}
            aria-label={`${of} of ${columnTitle(column)}`}
            onClick={() => {
              void state.want([id]);
              state.change({ columns: withExtreme(layout, id, !isOn) });
            }}
          >
            {of}
          </button>
        );
      })}
    </span>
  );
}

function Step({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: string;
}) {
  return (
    <button type="button" class="step" aria-label={label} onClick={onClick}>
      {children}
    </button>
  );
}

function factOf({ differs, filled }: TableColumn, runs: number): string {
  if (!differs) return `same in all ${count(runs)}`;
  return filled < runs ? `in ${count(filled)} of ${count(runs)}` : '';
}
