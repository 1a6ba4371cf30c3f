import { random } from '../math/random.ts';
import type { Views } from './memory.ts';

/** Rows with equal bins in every column (and an equal key), seen as one. */
export interface Merged {
  /** How many different ones there are. */
  readonly count: number;
  /** The one that each row became. */
  readonly placeOf: Uint32Array;
}

const FIRST_SLOTS = 1 << 14;
/** Merging must at least halve the rows, or it is not worth its indirection. */
const WORTH = 0.5;
const LEAST_SAMPLE = 16_384;
const SAMPLED_SHARE = 32;

/**
 * Merges rows that no tree can tell apart, in place: the first `count` rows of the bins are then the different ones.
 * Narrow tables of categories and small integers shrink many times; a model trained on sums over equal rows is the same model.
 * Undefined, and nothing changed, where more than half of the rows differ. The different rows end in a scattered order, so that
 * neighbours in the file (equal hours, days) do not stay neighbours: equal bins in a row would stall the histogram kernel.
 */
export function mergeRows(
  { u32 }: Views,
  bins: number,
  stride: number,
  rows: number,
  key: Uint32Array | undefined,
): Merged | undefined {
  const width = stride >>> 2;
  const words = new Uint32Array(width + (key === undefined ? 0 : 1));
  const wordsOf = (row: number): Uint32Array => {
    const at = (bins >>> 2) + row * width;
    for (let i = 0; i < width; i++) words[i] = u32[at + i]!;
    if (key !== undefined) words[width] = key[row]!;
    return words;
  };
  if (!mayBeWorth(rows, words.length, wordsOf)) return undefined;
  const found = new Distinct(words.length, Math.floor(rows * WORTH));
  const placeOf = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const place = found.placeOf(wordsOf(row));
    if (place === FULL) return undefined;
    placeOf[row] = place;
  }
  const { count } = found;
  const scattered = scatter(count);
  for (let row = 0; row < rows; row++) placeOf[row] = scattered[placeOf[row]!]!;
  for (let row = 0; row < count; row++)
    for (let i = 0; i < width; i++) u32[(bins >>> 2) + scattered[row]! * width + i] = found.word(row, i);
  return { count, placeOf };
}

/**
 * Whether a random sample of m of n rows, drawn with replacement, says that merging may be worth it: about m^2 / 2n of it are equal to
 * one before where all rows differ, and at least m^2 / n where merging halves them.
 */
function mayBeWorth(rows: number, width: number, wordsOf: (row: number) => Uint32Array): boolean {
  const size = Math.max(LEAST_SAMPLE, Math.floor(rows / SAMPLED_SHARE));
  if (rows < 2 * size) return true;
  const sample = new Distinct(width, size);
  const draw = random(0, rows);
  for (let i = 0; i < size; i++) sample.placeOf(wordsOf(draw.below(rows)));
  return size - sample.count > (0.75 * size * size) / rows;
}

const FULL = -1;

/** A set of rows of words, numbered as they come; open addressing, grows as it fills. */
class Distinct {
  readonly #width: number;
  readonly #limit: number;
  #held: Uint32Array;
  /** 0 is free, else the number of a row plus one. */
  #slots = new Uint32Array(FIRST_SLOTS);
  count = 0;

  constructor(width: number, limit: number) {
    this.#width = width;
    this.#limit = limit;
    this.#held = new Uint32Array((FIRST_SLOTS / 2) * this.#width);
  }

  word(row: number, i: number): number {
    return this.#held[row * this.#width + i]!;
  }

  /** The number of an equal row, added when it is new; `FULL` where it would be one too many. */
  placeOf(words: Uint32Array): number {
    const width = this.#width;
    const mask = this.#slots.length - 1;
    let slot = hashOf(words, 0, width) & mask;
    for (let taken = this.#slots[slot]!; taken !== 0; taken = this.#slots[slot]!) {
      const at = (taken - 1) * width;
      let i = 0;
      while (i < width && this.#held[at + i] === words[i]) i++;
      if (i === width) return taken - 1;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.#limit) return FULL;
    if (2 * (this.count + 1) > this.#slots.length) {
      this.#grow();
      return this.placeOf(words);
    }
    this.#held.set(words, this.count * width);
    this.#slots[slot] = ++this.count;
    return this.count - 1;
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const held = new Uint32Array(2 * this.#held.length);
    held.set(this.#held);
    for (let row = 0; row < this.count; row++) {
      let slot = hashOf(held, row * this.#width, this.#width) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = row + 1;
    }
    this.#slots = slots;
    this.#held = held;
  }
}

function hashOf(words: Uint32Array, from: number, width: number): number {
  let hash = 0;
  for (let i = from; i < from + width; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** A fixed order of 0 .. count-1 in which neighbours end far apart: steps of about the golden share. */
function scatter(count: number): Uint32Array {
  let step = Math.max(1, Math.floor(count * 0.6180339887));
  while (commonDivisor(step, count) !== 1) step++;
  const places = new Uint32Array(count);
  for (let i = 0, place = 0; i < count; i++, place = (place + step) % count) places[i] = place;
  return places;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
