import { HEAD } from './gridProps.ts';

/** A cell by its place: line from 0 or `HEAD`, column from 0. */
export interface Cell {
  readonly line: number;
  readonly column: number;
}

export interface GridSize {
  readonly lines: number;
  readonly columns: number;
  /** Lines that one page shows. */
  readonly page: number;
}

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
}

/** Where a key leads from a cell; undefined where it leads nowhere. */
export function nextCell({ key, ctrlKey }: Press, { line, column }: Cell, size: GridSize): Cell | undefined {
  const [lastLine, lastColumn] = [size.lines - 1, size.columns - 1];
  const inLines = (to: number) => Math.max(Math.min(line, 0), Math.min(lastLine, to));
  switch (key) {
    case 'ArrowUp':
      return { line: ctrlKey ? Math.min(line, 0) : Math.max(HEAD, line - 1), column };
    case 'ArrowDown':
      return { line: ctrlKey ? lastLine : Math.min(lastLine, line + 1), column };
    case 'ArrowLeft':
      return { line, column: ctrlKey ? 0 : Math.max(0, column - 1) };
    case 'ArrowRight':
      return { line, column: ctrlKey ? lastColumn : Math.min(lastColumn, column + 1) };
    case 'Home':
      return { line: ctrlKey ? Math.min(0, lastLine) : line, column: 0 };
    case 'End':
      return { line: ctrlKey ? lastLine : line, column: lastColumn };
    case 'PageUp':
      return { line: inLines(line - size.page), column };
    case 'PageDown':
      return { line: inLines(line + size.page), column };
    default:
      return undefined;
  }
}

/** Before which column one is to stand that goes one step; undefined where it cannot. */
export function stepBefore(
  columns: readonly { readonly id: string }[],
  at: number,
  { step, fixed }: { readonly step: -1 | 1; readonly fixed: number },
): string | null | undefined {
  if (at < fixed || at + step < fixed || at + step >= columns.length) return undefined;
  return columns[step === -1 ? at - 1 : at + 2]?.id ?? null;
}
