import { count } from '../../../engine/src/language/figures.ts';

/** `3 new, 1 moved`; empty where nothing waits. */
export function changesText({ added, moved }: { readonly added: number; readonly moved: number }): string {
  return [...(added > 0 ? [`${count(added)} new`] : []), ...(moved > 0 ? [`${count(moved)} moved`] : [])].join(', ');
}
