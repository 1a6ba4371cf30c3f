import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Cell } from './gridKeys.ts';
import { type GridColumn, type GridProps, HEAD } from './gridProps.ts';
import { lineOfKey } from './layout.ts';

/** The element of a cell; of a line that stands for others its title, for all fixed columns. */
export function cellElement(grid: Element | null, { line, column }: Cell, fixed: number): HTMLElement | null {
  const row = grid?.querySelector(`[aria-rowindex="${line + 2}"]`);
  const found = row?.querySelector<HTMLElement>(`[aria-colindex="${column + 1}"]`);
  return found ?? (column < fixed ? (row?.querySelector<HTMLElement>('.grid-title') ?? null) : null);
}

/** Keeps the focus on the cursor's cell, whatever is drawn again, and the cursor on its line, wherever that goes. */
export function useGridFocus<C extends GridColumn>(
  grid: RefObject<HTMLElement | null>,
  { cursor, rowKey, lines, fixed, columns, onCursor }: GridProps<C>,
  stop: Cell,
  reveal: (cell: Cell, isFromStart?: boolean) => void,
): { readonly moveTo: (cell: Cell, isFromStart?: boolean) => void } {
  const isWanted = useRef(false);
  const before = useRef({ line: HEAD as number, key: '' });
  const hadFocus = grid.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    const key = stop.line === HEAD ? '' : rowKey(stop.line);
    const was = before.current;
    before.current = { line: stop.line, key };
    if (cursor !== null && cursor.line === was.line && was.key !== '' && key !== was.key) {
      const line = lineOfKey(was.key, rowKey, lines);
      if (line !== undefined) {
        before.current = { line, key: was.key };
        isWanted.current ||= hadFocus;
        if (hadFocus) reveal({ line, column: stop.column });
        onCursor({ ...cursor, line });
        return;
      }
    }
    if (cursor !== null && cursor.line !== stop.line) onCursor({ ...cursor, line: stop.line });
    if (!isWanted.current && !hadFocus) return;
    isWanted.current = false;
    const cell = cellElement(grid.current, stop, fixed);
    if (cell !== null && !cell.contains(document.activeElement)) cell.focus({ preventScroll: true });
  });
  return {
    moveTo: (cell, isFromStart) => {
      const column = columns[cell.column];
      if (column === undefined) return;
      reveal(cell, isFromStart);
      onCursor({ line: cell.line, column: column.id });
      const element = cellElement(grid.current, cell, fixed);
      element?.focus({ preventScroll: true });
      // Only where it is not drawn yet: a later drawing would take the focus from wherever the user has gone by then.
      isWanted.current = element === null || !element.contains(document.activeElement);
    },
  };
}
