import type { RefObject } from 'preact';
import { nextIndex } from '../shared/roving.ts';
import { useTabStop } from '../shared/useTabStop.ts';

const INSIDE = 'button, a[href]';

/** Makes a list one tab stop: Up and Down go from row to row, Left and Right to what stands in a row. */
export function useRovingList(list: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  useTabStop(list, partsIn);
  return (event) => move(event, list.current);
}

function partsIn(list: Element): readonly HTMLElement[] {
  return rowsOf(list).flatMap(partsOf);
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
