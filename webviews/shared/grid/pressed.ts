import { announce } from '../announce.ts';
import { type Cell, nextCell, stepBefore } from './gridKeys.ts';
import { type GridColumn, type GridProps, HEAD } from './gridProps.ts';
import { allowedWidth } from './window.ts';

/** What keys act on. */
export interface KeyStage<C extends GridColumn> {
  readonly props: GridProps<C>;
  readonly stop: Cell;
  readonly page: number;
  readonly widthOf: (index: number) => number;
  /** @param isFromStart scrolls to the first column even where the cell stays in sight */
  readonly moveTo: (cell: Cell, isFromStart?: boolean) => void;
  /** Line where a range of the selection began. */
  readonly anchor: () => number;
  readonly setAnchor: (line: number) => void;
  /** Ends what the pointer does to a column; false where it does nothing. */
  readonly cancelDrag: () => boolean;
  /** The cursor's cell. */
  readonly cell: () => HTMLElement | null;
}

const INNER = 'button, a[href], input';
const WIDER = 8;

/** Does what a key asks for; what it has done goes no further. */
export function pressed<C extends GridColumn>(event: KeyboardEvent, stage: KeyStage<C>): void {
  const { props, stop } = stage;
  const column = props.columns[stop.column];
  if (event.defaultPrevented || column === undefined || event.target instanceof HTMLInputElement) return;
  const isDone =
    props.onKey?.(event, { line: stop.line, column: column.id }) === true ||
    left(event, stage) ||
    (event.target === stage.cell() && acted(event, column, stage)) ||
    walked(event, stage);
  if (!isDone) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Esc ends a drag, or goes from what stands in a cell back to it. */
function left(
  { key, target }: KeyboardEvent,
  { cancelDrag, cell }: Pick<KeyStage<GridColumn>, 'cancelDrag' | 'cell'>,
): boolean {
  if (key !== 'Escape') return false;
  if (cancelDrag()) return true;
  if (target === cell()) return false;
  cell()?.focus({ preventScroll: true });
  return true;
}

function acted<C extends GridColumn>(event: KeyboardEvent, column: C, stage: KeyStage<C>): boolean {
  if (event.key === 'F2') return entered(stage);
  return stage.stop.line === HEAD ? onHead(event, column, stage) : onLine(event, column, stage);
}

/** Into what stands in the cell. */
function entered({ cell }: Pick<KeyStage<GridColumn>, 'cell'>): boolean {
  const inner = cell()?.querySelector<HTMLElement>(INNER);
  inner?.focus({ preventScroll: true });
  // What explains itself does so by the same key.
  inner?.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true, cancelable: true }));
  return inner !== undefined && inner !== null;
}

function onHead<C extends GridColumn>(event: KeyboardEvent, column: C, stage: KeyStage<C>): boolean {
  const { key, altKey, shiftKey } = event;
  if (column.isPlain || column.isBox) return false;
  const { props, stop, widthOf } = stage;
  if (key === 'Enter' && props.onSort !== undefined) {
    props.onSort(column, shiftKey);
    return true;
  }
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined;
  if (step === undefined || !altKey) return false;
  if (shiftKey) {
    const width = allowedWidth(widthOf(stop.column) + step * WIDER);
    props.onResize?.(column, width);
    announce(`${column.title}, ${width} pixels wide`);
    return true;
  }
  const before = stepBefore(props.columns, stop.column, { step, fixed: props.fixed });
  if (before !== undefined && props.onMove !== undefined) {
    props.onMove(column, before);
    announce(`${column.title}, column ${stop.column + 1 + step} of ${props.columns.length}`);
  }
  return true;
}

function onLine<C extends GridColumn>(event: KeyboardEvent, column: C, stage: KeyStage<C>): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  const { props, stop, anchor, setAnchor } = stage;
  const { line } = stop;
  const group = props.groupOf?.(line);
  const isTitle = group !== undefined && stop.column < props.fixed;
  if (isTitle && (key === 'Enter' || key === (group.isOpen ? 'ArrowLeft' : 'ArrowRight'))) {
    props.onTurn?.(line);
    return true;
  }
  if (key === ' ' && props.onSelect !== undefined) {
    props.onSelect(line, { toggle: !shiftKey, range: shiftKey, from: anchor() });
    if (!shiftKey) setAnchor(line);
    return true;
  }
  if (altKey) return false;
  if (key === 'Enter' && props.onOpen !== undefined) {
    props.onOpen(line);
    return true;
  }
  const isCopy =
    key.toLowerCase() === 'c' && (ctrlKey || metaKey) && !shiftKey && (getSelection()?.isCollapsed ?? true);
  if (!isCopy || props.onCopy === undefined) return false;
  props.onCopy(line, column);
  return true;
}

function walked<C extends GridColumn>(event: KeyboardEvent, stage: KeyStage<C>): boolean {
  if (event.altKey) return false;
  const { props, stop, page } = stage;
  const press = { key: event.key, ctrlKey: event.ctrlKey || event.metaKey };
  const size = { lines: props.lines, columns: props.columns.length, page };
  const to = nextCell(press, acrossTitle(press.key, stage), size);
  if (to === undefined) return false;
  const isRange = event.shiftKey && to.line !== HEAD && stop.line !== HEAD && to.line !== stop.line;
  const from = isRange ? stage.anchor() : to.line;
  stage.moveTo(to, press.key === 'Home');
  if (isRange) {
    stage.setAnchor(from);
    props.onSelect?.(to.line, { toggle: false, range: true, from });
  } else if (to.line !== HEAD && !event.shiftKey) stage.setAnchor(to.line);
  return true;
}

/** From a title, which spans all fixed columns, an arrow leads past it. */
function acrossTitle<C extends GridColumn>(key: string, { props, stop }: KeyStage<C>): Cell {
  const isTitle = stop.line !== HEAD && stop.column < props.fixed && props.groupOf?.(stop.line) !== undefined;
  if (!isTitle) return stop;
  if (key === 'ArrowRight') return { ...stop, column: props.fixed - 1 };
  return key === 'ArrowLeft' ? { ...stop, column: 0 } : stop;
}
