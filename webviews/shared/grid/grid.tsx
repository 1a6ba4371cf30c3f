// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed line by line
import './grid.css';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { GridHead } from './gridHead.tsx';
import type { Cell } from './gridKeys.ts';
import { type GridColumn, type GridProps, HEAD } from './gridProps.ts';
import { GridRow } from './gridRow.tsx';
import {
  type ColumnPlaces,
  columnClasses,
  columnPlaces,
  headHeights,
  leftOf,
  lineOfKey,
  type Shown,
  shownIn,
  stopOf,
  tracks,
} from './layout.ts';
import { cellOf, clicked, doubleClicked, mouseDown, pointerDown } from './pointed.ts';
import { pressed } from './pressed.ts';
import { Slots } from './slots.ts';
import { type Dragging, type DropPlace, useDrag } from './useDrag.ts';
import { cellElement, useGridFocus } from './useGridFocus.ts';
import { type Sight, useSight } from './useSight.ts';
import { allowedWidth, indexAt, type Span, scrollFor } from './window.ts';

export {
  type ColumnSort,
  type GridColumn,
  type GridCursor,
  type GridGroup,
  type GridProps,
  type GridSelecting,
  HEAD,
} from './gridProps.ts';

const ROW_HEIGHT = 24;

/** A table of any size, of which only what is in sight is in the page: one tab stop, walked by arrows. */
export function Grid<C extends GridColumn>(props: GridProps<C>) {
  const { columns, lines, fixed, rowKey, rowHeight = ROW_HEIGHT } = props;
  const grid = useRef<HTMLDivElement>(null);
  const anchorKey = useRef<string>(undefined);
  const slots = useMemo(() => new Slots(), []);
  const classes = useMemo(() => columnClasses(columns), [columns]);
  const { head, names } = headHeights(columns, props.renderStrip !== undefined);
  const shownAt = useRef<(sight: Sight) => Shown>(undefined);
  const { sight, scrollTo } = useSight(grid, (at) => keyOf(at, shownAt.current?.(at)));
  const dragging: Dragging<C> = useDrag<C>({
    widthOf: (index) => places.widths[index] ?? 0,
    dropAt: (x) => dropAt(x),
    onResize: props.onResize,
    onMove: props.onMove,
  });
  const drag = dragging.drag.value;
  const places: ColumnPlaces = useMemo(
    () => columnPlaces(columns, fixed, sight.width, drag),
    [columns, fixed, sight.width, drag],
  );
  shownAt.current = (at) => shownIn(at, { places, count: lines, rowHeight, head });
  const shown = shownAt.current(sight);
  const { first, end } = shown.columns;
  const span = useMemo(() => ({ first, end }), [first, end]);
  usePlaces(grid, places, span);
  const stop = stopOf(props);
  const reveal = (cell: Cell, isFromStart = false) => {
    const element = grid.current;
    if (element === null) return;
    const top =
      cell.line === HEAD
        ? element.scrollTop
        : scrollFor(
            { begin: cell.line * rowHeight, size: rowHeight },
            { from: element.scrollTop, length: element.clientHeight - head },
          );
    const left =
      cell.column < fixed
        ? isFromStart
          ? 0
          : element.scrollLeft
        : scrollFor(
            { begin: places.offsets[cell.column - fixed] ?? 0, size: places.widths[cell.column] ?? 0 },
            { from: element.scrollLeft, length: element.clientWidth - places.fixedWidth },
          );
    if (top !== element.scrollTop || left !== element.scrollLeft) scrollTo({ top, left });
  };
  const focus = useGridFocus(grid, props, stop, reveal);
  const moveTo = (cell: Cell, isFromStart = false) => {
    const column = columns[cell.column];
    if (column === undefined) return;
    reveal(cell, isFromStart);
    focus.want();
    props.onCursor({ line: cell.line, column: column.id });
    cellElement(grid.current, cell, fixed)?.focus({ preventScroll: true });
  };
  const dropAt = (x: number): DropPlace => {
    const element = grid.current;
    const at = x - (element?.getBoundingClientRect().left ?? 0) + (element?.scrollLeft ?? 0) - places.fixedWidth;
    const over = indexAt(places.offsets, at);
    const middle = ((places.offsets[over] ?? 0) + (places.offsets[over + 1] ?? 0)) / 2;
    const index = fixed + over + (at > middle ? 1 : 0);
    return { before: columns[index]?.id ?? null, left: leftOf(places, index) };
  };
  const common = {
    props,
    moveTo,
    anchor: () => {
      const key = anchorKey.current;
      return (key === undefined ? undefined : lineOfKey(key, rowKey, lines)) ?? Math.max(0, stop.line);
    },
    setAnchor: (line: number) => {
      anchorKey.current = rowKey(line);
    },
  };
  const keyStage = {
    ...common,
    stop,
    page: Math.max(1, Math.floor((sight.height - head) / rowHeight) - 1),
    widthOf: (index: number) => places.widths[index] ?? 0,
    cancelDrag: () => {
      const isDragging = dragging.drag.peek() !== undefined;
      dragging.cancel();
      return isDragging;
    },
    cell: () => cellElement(grid.current, stop, fixed),
  };
  const pointerStage = {
    ...common,
    beginDrag: dragging.begin,
    hasDragged: dragging.hasDragged,
    setFit: (index: number) => {
      const column = columns[index];
      if (column !== undefined) props.onResize?.(column, fittingWidth(grid.current, index));
    },
  };
  const seen = Array.from({ length: shown.lines.end - shown.lines.first }, (_, i) => shown.lines.first + i);
  if (stop.line !== HEAD && stop.line < shown.lines.first) seen.unshift(stop.line);
  if (stop.line !== HEAD && stop.line >= shown.lines.end) seen.push(stop.line);
  const slotOf = slots.of(seen.map((line) => rowKey(line)));
  const away = stop.column >= fixed ? (places.offsets[stop.column - fixed] ?? 0) + places.fixedWidth : undefined;
  return (
    <div
      ref={grid}
      class="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={lines + 1}
      aria-colcount={columns.length}
      aria-multiselectable={props.onSelect !== undefined}
      style={{
        '--grid-row': `${rowHeight}px`,
        '--grid-head': `${head}px`,
        '--grid-names': `${names}px`,
        '--grid-fixed': `${places.fixedWidth}px`,
        '--grid-width': `${places.fixedWidth + (places.offsets.at(-1) ?? 0)}px`,
        '--grid-fixed-columns': tracks(places.widths.slice(0, fixed)),
      }}
      onKeyDown={(event) => pressed(event, keyStage)}
      onPointerDown={(event) => pointerDown(event, pointerStage)}
      onMouseDown={(event) => mouseDown(event, pointerStage)}
      onClick={(event) => clicked(event, pointerStage)}
      onDblClick={(event) => doubleClicked(event, pointerStage)}
      onPointerOver={(event) => props.onHover?.(lineOf(event))}
      onPointerLeave={() => props.onHover?.(undefined)}
    >
      <div class="grid-canvas" role="none">
        <GridHead
          columns={columns}
          classes={classes}
          fixed={fixed}
          span={span}
          renderHead={props.renderHead}
          renderStrip={props.renderStrip}
          headContext={props.headContext}
          canSort={props.onSort !== undefined}
          canResize={props.onResize !== undefined}
          cursor={stop.line === HEAD ? stop.column : -1}
          away={away}
          drop={drag?.kind === 'move' ? drag.left : undefined}
        />
        <div class="grid-lines" role="rowgroup" style={{ height: `${lines * rowHeight}px` }}>
          {seen.map((line, i) => (
            <GridRow
              key={slotOf[i]}
              columns={columns}
              classes={classes}
              fixed={fixed}
              span={span}
              renderCell={props.renderCell}
              groupOf={props.groupOf}
              line={line}
              top={line * rowHeight}
              label={props.rowLabel?.(line)}
              context={props.rowContext?.(line)}
              class={props.rowClass?.(line) ?? ''}
              isSelected={props.isSelected?.(line)}
              cursor={stop.line === line ? stop.column : -1}
              away={stop.line === line ? away : undefined}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Says where columns stand to those elements alone that hold them: what all inherit would be reckoned for all. */
function usePlaces(grid: RefObject<HTMLElement | null>, { offsets, widths, fixed }: ColumnPlaces, span: Span): void {
  const before = `${offsets[span.first - fixed] ?? 0}px`;
  const columns = tracks(widths.slice(span.first, span.end));
  useLayoutEffect(() => {
    for (const { style } of grid.current?.querySelectorAll<HTMLElement>('.grid-cells') ?? []) {
      if (style.marginLeft !== before) style.marginLeft = before;
      if (style.gridTemplateColumns !== columns) style.gridTemplateColumns = columns;
    }
  });
}

/** What is drawn in a sight, as a key. */
function keyOf({ width, height }: Sight, shown: Shown | undefined): string {
  return [width, height, shown?.lines.first, shown?.lines.end, shown?.columns.first, shown?.columns.end].join();
}

function lineOf(event: Event): number | undefined {
  const line = cellOf(event)?.line;
  return line === HEAD ? undefined : line;
}

/** Width that what is in sight of a column needs. */
function fittingWidth(grid: Element | null, index: number): number {
  const cells = [...(grid?.querySelectorAll(`[aria-colindex="${index + 1}"]`) ?? [])];
  const range = document.createRange();
  const widths = cells.map((cell) => {
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width;
  });
  return allowedWidth(Math.max(0, ...widths) + 17);
}
