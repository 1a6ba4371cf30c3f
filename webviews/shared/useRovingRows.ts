import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { nextInRows } from './roving.ts';

const FOCUSABLE = 'button, a[href], input, [data-roving]';

/** Makes a table one tab stop: it is entered where it was left, and arrows, Home and End go from part to part inside. */
export function useRovingRows(table: RefObject<HTMLElement | null>): {
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const last = useRef<Element>(undefined);
  useLayoutEffect(() => {
    const element = table.current;
    if (element === null) return undefined;
    const enter = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest('.pop') !== null) return;
      last.current = target;
      markStop(element, target);
    };
    element.addEventListener('focusin', enter);
    return () => element.removeEventListener('focusin', enter);
  }, [table]);
  // Rows come and go with what the table shows.
  useLayoutEffect(() => {
    if (table.current !== null) markStop(table.current, last.current);
  });
  return { onKeyDown: (event) => move(event, table.current) };
}

function markStop(table: Element, wanted: Element | undefined): void {
  const parts = partsByRow(table).flat();
  const stop = parts.find((part) => part === wanted) ?? parts[0];
  for (const part of parts) part.tabIndex = part === stop ? 0 : -1;
}

function move(event: KeyboardEvent, table: Element | null): void {
  const { target, key } = event;
  if (table === null || !(target instanceof HTMLElement) || target instanceof HTMLInputElement) return;
  const rows = partsByRow(table);
  const row = rows.findIndex((parts) => parts.includes(target));
  if (row < 0) return;
  const place = { row, part: rows[row]!.indexOf(target) };
  const counts = rows.map(({ length }) => length);
  const next = nextInRows(key, place, counts);
  if (next === undefined) return;
  event.preventDefault();
  rows[next.row]?.[next.part]?.focus();
}

function partsByRow(table: Element): readonly (readonly HTMLElement[])[] {
  return [...table.querySelectorAll('tr')].map((row) =>
    [...row.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((part) => part.closest('.pop') === null),
  );
}
