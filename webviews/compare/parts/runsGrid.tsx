import { useComputed } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { announce } from '../../shared/announce.ts';
import { Grid, type GridCursor, type GridSelecting, HEAD } from '../../shared/grid/grid.tsx';
import { useChannel, useWidth } from '../../shared/hooks.ts';
import { rowContext as contextOfRow } from '../actions/rowContext.ts';
import { run, useRowActions } from '../actions/useRowActions.ts';
import { copyRows } from '../exports/exportButton.tsx';
import { cellAt } from '../model/cells.ts';
import { copiedText } from '../model/cellText.ts';
import { movedBefore } from '../model/columnChoice.ts';
import { ColumnLooks, figuredRows } from '../model/columnLooks.ts';
import { CODE, gridColumns, longestText, RUN, type RunsColumn } from '../model/gridColumns.ts';
import type { GridRow } from '../model/gridRows.ts';
import { runLook, textAt } from '../model/runLooks.ts';
import { sortBy } from '../model/sortBy.ts';
import { figureKey, type Table } from '../model/table.ts';
import { type Comparison, cursorIn, keysOf } from '../openComparison.ts';
import { pairedIn, pairedRunsOf } from '../pairedRuns.ts';
import { CodeCell, GroupCell, MetricCell, PlainCell, RunCell } from './cells.tsx';
import { GroupTitle } from './groupTitle.tsx';
import { Head, HeadStrip } from './heads.tsx';
import { rowKey } from './rowKeys.ts';
import { useKeptGridScroll } from './useKeptGridScroll.ts';

export interface RunsGridProps {
  readonly comparison: Comparison;
  readonly table: Table;
  readonly onFilter: () => void;
  readonly onTabs: () => void;
  /** Opens the explanation of the cell that has the focus. */
  readonly onExplain: (run: number, column: RunsColumn) => void;
}

const NARROW = 560;
const FIXED = 2;
const NO_MODELS = [] as const;

/** The runs as lines: sorted, grouped and held as the state says. */
export function RunsGrid({ comparison, table, onFilter, onTabs, onExplain }: RunsGridProps) {
  const { state, registered, live, cursor } = comparison;
  const channel = useChannel();
  const [box, width] = useWidth<HTMLDivElement>();
  const isNarrow = width > 0 && width < NARROW;
  const view = state.view.value;
  const { lines, taken } = state.lines.value;
  const shown = state.columns.value.columns;
  const [baselineId, colours, selected] = [state.baseline.value, state.colours.value, state.selected.value];
  const baseline = baselineId === null ? undefined : table.rows.get(baselineId);
  const hasMore = baseline !== undefined || view.group.length > 0;
  const columns = useMemo(
    () =>
      gridColumns({
        columns: shown,
        layout: view.columns,
        sort: view.sort,
        onlyDiffering: view.onlyDiffering,
        hasInterval: (id) => {
          const cells = table.cells.get(id);
          return cells?.kind === 'number' && cells.low !== undefined;
        },
        longest: (id) => longestText(table.cells.get(id)),
        isNarrow,
        hasMore,
      }),
    [shown, view.columns, view.sort, view.onlyDiffering, table.cells, isNarrow, hasMore],
  );
  const figured = useMemo(() => figuredRows(taken, lines), [taken, lines]);
  const looks = useMemo(() => new ColumnLooks(table, figured, baseline !== undefined), [table, figured, baseline]);
  const keys = useMemo(() => keysOf(state), [lines, table.runs]);
  const own = useRef<string | undefined>(undefined);
  // The same while it is the grid's own: nothing is drawn for where the pointer is here.
  const lit = useComputed(() => (state.hovered.value === own.current ? undefined : state.hovered.value)).value;
  const missing = useWanted(comparison);
  const now = useMemo(() => Date.now(), [table]);
  const isFresh = useFresh(table);
  const pairs = pairedRunsOf(channel).known.value;
  const renderCell = useCallback(
    (at: number, column: RunsColumn) => {
      const line = lines[at];
      if (line === undefined) return null;
      const cells = table.cells.get(column.id);
      if (cells === undefined && column.column !== undefined) missing(column.id);
      const look = column.column?.kind === 'metric' ? looks.of(column.id, column.width) : undefined;
      if (line.kind === 'group') return <GroupCell column={column} cells={cells} look={look} rows={line.rows} />;
      const { row } = line;
      const id = table.runs[row] ?? '';
      if (column.id === RUN)
        return (
          <RunCell
            table={table}
            line={line}
            look={runLook(table, row, { colours, baseline: baselineId })}
            live={live.value.get(id)}
            registered={registered.value.get(id) ?? NO_MODELS}
          />
        );
      if (column.id === CODE) return CodeCell({ table, row });
      if (look !== undefined && cells?.kind === 'number')
        return MetricCell({
          column,
          cells,
          look,
          row,
          baseline,
          paired:
            baselineId === null
              ? undefined
              : pairedIn(pairs, { run: id, baseline: baselineId }, column.column?.name ?? ''),
          live: live.value.get(id),
          isRunning: textAt(table, 'attributes.status', row) === 'running',
          fresh: isFresh(id, column.id) ? table.revision : undefined,
        });
      // They hold no state: called, they cost no component for each cell.
      return PlainCell({ column, cells, row, baseline, now });
    },
    [lines, table, looks, colours, baselineId, baseline, live.value, registered.value, missing, now, isFresh, pairs],
  );
  const renderStrip = useCallback(
    (column: RunsColumn) => (
      <HeadStrip
        table={table}
        column={column}
        look={column.column?.type === 'number' ? looks.of(column.id, column.width) : undefined}
        baseline={baseline}
      />
    ),
    [table, looks, baseline],
  );
  const runAt = (line: number): GridRow | undefined => lines[line];
  const idAt = (line: number): string | undefined => {
    const at = runAt(line);
    return at?.kind === 'run' ? table.runs[at.row] : undefined;
  };
  const groupOf = useCallback(
    (at: number) => {
      const line = lines[at];
      if (line?.kind !== 'group') return undefined;
      return { isOpen: line.isOpen, title: <GroupTitle line={line} table={table} group={view.group} /> };
    },
    [lines, table, view.group],
  );
  const rowClass = useCallback(
    (at: number) => {
      const line = lines[at];
      if (line?.kind !== 'run') return '';
      const id = table.runs[line.row];
      return [id === baselineId ? 'base' : '', line.isExcluded ? 'excluded' : '', id === lit ? 'lit' : ''].join(' ');
    },
    [lines, table, baselineId, lit],
  );
  const rowContext = useCallback(
    (at: number) => {
      const line = lines[at];
      return line?.kind === 'run' ? contextOfRow(state, table.runs[line.row] ?? '') : undefined;
    },
    [lines, table, selected],
  );
  const focused = cursor.value?.key ?? undefined;
  useRowActions(state, focused !== undefined && table.rows.has(focused) ? focused : undefined);
  const onSelect = (line: number, { toggle, range, from }: GridSelecting) => {
    const id = idAt(line);
    if (toggle && id !== undefined) state.toggle(id);
    if (!range) return;
    const between = keys.slice(Math.min(from, line), Math.max(from, line) + 1).filter((key) => table.rows.has(key));
    state.select([...new Set([...selected, ...between])]);
  };
  const onSort = (column: RunsColumn, add: boolean) => {
    const by = column.sortsBy;
    if (by === undefined) return;
    const better = table.columns.get(by)?.better ?? null;
    const sort = sortBy(view.sort, { column: by, better }, add);
    void state.want([by]).then(() => state.change({ sort }));
  };
  const onCopy = (line: number, column: RunsColumn) => {
    const at = runAt(line);
    if (at?.kind !== 'run') return;
    const value = column.column === undefined ? undefined : cellAt(table.cells.get(column.id), at.row);
    const text = column.column === undefined ? (table.runs[at.row] ?? '') : copiedText(column.column, value);
    channel.copy(text);
    announce(`${text} copied`);
  };
  useKeptGridScroll(box, comparison);
  return (
    <div class="runs-grid" ref={box}>
      <Grid
        label="Runs"
        lines={lines.length}
        columns={columns}
        fixed={FIXED}
        rowKey={(line) => keys[line] ?? ''}
        renderCell={renderCell}
        renderHead={renderHead}
        renderStrip={renderStrip}
        rowClass={rowClass}
        rowContext={rowContext}
        groupOf={groupOf}
        isSelected={(line) => selected.has(idAt(line) ?? '')}
        cursor={cursorIn(keys, cursor.value, HEAD)}
        onCursor={({ line, column }: GridCursor) => {
          const key = line === HEAD ? null : (keys[line] ?? null);
          const was = cursor.peek();
          if (was?.key !== key || was.column !== column) cursor.value = { key, column };
        }}
        onKey={(event, { line, column }) => {
          if (event.key === 'F2') {
            const at = runAt(line);
            const of = columns.find(({ id }) => id === column);
            if (at?.kind !== 'run' || of?.column?.kind !== 'metric') return false;
            onExplain(at.row, of);
            return true;
          }
          return rowKey(event, {
            state,
            run: idAt(line),
            onFilter,
            onTabs,
            onCommand: (command, runs) => run(channel, command, runs),
            onCopyRows: (runs) => void copyRows(state, channel, runs),
          });
        }}
        onSort={onSort}
        onResize={(column, next) => {
          const { columns: layout } = view;
          state.change({ columns: { ...layout, widths: { ...layout.widths, [column.id]: next } } });
        }}
        onMove={(column, before) => {
          if (column.column === undefined) return;
          state.change({ columns: movedBefore(view.columns, shown, { id: column.id, before }) });
        }}
        onSelect={onSelect}
        onOpen={(line) => {
          const run = idAt(line);
          if (run !== undefined) channel.command('modelyard.openRun', { run });
        }}
        onTurn={(line) => {
          const at = runAt(line);
          if (at?.kind === 'group') state.turn(at.key);
        }}
        onCopy={onCopy}
        onHover={(line) => {
          own.current = line === undefined ? undefined : idAt(line);
          state.hovered.value = own.current;
        }}
      />
    </div>
  );
}

function renderHead(column: RunsColumn) {
  return <Head column={column} />;
}

/** Milliseconds for which a figure that is another is marked as such. */
const FRESH = 600;

/** Whether a figure of a run is another than a moment ago. */
function useFresh({ fresh }: Table): (run: string, column: string) => boolean {
  return useMemo(() => {
    const until = performance.now() + FRESH;
    return (run, column) => fresh?.has(figureKey(run, column)) === true && performance.now() < until;
  }, [fresh]);
}

/** Cells that come into sight and are not there yet are asked for, all that one drawing misses at once. */
function useWanted({ state }: Comparison): (column: string) => void {
  const waiting = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (column: string) => {
      waiting.current.add(column);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        const columns = [...waiting.current];
        waiting.current.clear();
        void state.want(columns);
      }, 30);
    },
    [state],
  );
}
