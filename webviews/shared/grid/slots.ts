/**
 * Gives each line in sight a slot, so that elements are used again: a line keeps its slot, and with it its element,
 * as long as it is in sight wherever it stands; a new line takes one that is free.
 */
export class Slots {
  #slots = new Map<string, number>();
  #order: readonly number[] = [];

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

  /**
   * In which order the elements of these slots stand, as places in `slots`. While the grid is moving they stay where they
   * stand: an element that is put elsewhere is laid out anew.
   */
  order(slots: readonly number[], isMoving: boolean): readonly number[] {
    const places = new Map(slots.map((slot, place) => [slot, place]));
    const stay = isMoving ? this.#order.filter((slot) => places.has(slot)) : [];
    const standing = new Set(stay);
    this.#order = [...stay, ...slots.filter((slot) => !standing.has(slot))];
    return this.#order.map((slot) => places.get(slot) ?? 0);
  }
}
