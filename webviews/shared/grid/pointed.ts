import type { Cell } from './gridKeys.ts';
import { type GridColumn, type GridProps, HEAD } from './gridProps.ts';

/** What the pointer acts on. */
export interface PointerStage<C extends GridColumn> {
  readonly props: GridProps<C>;
  readonly moveTo: (cell: Cell) => void;
  readonly anchor: () => number;
  readonly setAnchor: (line: number) => void;
  readonly beginDrag: (event: PointerEvent, column: C, index: number) => void;
  readonly hasDragged: () => boolean;
  readonly fit: (index: number) => void;
}

/** The cell that holds what an event is about. */
export function cellOf(target: EventTarget | null): Cell | undefined {
  if (!(target instanceof Element)) return undefined;
  const column = target.closest('[aria-colindex]')?.getAttribute('aria-colindex');
  const row = target.closest('[aria-rowindex]')?.getAttribute('aria-rowindex');
  return column && row ? { line: Number(row) - 2, column: Number(column) - 1 } : undefined;
}

/** Whether what is inside of a cell takes the pointer itself. */
function isInner({ target }: Event): boolean {
  return target instanceof Element && target.closest('button, a[href], input, .pop') !== null;
}

export function pointerDown<C extends GridColumn>(event: PointerEvent, stage: PointerStage<C>): void {
  const cell = cellOf(event.target);
  if (cell === undefined) return;
  const column = stage.props.columns[cell.column];
  const isHead = cell.line === HEAD;
  if (isHead && column !== undefined && !column.isPlain && !column.isBox) stage.beginDrag(event, column, cell.column);
  if (event.button === 0 && !isInner(event) && !event.shiftKey && !isHead) stage.setAnchor(cell.line);
}

export function mouseDown<C extends GridColumn>(event: MouseEvent, stage: PointerStage<C>): void {
  const cell = cellOf(event.target);
  if (cell === undefined || isInner(event)) return;
  // Text is not marked while lines are taken, and the edge of a name is no part of it.
  if (event.shiftKey || (event.target instanceof Element && event.target.closest('.grid-resize')))
    event.preventDefault();
  stage.moveTo(cell);
}

export function clicked<C extends GridColumn>(event: MouseEvent, stage: PointerStage<C>): void {
  const cell = cellOf(event.target);
  const { props } = stage;
  const column = cell && props.columns[cell.column];
  if (cell === undefined || column === undefined || isInner(event)) return;
  if (cell.line === HEAD) {
    if (!stage.hasDragged() && !isEdge(event) && !column.isPlain && !column.isBox)
      props.onSort?.(column, event.shiftKey);
    return;
  }
  const { shiftKey, ctrlKey, metaKey } = event;
  if (shiftKey) props.onSelect?.(cell.line, { toggle: false, range: true, from: stage.anchor() });
  else if (isTitle(event)) props.onTurn?.(cell.line);
  else if (ctrlKey || metaKey || column.isBox)
    props.onSelect?.(cell.line, { toggle: true, range: false, from: cell.line });
}

export function doubleClicked<C extends GridColumn>(event: MouseEvent, stage: PointerStage<C>): void {
  const cell = cellOf(event.target);
  if (cell === undefined || isInner(event)) return;
  const column = stage.props.columns[cell.column];
  if (cell.line === HEAD) {
    if (isEdge(event)) stage.fit(cell.column);
  } else if (!column?.isBox && !isTitle(event)) stage.props.onOpen?.(cell.line);
}

function isEdge({ target }: Event): boolean {
  return target instanceof Element && target.closest('.grid-resize') !== null;
}

function isTitle({ target }: Event): boolean {
  return target instanceof Element && target.closest('.grid-title') !== null;
}
