/** Each circle of things that need each other once, beginning with the one that comes first. As deep as it may be. */
export function circlesIn(
  names: Iterable<string>,
  needs: (name: string) => Iterable<string>,
): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const way: Stop[] = [];
  const places = new Map<string, number>();
  const visit = (name: string): void => {
    const at = places.get(name);
    if (at !== undefined) found.push(way.slice(at).map((stop) => stop.name));
    if (at !== undefined || done.has(name)) return;
    places.set(name, way.length);
    way.push({ name, needs: needs(name)[Symbol.iterator]() });
  };
  for (const name of names) {
    visit(name);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const next = here.needs.next();
      if (next.done !== true) visit(next.value);
      else {
        way.pop();
        places.delete(here.name);
        done.add(here.name);
      }
    }
  }
  return found;
}

/** Where we are on our way, and what it needs that was not visited yet. */
interface Stop {
  readonly name: string;
  readonly needs: Iterator<string>;
}
