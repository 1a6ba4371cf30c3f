import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Cell } from './gridKeys.ts';
import type { GridColumn, GridProps } from './gridProps.ts';
import {
  type ColumnPlaces,
  columnPlaces,
  dropPlace,
  headHeights,
  type Shown,
  scrollToCell,
  shownIn,
  tracks,
} from './layout.ts';
import { type Drag, type Dragging, useDrag } from './useDrag.ts';
import { type Sight, useSight } from './useSight.ts';
import { allowedWidth, type Span } from './window.ts';

/** What is in sight of a grid, and where its columns stand. */
export interface GridView<C extends GridColumn> {
  readonly lines: Span;
  /** It is being scrolled. */
  readonly isMoving: boolean;
  /** Of those that are not fixed; the same object while it is the same. */
  readonly columns: Span;
  readonly places: ColumnPlaces;
  readonly head: number;
  readonly names: number;
  readonly rowHeight: number;
  /** How many lines one page has. */
  readonly page: number;
  readonly drag: Drag | undefined;
  readonly dragging: Dragging<C>;
  /** Scrolls as little as shows a cell. */
  readonly reveal: (cell: Cell, isFromStart?: boolean) => void;
  /** Makes a column as wide as what is in sight of it. */
  readonly fit: (index: number) => void;
}

const ROW_HEIGHT = 24;

export function useGridView<C extends GridColumn>(
  grid: RefObject<HTMLElement | null>,
  props: GridProps<C>,
): GridView<C> {
  const { columns, fixed, lines: count, rowHeight = ROW_HEIGHT } = props;
  const heights = headHeights(columns, props.renderStrip !== undefined);
  const shownAt = useRef<(sight: Sight) => Shown>(undefined);
  const { sight, isMoving, scrollTo } = useSight(grid, (at) => keyOf(at, shownAt.current?.(at)));
  const dragging: Dragging<C> = useDrag<C>({
    widthOf: (index) => places.widths[index] ?? 0,
    dropAt: (x) => dropPlace(places, columns, placeIn(grid.current, x)),
    onResize: props.onResize,
    onMove: props.onMove,
  });
  const drag = dragging.drag.value;
  const places: ColumnPlaces = useMemo(
    () => columnPlaces(columns, fixed, sight.width, drag),
    [columns, fixed, sight.width, drag],
  );
  const drawn = { places, count, rowHeight, head: heights.head };
  shownAt.current = (at) => shownIn(at, drawn);
  const shown = shownAt.current(sight);
  const { first, end } = shown.columns;
  const span = useMemo(() => ({ first, end }), [first, end]);
  usePlaces(grid, places, span);
  return {
    ...heights,
    lines: shown.lines,
    isMoving,
    columns: span,
    places,
    rowHeight,
    page: Math.max(1, Math.floor((sight.height - heights.head) / rowHeight) - 1),
    drag,
    dragging,
    reveal: (cell, isFromStart = false) => {
      const element = grid.current;
      if (element === null) return;
      const to = scrollToCell(cell, element, drawn, isFromStart);
      if (to.top !== element.scrollTop || to.left !== element.scrollLeft) scrollTo(to);
    },
    fit: (index) => {
      const column = columns[index];
      if (column !== undefined) props.onResize?.(column, fittingWidth(grid.current, index));
    },
  };
}

/** What is drawn in a sight, as a key. */
function keyOf({ width, height }: Sight, shown: Shown | undefined): string {
  return [width, height, shown?.lines.first, shown?.lines.end, shown?.columns.first, shown?.columns.end].join();
}

/** A place of the page as one of all that the element holds. */
function placeIn(element: Element | null, x: number): number {
  return element === null ? x : x - element.getBoundingClientRect().left + element.scrollLeft;
}

/** Says where columns stand to those elements alone that hold them: what all inherit would be reckoned for all. */
function usePlaces(grid: RefObject<HTMLElement | null>, { offsets, widths, fixed }: ColumnPlaces, span: Span): void {
  const before = `${offsets[span.first - fixed] ?? 0}px`;
  const columns = tracks(widths.slice(span.first, span.end));
  // What an element was told last: to read it back would be written out anew for each.
  const told = useMemo(() => new WeakMap<Element, string>(), []);
  useLayoutEffect(() => {
    for (const element of grid.current?.querySelectorAll<HTMLElement>('.grid-cells') ?? []) {
      if (told.get(element) === before + columns) continue;
      told.set(element, before + columns);
      element.style.marginLeft = before;
      element.style.gridTemplateColumns = columns;
    }
  });
}

const PADDING = 17;

/** Width that what is in sight of a column needs. */
function fittingWidth(grid: Element | null, index: number): number {
  const cells = [...(grid?.querySelectorAll(`[aria-colindex="${index + 1}"]`) ?? [])];
  const range = document.createRange();
  const widths = cells.map((cell) => {
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width;
  });
  return allowedWidth(Math.max(0, ...widths) + PADDING);
}
