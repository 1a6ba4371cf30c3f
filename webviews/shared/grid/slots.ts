/**
 * Gives each line in sight a slot, so that elements are used again: a line keeps its slot, and with it its element,
 * as long as it is in sight wherever it stands; a new line takes one that is free.
 */
export class Slots {
  #slots = new Map<string, number>();

  /** Slots of these keys, in their order. */
  of(keys: readonly string[]): readonly number[] {
    const before = this.#slots;
    const now = new Map<string, number>();
    for (const key of keys) {
      const slot = before.get(key);
      if (slot !== undefined) now.set(key, slot);
    }
    const taken = new Set(now.values());
    let next = 0;
    for (const key of keys) {
      if (now.has(key)) continue;
      while (taken.has(next)) next += 1;
      now.set(key, next);
      taken.add(next);
    }
    this.#slots = now;
    return keys.map((key) => now.get(key) ?? 0);
  }
}
