import { nextIndex } from '../shared/roving.ts';

export interface ColumnKeys {
  readonly names: readonly string[];
  readonly isOpen: (name: string) => boolean;
  readonly toggle: (name: string) => void;
  /** Brings a row into the frame and gives it the focus. */
  readonly focus: (name: string) => void;
}

/** What keys do in the rows of columns: up and down from row to row, right opens, left closes, F2 explains the value. */
export function pressInColumns(event: KeyboardEvent, keys: ColumnKeys): void {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || target.closest('.pop') !== null) return;
  const row = target.closest<HTMLElement>('[data-column]');
  const name = row?.dataset['column'];
  if (row === null || name === undefined) return;
  const at = keys.names.indexOf(name);
  const next = nextIndex(key, at, keys.names.length, 'down');
  if (next !== undefined) {
    // The list ends where it ends.
    const isWrapped = (key === 'ArrowDown' && next < at) || (key === 'ArrowUp' && next > at);
    if (!isWrapped) keys.focus(keys.names[next]!);
  } else if (target !== row) {
    if (key !== 'ArrowLeft' && key !== 'Escape') return;
    row.focus();
  } else if (key === 'Enter' || key === ' ') keys.toggle(name);
  else if (key === 'ArrowRight') {
    if (keys.isOpen(name)) row.querySelector<HTMLElement>('button')?.focus();
    else keys.toggle(name);
  } else if (key === 'ArrowLeft') {
    if (keys.isOpen(name)) keys.toggle(name);
  } else if (key === 'F2' || key === 'e' || key === 'E') {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const figure = row.querySelector<HTMLElement>('.fig');
    figure?.focus();
    if (figure?.getAttribute('aria-expanded') === 'false') figure.click();
  } else return;
  event.preventDefault();
}
