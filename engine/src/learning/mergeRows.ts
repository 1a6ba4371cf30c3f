import type { Views } from './memory.ts';

/** Rows with equal bins in every column (and an equal key), seen as one. */
export interface Merged {
  /** How many different ones there are. */
  readonly count: number;
  /** The one that each row became. */
  readonly placeOf: Uint32Array;
}

const EMPTY = 0xffff_ffff;
/** Merging must at least halve the rows, or it is not worth its indirection. */
const WORTH = 0.5;

/**
 * Merges rows that no tree can tell apart, in place: the tiles then hold the different ones, first to `count`.
 * Narrow tables of categories and small integers shrink many times; a model trained on sums over equal rows is the same model.
 * Undefined, and nothing changed, where more than half of the rows differ. Rows are visited in a scattered order, so that
 * neighbours in the file (equal hours, days) do not stay neighbours: equal bins in a row would stall the histogram kernel.
 */
export function mergeRows(
  { u32 }: Views,
  tiles: number,
  tileCount: number,
  rows: number,
  key: Uint32Array | undefined,
): Merged | undefined {
  const limit = Math.floor(rows * WORTH);
  if (limit === 0) return undefined;
  const bits = Math.ceil(Math.log2(2 * limit + 2));
  const table = new Uint32Array(2 ** bits).fill(EMPTY);
  const first = new Uint32Array(limit);
  const placeOf = new Uint32Array(rows);
  const base = tiles >>> 2;
  const tileWords = rows * 2;
  const wordsOf = (row: number, tile: number) => base + tile * tileWords + 2 * row;
  let count = 0;

  const same = (a: number, b: number): boolean => {
    for (let tile = 0; tile < tileCount; tile++) {
      const [x, y] = [wordsOf(a, tile), wordsOf(b, tile)];
      if (u32[x] !== u32[y] || u32[x + 1] !== u32[y + 1]) return false;
    }
    return key === undefined || key[a] === key[b];
  };

  const step = scatteringStep(rows);
  for (let i = 0, row = 0; i < rows; i++, row = (row + step) % rows) {
    let hash = key === undefined ? 0 : Math.imul(key[row]! + 1, 0x9e3779b1);
    for (let tile = 0; tile < tileCount; tile++) {
      const at = wordsOf(row, tile);
      hash = Math.imul(hash ^ u32[at]!, 0x85ebca6b);
      hash = Math.imul((hash ^ (hash >>> 15)) + u32[at + 1]!, 0xc2b2ae35);
      hash ^= hash >>> 13;
    }
    let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
    while (table[slot] !== EMPTY && !same(first[table[slot]!]!, row)) slot = (slot + 1) & (table.length - 1);
    if (table[slot] === EMPTY) {
      if (count === limit) return undefined;
      first[count] = row;
      table[slot] = count++;
    }
    placeOf[row] = table[slot]!;
  }
  compact(u32, base, tileCount, tileWords, first.subarray(0, count));
  return { count, placeOf };
}

/** Tiles keep their distance; only their first rows are used from now on. */
function compact(u32: Uint32Array, base: number, tileCount: number, tileWords: number, first: Uint32Array): void {
  const held = new Uint32Array(2 * first.length);
  for (let tile = 0; tile < tileCount; tile++) {
    const at = base + tile * tileWords;
    for (let i = 0; i < first.length; i++) {
      held[2 * i] = u32[at + 2 * first[i]!]!;
      held[2 * i + 1] = u32[at + 2 * first[i]! + 1]!;
    }
    u32.set(held, at);
  }
}

/** About the golden share of the rows, and no divisor in common with their number. */
function scatteringStep(rows: number): number {
  let step = Math.max(1, Math.floor(rows * 0.6180339887));
  while (commonDivisor(step, rows) !== 1) step++;
  return step;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
