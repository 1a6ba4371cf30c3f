import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Makes an element one tab stop: of its parts the one that had the focus last, else the first. What pops up inside is left alone. */
export function useTabStop(
  box: RefObject<HTMLElement | null>,
  partsOf: (box: Element) => readonly HTMLElement[],
): void {
  const last = useRef<Element>(undefined);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const enter = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest('.pop') !== null) return;
      last.current = target;
      markStop(partsOf(element), target);
    };
    element.addEventListener('focusin', enter);
    return () => element.removeEventListener('focusin', enter);
  }, [box, partsOf]);
  // Parts come and go with what is shown.
  useLayoutEffect(() => {
    if (box.current !== null) markStop(partsOf(box.current), last.current);
  });
}

function markStop(parts: readonly HTMLElement[], wanted: Element | undefined): void {
  const stop = parts.find((part) => part === wanted) ?? parts[0];
  for (const part of parts) part.tabIndex = part === stop ? 0 : -1;
}
