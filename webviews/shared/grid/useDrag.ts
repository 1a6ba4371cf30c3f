import { type Signal, useSignal } from '@preact/signals';
import type { GridColumn } from './gridProps.ts';
import { allowedWidth } from './window.ts';

/** What the pointer does to a column. */
export type Drag =
  | { readonly kind: 'resize'; readonly column: string; readonly width: number }
  | ({ readonly kind: 'move'; readonly column: string } & DropPlace);

export interface DropPlace {
  /** Id of a column; null at the end. */
  readonly before: string | null;
  /** Where that column begins. */
  readonly left: number;
}

export interface DragAsked<C extends GridColumn> {
  /** Width that a column has now. */
  readonly widthOf: (index: number) => number;
  /** Before which column something dropped at a place of the frame would stand. */
  readonly dropAt: (x: number) => DropPlace;
  readonly onResize: ((column: C, width: number) => void) | undefined;
  readonly onMove: ((column: C, before: string | null) => void) | undefined;
}

export interface Dragging<C extends GridColumn> {
  readonly drag: Signal<Drag | undefined>;
  readonly begin: (event: PointerEvent, column: C, index: number) => void;
  /** False where the pointer does nothing to a column. */
  readonly cancel: () => boolean;
  /** Whether the pointer has just dragged, so that the click that follows is none. */
  readonly hasDragged: () => boolean;
}

/** The pointer is a click until it has gone so far. */
const SLACK = 5;

/** Resizing by the edge of a name, and moving by the name itself. */
export function useDrag<C extends GridColumn>(asked: DragAsked<C>): Dragging<C> {
  const drag = useSignal<Drag | undefined>(undefined);
  const stop = useSignal<(() => void) | undefined>(undefined);
  const dragged = useSignal(false);
  const end = () => {
    stop.peek()?.();
    stop.value = undefined;
    drag.value = undefined;
  };
  const begin = (event: PointerEvent, column: C, index: number) => {
    const { target, clientX, pointerId } = event;
    if (event.button !== 0 || !(target instanceof HTMLElement)) return;
    dragged.value = false;
    const isResize = target.classList.contains('grid-resize');
    if (isResize ? asked.onResize === undefined : asked.onMove === undefined) return;
    const width = asked.widthOf(index);
    const move = (at: PointerEvent) => {
      if (!isResize && !dragged.peek() && Math.abs(at.clientX - clientX) < SLACK) return;
      if (!dragged.peek()) target.setPointerCapture(pointerId);
      dragged.value = true;
      drag.value = isResize
        ? { kind: 'resize', column: column.id, width: allowedWidth(width + at.clientX - clientX) }
        : { kind: 'move', column: column.id, ...asked.dropAt(at.clientX) };
    };
    const drop = () => {
      const done = drag.peek();
      end();
      if (done?.kind === 'resize') asked.onResize?.(column, done.width);
      else if (done?.kind === 'move' && done.before !== column.id) asked.onMove?.(column, done.before);
    };
    end();
    const heard = new AbortController();
    addEventListener('pointermove', move, { signal: heard.signal });
    addEventListener('pointerup', drop, { signal: heard.signal });
    addEventListener('pointercancel', end, { signal: heard.signal });
    stop.value = () => heard.abort();
  };
  const cancel = () => {
    const isDragging = drag.peek() !== undefined;
    end();
    return isDragging;
  };
  return { drag, begin, cancel, hasDragged: () => dragged.peek() };
}
