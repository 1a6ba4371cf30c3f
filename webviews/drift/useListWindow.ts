import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { type ListWindow, listWindow } from './model/listWindow.ts';
import { printing } from './printing.ts';

/** Fewer rows are all drawn. */
const LONG = 250;
/** On paper a list ends somewhere. */
const MOST_ON_PAPER = 1000;

/** Which rows of a list that scrolls with the page are drawn. */
export function useListWindow(list: RefObject<HTMLElement | null>, heights: readonly number[]): ListWindow {
  const sight = useSignal({ top: 0, bottom: 1200 });
  const isLong = heights.length > LONG;
  useLayoutEffect(() => {
    if (!isLong) return undefined;
    const look = () => {
      const box = list.current?.getBoundingClientRect();
      if (box === undefined) return;
      const top = Math.round(-box.top / 100) * 100;
      if (top !== sight.peek().top) sight.value = { top, bottom: top + innerHeight };
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [isLong, list, sight]);
  if (!isLong || printing.value)
    return { from: 0, to: isLong ? Math.min(heights.length, MOST_ON_PAPER) : heights.length, above: 0, below: 0 };
  return listWindow(heights, sight.value);
}
