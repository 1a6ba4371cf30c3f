const FEWEST = 4;

/** Beginnings of ids that tell each from the others of a list. */
export class ShortIds {
  readonly #sorted: readonly string[];

  constructor(ids: readonly string[]) {
    this.#sorted = ids.toSorted();
  }

  /** The first four characters, or as many more as tell it from the others: those beside it in order are most like it. */
  of(id: string): string {
    const place = this.#placeOf(id);
    const after = this.#sorted[place] === id ? place + 1 : place;
    const alike = [this.#sorted[place - 1], this.#sorted[after]].map((other) => shared(id, other ?? ''));
    return id.slice(0, Math.max(FEWEST, ...alike.map((length) => length + 1)));
  }

  /** Of the first id that does not stand before this one. */
  #placeOf(id: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many characters both begin with. */
function shared(id: string, other: string): number {
  let length = 0;
  while (length < id.length && id[length] === other[length]) length += 1;
  return length;
}
