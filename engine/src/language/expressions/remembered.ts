/** A function of a text that remembers what it gave, for up to twice `limit` texts, the longest unused forgotten first. */
export function remembered<T>(limit: number, make: (text: string) => T): (text: string) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (text) => {
    const known = young.get(text) ?? old.get(text);
    const value = known ?? make(text);
    if (known === undefined || !young.has(text)) {
      if (young.size >= limit) [old, young] = [young, new Map()];
      young.set(text, value);
    }
    return value;
  };
}
