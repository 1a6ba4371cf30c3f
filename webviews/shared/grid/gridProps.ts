import type { ComponentChildren } from 'preact';

export interface GridColumn {
  readonly id: string;
  /** For readers: the whole name, with what is better where that is known. */
  readonly title: string;
  /** In pixels. */
  readonly width: number;
  /** Head above this column and those beside it that have the same one. */
  readonly group?: string | undefined;
  readonly sort?: ColumnSort | undefined;
  /** Figures stand at the right, in digits of one width. */
  readonly isFigure?: boolean | undefined;
  /** Holds the box of the selection, which the grid draws. */
  readonly isBox?: boolean | undefined;
  /** All that stands in its cells fits: nothing of it has to be cut off. */
  readonly isWhole?: boolean | undefined;
  /** Is neither sorted by, resized nor moved. */
  readonly isPlain?: boolean | undefined;
}

export interface ColumnSort {
  readonly direction: 'ascending' | 'descending';
  /** From 1: the first key counts most. */
  readonly place: number;
}

/** Line of the head: what stands above the first line. */
export const HEAD = -1;

export interface GridCursor {
  /** From 0, or `HEAD`. */
  readonly line: number;
  /** Id of a column. */
  readonly column: string;
}

/** What a key or the pointer wants of the selection. */
export interface GridSelecting {
  /** Adds the line, or takes it away. */
  readonly toggle: boolean;
  /** Takes all lines from `from` to the line. */
  readonly range: boolean;
  /** Line where the range began. */
  readonly from: number;
}

/** A line that stands for others. */
export interface GridGroup {
  readonly isOpen: boolean;
  /** Spans the fixed columns; the others are rendered as in every line. */
  readonly title: ComponentChildren;
}

/**
 * Lines and columns are rendered when they come into sight. All lines in sight are rendered again when `renderCell`,
 * `groupOf` or the columns are others: give functions that stay while what they tell of does. The container has a height.
 */
export interface GridProps<C extends GridColumn> {
  /** What the grid is of, for readers. */
  readonly label: string;
  /** How many there are. */
  readonly lines: number;
  readonly columns: readonly C[];
  /** How many columns stay at the left; the last of them names the line. */
  readonly fixed: number;
  /** The same for a line wherever it stands: the focus follows it. */
  readonly rowKey: (line: number) => string;
  /** Names the line, for readers. */
  readonly rowLabel?: ((line: number) => string) | undefined;
  readonly renderCell: (line: number, column: C) => ComponentChildren;
  readonly renderHead: (column: C) => ComponentChildren;
  /** Stands below the names, on the cells' scale; the head is higher for it. */
  readonly renderStrip?: ((column: C) => ComponentChildren) | undefined;
  readonly rowClass?: ((line: number) => string) | undefined;
  /** For `data-vscode-context`: what the menu of the line is about. */
  readonly rowContext?: ((line: number) => string | undefined) | undefined;
  readonly headContext?: ((column: C) => string | undefined) | undefined;
  readonly groupOf?: ((line: number) => GridGroup | undefined) | undefined;
  readonly isSelected?: ((line: number) => boolean) | undefined;
  readonly cursor: GridCursor | null;
  readonly onCursor: (cursor: GridCursor) => void;
  /** Is asked before the grid does anything about a key; true: handled. */
  readonly onKey?: ((event: KeyboardEvent, cursor: GridCursor) => boolean) | undefined;
  /** @param add the column becomes one more key */
  readonly onSort?: ((column: C, add: boolean) => void) | undefined;
  readonly onResize?: ((column: C, width: number) => void) | undefined;
  /** @param before id of the column before which it is to stand; null: at the end */
  readonly onMove?: ((column: C, before: string | null) => void) | undefined;
  readonly onSelect?: ((line: number, selecting: GridSelecting) => void) | undefined;
  readonly onOpen?: ((line: number) => void) | undefined;
  /** Opens a line that stands for others, or closes it. */
  readonly onTurn?: ((line: number) => void) | undefined;
  readonly onCopy?: ((line: number, column: C) => void) | undefined;
  /** The pointer is on another line, or on none. */
  readonly onHover?: ((line: number | undefined) => void) | undefined;
  /** In pixels; 24 where absent. */
  readonly rowHeight?: number | undefined;
}
