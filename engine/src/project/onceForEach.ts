/**
 * A function that computes once for each object it is asked about. Only what follows from that very object may be computed so: of a
 * project, what a check asks of it is written down for the project it was given.
 */
export function onceForEach<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
