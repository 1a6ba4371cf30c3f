import type { Cell } from './gridKeys.ts';
import { type GridColumn, type GridCursor, type GridProps, HEAD } from './gridProps.ts';
import type { Drag } from './useDrag.ts';
import type { Sight } from './useSight.ts';
import { fixedWidths, offsetsOf, type Span, shownLines, shownSpan } from './window.ts';

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

export interface Shown {
  readonly lines: Span;
  /** By their index among all columns. */
  readonly columns: Span;
}

/** What is to be drawn of lines and columns. */
export function shownIn(
  { top, left, width, height }: Sight,
  {
    places,
    count,
    rowHeight,
    head,
  }: {
    readonly places: ColumnPlaces;
    readonly count: number;
    readonly rowHeight: number;
    readonly head: number;
  },
): Shown {
  const { offsets, fixed, fixedWidth } = places;
  const { first, end } = shownSpan(offsets, left, width - fixedWidth, COLUMNS_BEYOND);
  return {
    lines: shownLines({ count, height: rowHeight, top, viewport: height - head }, LINES_BEYOND),
    columns: { first: fixed + first, end: fixed + end },
  };
}

/** Classes of each column's cells: figures, marks, and the first one of a group. */
export function columnClasses(columns: readonly GridColumn[]): readonly string[] {
  return columns.map(({ isFigure, isBox, isPlain, group }, i) =>
    [isFigure ? 'n' : '', isBox || isPlain ? 'plain' : '', i > 0 && group !== columns[i - 1]?.group ? 'edge' : '']
      .join(' ')
      .trim(),
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
