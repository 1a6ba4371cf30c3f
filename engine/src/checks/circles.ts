/** Each circle of things that need each other once, beginning with the one that comes first. */
export function circlesIn(
  names: Iterable<string>,
  needs: (name: string) => Iterable<string>,
): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    const at = way.indexOf(name);
    if (at >= 0) found.push(way.slice(at));
    if (at >= 0 || done.has(name)) return;
    for (const need of needs(name)) visit(need, [...way, name]);
    done.add(name);
  };
  for (const name of names) visit(name, []);
  return found;
}
