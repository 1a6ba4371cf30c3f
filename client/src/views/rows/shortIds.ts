const FEWEST = 4;

/** Each id by its first four digits, or by as many more as tell it from the others. */
export function shortIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const unique = new Set(ids);
  const longest = Math.max(FEWEST, ...ids.map((id) => id.length));
  const found = new Map<string, string>();
  for (let length = FEWEST; length <= longest && found.size < unique.size; length += 1) {
    counts.clear();
    for (const id of unique) counts.set(id.slice(0, length), (counts.get(id.slice(0, length)) ?? 0) + 1);
    for (const id of unique)
      if (!found.has(id) && counts.get(id.slice(0, length)) === 1) found.set(id, id.slice(0, length));
  }
  return found;
}
