// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed line by line
// biome-ignore-all lint/a11y/useFocusableInteractive: in this grid its rows take the focus
import { type Signal, useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { DriftPage } from '../../../engine/src/monitoring/report/driftPage.ts';
import { Icon } from '../../shared/components/icon.tsx';
import { pressInColumns } from '../columnKeys.ts';
import { ROW_HEIGHT } from '../model/rows.ts';
import { printing } from '../printing.ts';
import { useListWindow } from '../useListWindow.ts';
import { ColumnRow } from './columnRow.tsx';
import { Opened } from './opened.tsx';

export interface ColumnsProps {
  readonly page: DriftPage;
  /** There are earlier checks that the rows tell of. */
  readonly hasHistory: boolean;
  readonly label: string;
  readonly columns: readonly ColumnReport[];
  /** How many are told by their count; 0 where none are. */
  readonly folded: number;
  readonly unfolded: Signal<boolean>;
  readonly isOpen: (column: ColumnReport) => boolean;
  readonly onToggle: (column: ColumnReport) => void;
  /** A point of a time line was chosen. */
  readonly onPick?: ((check: string) => void) | undefined;
}

const ESTIMATED = 280;

/** The columns as rows that open: one tab stop, and only those near the frame are drawn of a long list. */
export function Columns(props: ColumnsProps) {
  const { page, hasHistory, label, columns, folded, unfolded, isOpen, onToggle, onPick } = props;
  const list = useRef<HTMLDivElement>(null);
  const stop = useSignal<string | undefined>(undefined);
  const wanted = useRef<string>(undefined);
  const measured = useRef(new Map<string, number>());
  const opened = columns.map((column) => isOpen(column) || (printing.value && column.verdict === 'drift'));
  const names = columns.map(({ column }) => column);
  const heights = names.map((name, i) => ROW_HEIGHT + (opened[i] ? (measured.current.get(name) ?? ESTIMATED) : 0));
  const rows = useListWindow(list, heights);
  const shown = columns.slice(rows.from, rows.to);
  const isIn = shown.some(({ column }) => column === stop.value);
  useLayoutEffect(() => {
    for (const open of list.current?.querySelectorAll<HTMLElement>(':scope > .opened') ?? []) {
      const name = (open.previousElementSibling as HTMLElement | null)?.dataset['column'];
      if (name !== undefined) measured.current.set(name, open.offsetHeight);
    }
    // What stands in a row is reached from the row: one tab stop for all of them.
    for (const row of list.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])
      for (const button of row.querySelectorAll('button')) button.tabIndex = row.tabIndex;
  });
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const row = rowOf(list.current, wanted.current);
    if (row === undefined) return;
    wanted.current = undefined;
    row.focus();
  });
  const focus = (name: string) => {
    stop.value = name;
    const row = rowOf(list.current, name);
    if (row !== undefined) return row.focus();
    wanted.current = name;
    const above = heights.slice(0, names.indexOf(name)).reduce((sum, height) => sum + height, 0);
    const top = (list.current?.getBoundingClientRect().top ?? 0) + scrollY;
    scrollTo({ top: top + above - innerHeight / 2 });
  };
  const byName = new Map(columns.map((column) => [column.column, column]));
  const keys = {
    names,
    isOpen: (name: string) => isOpen(byName.get(name)!),
    toggle: (name: string) => onToggle(byName.get(name)!),
    focus,
  };
  return (
    <div
      class={hasHistory ? 'columns' : 'columns no-since'}
      role="treegrid"
      aria-label={label}
      aria-rowcount={columns.length + 1}
      onKeyDown={(event) => pressInColumns(event, keys)}
      onFocusIn={({ target }) => {
        const name = (target as Element).closest<HTMLElement>('[data-column]')?.dataset['column'];
        if (name !== undefined) stop.value = name;
      }}
    >
      <Head hasHistory={hasHistory} />
      <div role="rowgroup" ref={list}>
        <Room height={rows.above} />
        {shown.map((column, i) => (
          <Fragment key={column.column}>
            <ColumnRow
              column={column}
              isOpen={opened[rows.from + i] === true}
              isStop={isIn ? column.column === stop.value : i === 0}
              index={rows.from + i + 2}
              due={hasHistory ? page.report.due : null}
              last={lastDrift(column, page)}
              onToggle={() => {
                stop.value = column.column;
                onToggle(column);
              }}
            />
            {opened[rows.from + i] && (
              <div class="opened" role="row" aria-level={2} aria-label={`${column.column} in full`}>
                <div role="gridcell">
                  <Opened column={column} page={page} onPick={onPick} />
                </div>
              </div>
            )}
          </Fragment>
        ))}
        <Room height={rows.below} />
      </div>
      {folded > 0 && !printing.value && <Fold folded={folded} unfolded={unfolded} />}
    </div>
  );
}

/** Before the check that is shown. */
function lastDrift({ column }: ColumnReport, { report, history }: DriftPage): number | null {
  const drifted = Object.hasOwn(history.columns, column) ? history.columns[column]!.drifted : [];
  const due = Date.parse(report.due);
  const before = drifted.flatMap((at) => history.checks[at]?.due ?? []).filter((at) => at < due);
  return before.at(-1) ?? null;
}

function Head({ hasHistory }: { readonly hasHistory: boolean }) {
  return (
    <div role="rowgroup">
      <div class="drow hd" role="row" aria-rowindex={1}>
        <span role="columnheader">
          <span class="sr">Verdict</span>
        </span>
        <span role="columnheader">Column</span>
        <span role="columnheader">Reference and current</span>
        <span role="columnheader">What changed</span>
        <span role="columnheader">Effect</span>
        <span role="columnheader">Value / limit</span>
        {hasHistory && <span role="columnheader">Since</span>}
        <span role="columnheader">
          <span class="sr">Open</span>
        </span>
      </div>
    </div>
  );
}

function Fold({ folded, unfolded }: Pick<ColumnsProps, 'folded' | 'unfolded'>) {
  return (
    <div role="row" class="fold">
      <div role="gridcell">
        <p class="small">
          <Icon name={unfolded.value ? 'down' : 'right'} />{' '}
          <button
            type="button"
            class="link"
            aria-expanded={unfolded.value}
            onClick={() => (unfolded.value = !unfolded.value)}
          >
            {count(folded)} without drift
          </button>
        </p>
      </div>
    </div>
  );
}

/** Stands for rows that are not drawn. */
function Room({ height }: { readonly height: number }) {
  return height === 0 ? null : <div class="room" role="presentation" style={{ height: `${height}px` }} />;
}

function rowOf(list: HTMLElement | null, name: string): HTMLElement | undefined {
  return [...(list?.querySelectorAll<HTMLElement>('[data-column]') ?? [])].find(
    (row) => row.dataset['column'] === name,
  );
}
