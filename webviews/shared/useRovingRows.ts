import type { RefObject } from 'preact';
import { nextInRows } from './roving.ts';
import { useTabStop } from './useTabStop.ts';

const FOCUSABLE = 'button, a[href], input, [data-roving]';

/** Makes a table one tab stop: it is entered where it was left, and arrows, Home and End go from part to part inside. */
export function useRovingRows(table: RefObject<HTMLElement | null>): {
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  useTabStop(table, partsIn);
  return { onKeyDown: (event) => move(event, table.current) };
}

function partsIn(table: Element): readonly HTMLElement[] {
  return partsByRow(table).flat();
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
