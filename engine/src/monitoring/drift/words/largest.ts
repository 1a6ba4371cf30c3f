/** The first few of a list in this order, in one pass: lists of categories may be long. */
export function largest<T>(list: readonly T[], few: number, order: (a: T, b: T) => number): readonly T[] {
  const kept: T[] = [];
  for (const each of list) {
    if (kept.length === few && order(each, kept[few - 1]!) >= 0) continue;
    const place = kept.findIndex((other) => order(each, other) < 0);
    kept.splice(place < 0 ? kept.length : place, 0, each);
    if (kept.length > few) kept.pop();
  }
  return kept;
}
