import { type ReadonlySignal, useSignal } from '@preact/signals';
import { announce } from '../announce.ts';

export interface Hover {
  /** Index of the place that the pointer or the arrow keys chose; undefined: none. */
  readonly at: ReadonlySignal<number | undefined>;
  readonly on: {
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onBlur: () => void;
  };
}

export interface HoverOptions {
  readonly length: number;
  /** Places go down instead of to the right. */
  readonly axis?: 'x' | 'y';
  /** Which place is nearest to a point of the chart, in its pixels. */
  readonly nearest: (x: number, y: number) => number;
  /** What a reader hears of a place. */
  readonly sentence: (index: number) => string;
  /** Other keys of the chart. */
  readonly onKey?: (event: KeyboardEvent) => void;
}

/** One rule, one list: they follow the pointer and the arrow keys. */
export function useHover({ length, axis = 'x', nearest, sentence, onKey }: HoverOptions): Hover {
  const at = useSignal<number | undefined>(undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(event, at.peek(), { length, axis });
    if (next === undefined) {
      if (event.key === 'Escape') at.value = undefined;
      onKey?.(event);
      return;
    }
    event.preventDefault();
    at.value = next;
    announce(sentence(next));
  };
  const onPointerMove = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    if (length === 0 || !(currentTarget instanceof Element)) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    const found = nearest(clientX - left, clientY - top);
    at.value = found < 0 ? undefined : found;
  };
  const leave = () => {
    at.value = undefined;
  };
  return { at, on: { onPointerMove, onPointerLeave: leave, onKeyDown, onBlur: leave } };
}

/** Arrows go from place to place, with Shift ten at a time. */
function nextPlace(
  { key, shiftKey }: KeyboardEvent,
  at: number | undefined,
  { length, axis }: { readonly length: number; readonly axis: 'x' | 'y' },
): number | undefined {
  if (length === 0) return undefined;
  const by = shiftKey ? 10 : 1;
  const within = (index: number) => Math.max(0, Math.min(length - 1, index));
  if (key === (axis === 'x' ? 'ArrowRight' : 'ArrowDown')) return at === undefined ? 0 : within(at + by);
  if (key === (axis === 'x' ? 'ArrowLeft' : 'ArrowUp')) return at === undefined ? length - 1 : within(at - by);
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return undefined;
}
