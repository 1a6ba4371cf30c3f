import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { nextIndex } from '../shared/roving.ts';

const INSIDE = 'button, a[href]';

/** Makes a list one tab stop: Up and Down go from row to row, Left and Right to what stands in a row. */
export function useRovingList(list: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const last = useRef<Element>(undefined);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const enter = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest('.pop') !== null) return;
      last.current = target;
      markStop(element, target);
    };
    element.addEventListener('focusin', enter);
    return () => element.removeEventListener('focusin', enter);
  }, [list]);
  // Rows come and go as gates are judged.
  useLayoutEffect(() => {
    if (list.current !== null) markStop(list.current, last.current);
  });
  return (event) => move(event, list.current);
}

function markStop(list: Element, wanted: Element | undefined): void {
  const parts = rowsOf(list).flatMap(partsOf);
  const stop = parts.find((part) => part === wanted) ?? parts[0];
  for (const part of parts) part.tabIndex = part === stop ? 0 : -1;
}

function move(event: KeyboardEvent, list: Element | null): void {
  const { target, key } = event;
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-gate]') : null;
  if (list === null || row === null || !(target instanceof HTMLElement) || target.closest('.pop') !== null) return;
  const rows = rowsOf(list);
  const parts = partsOf(row);
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  const within = isAcross ? parts : rows;
  const at = isAcross ? parts.indexOf(target) : rows.indexOf(row);
  const next = nextIndex(key, at, within.length, isAcross ? 'across' : 'down');
  if (next === undefined) return;
  event.preventDefault();
  within[next]?.focus();
}

function rowsOf(list: Element): readonly HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-gate]')];
}

/** The row itself first. */
function partsOf(row: HTMLElement): readonly HTMLElement[] {
  return [row, ...row.querySelectorAll<HTMLElement>(INSIDE)].filter((part) => part.closest('.pop') === null);
}
