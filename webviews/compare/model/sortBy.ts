import type { SortKey } from '../protocol.ts';

/**
 * Sort keys after a click on a head: first the column's best at the top, then the other way round, then none of it.
 * @param add keeps the keys before it
 */
export function sortBy(
  keys: readonly SortKey[],
  { column, better }: { readonly column: string; readonly better: 'higher' | 'lower' | null },
  add: boolean,
): readonly SortKey[] {
  const first = better === 'higher';
  const at = keys.findIndex((key) => key.column === column);
  const others = add ? keys.filter((key) => key.column !== column) : [];
  const before = keys[at];
  if (before === undefined) return [...others, { column, descending: first }];
  if (before.descending !== first) return others;
  const turned = { column, descending: !first };
  return add ? keys.with(at, turned) : [turned];
}
