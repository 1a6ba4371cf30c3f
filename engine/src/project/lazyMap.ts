/** A map whose values are made when they are first asked for, each once. */
export class LazyMap<V> implements ReadonlyMap<string, V> {
  readonly #keys: ReadonlySet<string>;
  readonly #make: (key: string) => V;
  readonly #made = new Map<string, V>();

  constructor(keys: Iterable<string>, make: (key: string) => V) {
    this.#keys = new Set(keys);
    this.#make = make;
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  get(key: string): V | undefined {
    return this.#keys.has(key) ? this.#value(key) : undefined;
  }

  keys(): SetIterator<string> {
    return this.#keys.keys();
  }

  *values(): Generator<V, undefined> {
    for (const key of this.#keys) yield this.#value(key);
  }

  *entries(): Generator<[string, V], undefined> {
    for (const key of this.#keys) yield [key, this.#value(key)];
  }

  [Symbol.iterator](): Generator<[string, V], undefined> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  #value(key: string): V {
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const value = this.#make(key);
    this.#made.set(key, value);
    return value;
  }
}
