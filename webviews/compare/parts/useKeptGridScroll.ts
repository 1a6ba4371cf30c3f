import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { Comparison } from '../openComparison.ts';

const KEPT_AFTER = 200;

/** The grid is found where it was left, after hiding and after a reload. */
export function useKeptGridScroll(box: RefObject<HTMLElement | null>, { scroll }: Comparison): void {
  useLayoutEffect(() => {
    const { left, top } = scroll.peek();
    const grid = box.current?.querySelector('.grid');
    if (left > 0 || top > 0) grid?.scrollTo({ left, top });
  }, [box, scroll]);
  useEffect(() => {
    const grid = box.current?.querySelector('.grid');
    if (!grid) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        scroll.value = { left: Math.round(grid.scrollLeft), top: Math.round(grid.scrollTop) };
      }, KEPT_AFTER);
    };
    grid.addEventListener('scroll', keep, { passive: true });
    return () => {
      clearTimeout(timer);
      grid.removeEventListener('scroll', keep);
    };
  }, [box, scroll]);
}
