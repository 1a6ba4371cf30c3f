import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What a scrolled element shows of what it holds, in pixels. */
export interface Sight {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

const NOTHING: Sight = { top: 0, left: 0, width: 0, height: 0 };

/** Milliseconds after the last scroll for which the element is moving. */
const MOVES = 150;

/**
 * Follows scrolling and resizing. `keyOf` makes of a sight what is to be drawn in it: only another one draws again,
 * so a scroll inside of what is there already costs nothing.
 */
export function useSight(
  scroller: RefObject<HTMLElement | null>,
  keyOf: (sight: Sight) => string,
): {
  readonly sight: Sight;
  /** It was scrolled a moment ago. */
  readonly isMoving: boolean;
  readonly scrollTo: (to: { readonly top: number; readonly left: number }) => void;
} {
  const sight = useSignal(NOTHING);
  const isMoving = useSignal(false);
  const read = () => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, scrollLeft, clientWidth, clientHeight } = element;
    const next = { top: scrollTop, left: scrollLeft, width: clientWidth, height: clientHeight };
    element.classList.toggle('grid-at-start', scrollLeft === 0);
    if (keyOf(next) !== keyOf(sight.peek())) sight.value = next;
  };
  const latest = useRef(read);
  latest.current = read;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const follow = () => latest.current();
    const move = () => {
      isMoving.value = true;
      clearTimeout(rest);
      rest = setTimeout(() => {
        isMoving.value = false;
      }, MOVES);
      follow();
    };
    const observer = new ResizeObserver(follow);
    follow();
    observer.observe(element);
    element.addEventListener('scroll', move, { passive: true });
    return () => {
      clearTimeout(rest);
      observer.disconnect();
      element.removeEventListener('scroll', move);
    };
  }, [scroller]);
  const scrollTo = (to: { readonly top: number; readonly left: number }) => {
    scroller.current?.scrollTo({ ...to, behavior: 'instant' });
    latest.current();
  };
  return { sight: sight.value, isMoving: isMoving.value, scrollTo };
}
