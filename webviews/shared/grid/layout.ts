import type { Cell } from './gridKeys.ts';
import { type GridColumn, type GridCursor, type GridProps, HEAD } from './gridProps.ts';
import type { Drag, DropPlace } from './useDrag.ts';
import type { Sight } from './useSight.ts';
import { fixedWidths, indexAt, offsetsOf, type Span, scrollFor, shownLines, shownSpan } from './window.ts';

/** Where columns stand, in pixels. */
export interface ColumnPlaces {
  readonly widths: readonly number[];
  readonly fixed: number;
  readonly fixedWidth: number;
  /** Where those that are not fixed begin, beside the fixed ones; the last number is where they end. */
  readonly offsets: Float64Array;
}

/** Widths as they are now: a column that is being resized has the one under the pointer. */
export function columnPlaces(
  columns: readonly GridColumn[],
  fixed: number,
  viewport: number,
  drag: Drag | undefined,
): ColumnPlaces {
  const wanted = columns.map(({ id, width }) => (drag?.kind === 'resize' && drag.column === id ? drag.width : width));
  const left = fixedWidths(wanted.slice(0, fixed), viewport);
  const widths = [...left, ...wanted.slice(fixed)];
  return {
    widths,
    fixed,
    fixedWidth: left.reduce((sum, width) => sum + width, 0),
    offsets: offsetsOf(wanted.slice(fixed)),
  };
}

/** Where a column begins in the whole grid. */
export function leftOf({ widths, fixed, fixedWidth, offsets }: ColumnPlaces, index: number): number {
  if (index >= fixed) return fixedWidth + (offsets[index - fixed] ?? 0);
  return widths.slice(0, index).reduce((sum, width) => sum + width, 0);
}

/** Heights of the head: of all, and of the names in it. */
export function headHeights(
  columns: readonly GridColumn[],
  hasStrips: boolean,
): { readonly head: number; readonly names: number } {
  const names = hasStrips ? 46 : 28;
  return { names, head: names + 1 + (columns.some(({ group }) => group !== undefined) ? 22 : 0) };
}

/** Drawn on all sides beyond what is in sight, so that a scroll finds something there. */
const LINES_BEYOND = 6;
const COLUMNS_BEYOND = 1;

/** What is drawn. */
export interface Drawn {
  readonly places: ColumnPlaces;
  /** Of lines. */
  readonly count: number;
  readonly rowHeight: number;
  /** Height of the head. */
  readonly head: number;
}

export interface Shown {
  readonly lines: Span;
  /** By their index among all columns. */
  readonly columns: Span;
}

/** What is to be drawn of lines and columns. */
export function shownIn({ top, left, width, height }: Sight, { places, count, rowHeight, head }: Drawn): Shown {
  const { offsets, fixed, fixedWidth } = places;
  const { first, end } = shownSpan(offsets, left, width - fixedWidth, COLUMNS_BEYOND);
  return {
    lines: shownLines({ count, height: rowHeight, top, viewport: height - head }, LINES_BEYOND),
    columns: { first: fixed + first, end: fixed + end },
  };
}

/** Classes of each column's cells: figures, marks, and the first one of a group. */
export function columnClasses(columns: readonly GridColumn[]): readonly string[] {
  return columns.map(({ isFigure, isBox, isPlain, isWhole, group }, i) =>
    [
      ...(isFigure ? ['n'] : []),
      ...(isBox || isPlain ? ['plain'] : []),
      ...(isWhole ? ['whole'] : []),
      ...(i > 0 && group !== columns[i - 1]?.group ? ['edge'] : []),
    ].join(' '),
  );
}

/** The cell that is the grid's tab stop: where the cursor is, or the name of the first line. */
export function stopOf({
  cursor,
  columns,
  lines,
  fixed,
}: Pick<GridProps<GridColumn>, 'columns' | 'lines' | 'fixed'> & { readonly cursor: GridCursor | null }): Cell {
  const name = Math.max(0, fixed - 1);
  if (cursor === null) return { line: Math.min(0, lines - 1), column: name };
  const column = columns.findIndex(({ id }) => id === cursor.column);
  return { line: Math.max(HEAD, Math.min(lines - 1, cursor.line)), column: column < 0 ? name : column };
}

/** Where a line stands by its key; undefined where it is gone. */
export function lineOfKey(key: string, rowKey: (line: number) => string, lines: number): number | undefined {
  for (let line = 0; line < lines; line += 1) if (rowKey(line) === key) return line;
  return undefined;
}

/** Widths as tracks of a grid of CSS. */
export function tracks(widths: readonly number[]): string {
  return widths.length === 0 ? 'none' : widths.map((width) => `${width}px`).join(' ');
}

/** What the frame of the grid shows, and how far it is scrolled. */
export interface Frame {
  readonly scrollTop: number;
  readonly scrollLeft: number;
  readonly clientWidth: number;
  readonly clientHeight: number;
}

/** How far to be scrolled for a cell to be seen whole. @param isFromStart fixed columns show those that follow them too */
export function scrollToCell(
  { line, column }: Cell,
  { scrollTop, scrollLeft, clientWidth, clientHeight }: Frame,
  { places, rowHeight, head }: Pick<Drawn, 'places' | 'rowHeight' | 'head'>,
  isFromStart: boolean,
): { readonly top: number; readonly left: number } {
  const { fixed, fixedWidth, offsets, widths } = places;
  const height = { begin: line * rowHeight, size: rowHeight };
  const width = { begin: offsets[column - fixed] ?? 0, size: widths[column] ?? 0 };
  const left = column < fixed ? scrollLeft : scrollFor(width, { from: scrollLeft, length: clientWidth - fixedWidth });
  return {
    top: line === HEAD ? scrollTop : scrollFor(height, { from: scrollTop, length: clientHeight - head }),
    left: column < fixed && isFromStart ? 0 : left,
  };
}

/** Before which column something dropped at a place of the whole grid would stand. */
export function dropPlace(places: ColumnPlaces, columns: readonly GridColumn[], x: number): DropPlace {
  const { offsets, fixed, fixedWidth } = places;
  const over = indexAt(offsets, x - fixedWidth);
  const middle = ((offsets[over] ?? 0) + (offsets[over + 1] ?? 0)) / 2;
  const index = fixed + over + (x - fixedWidth > middle ? 1 : 0);
  return { before: columns[index]?.id ?? null, left: leftOf(places, index) };
}

/** Lines to be drawn: those of a span, and the cursor's wherever it is, so that the focus keeps its place. */
export function drawnLines({ first, end }: Span, cursor: number): readonly number[] {
  const lines = Array.from({ length: end - first }, (_, i) => first + i);
  if (cursor === HEAD || (cursor >= first && cursor < end)) return lines;
  return cursor < first ? [cursor, ...lines] : [...lines, cursor];
}
