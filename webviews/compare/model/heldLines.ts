import type { GridRow } from './gridRows.ts';
import type { Table } from './table.ts';

/** Lines in the order they had, and what waits for being shown. */
export interface HeldLines {
  readonly lines: readonly GridRow[];
  /** Lines that are new. */
  readonly added: number;
  /** Lines that would stand elsewhere. */
  readonly moved: number;
}

/** Id of a run, or what a group is of. */
export function lineKey(line: GridRow, table: Table): string {
  return line.kind === 'group' ? `group ${line.key}` : (table.runs[line.row] ?? '');
}

/** Lines as they would be now, held to an order: values change in place, those that are gone leave, others wait. */
export function heldLines(now: readonly GridRow[], order: readonly string[], table: Table): HeldLines {
  const byKey = new Map(now.map((line) => [lineKey(line, table), line]));
  const held = order.filter((key) => byKey.has(key));
  const known = new Set(held);
  const wanted = [...byKey.keys()].filter((key) => known.has(key));
  return {
    lines: held.flatMap((key) => byKey.get(key) ?? []),
    added: byKey.size - held.length,
    moved: held.length - longestInOrder(held, wanted),
  };
}

/** How many keys may stay where they are, at most: the longest increasing subsequence of their wanted places. */
function longestInOrder(held: readonly string[], wanted: readonly string[]): number {
  const places = new Map(wanted.map((key, place) => [key, place]));
  const ends: number[] = [];
  for (const key of held) {
    const place = places.get(key) ?? 0;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    ends[low] = place;
  }
  return ends.length;
}
