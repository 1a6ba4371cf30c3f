/**
 * A stream of random numbers that is the same on every machine.
 * Streams of one seed are independent of each other: give each tree, resample or worker its own.
 */
export interface Random {
  /** Uniform integer of 32 bits, 0 <= x < 2^32. */
  uint32(): number;
  /** Uniform number of 53 bits, 0 <= x < 1. */
  uniform(): number;
  /** Uniform integer, 0 <= x < n; unbiased. `n` is 1 to 2^32. */
  below(n: number): number;
  /** As many uniform integers of 32 bits as there is room, some four times as fast as one by one. */
  fill(words: Uint32Array): void;
}

const WARM_UP = 16;
const WORD = 2 ** 32;

/** Generator sfc32 (C. Doty-Humphrey, PractRand), seeded with integers; each of them counts with 32 bits. */
export function random(seed: number, stream = 0, substream = 0): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = substream | 0;
  let counter = 1;

  function next(): number {
    const mixed = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return mixed;
  }

  for (let i = 0; i < WARM_UP; i++) next();
  return {
    uint32: () => next() >>> 0,
    uniform: () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53,
    below(n) {
      const limit = WORD - (WORD % n);
      let drawn = next() >>> 0;
      while (drawn >= limit) drawn = next() >>> 0;
      return drawn % n;
    },
    fill(words) {
      let x = a | 0;
      let y = b | 0;
      let z = c | 0;
      let n = counter | 0;
      for (let i = 0; i < words.length; i++) {
        const mixed = (x + y + n) | 0;
        n = (n + 1) | 0;
        x = y ^ (y >>> 9);
        y = (z + (z << 3)) | 0;
        z = (((z << 21) | (z >>> 11)) + mixed) | 0;
        words[i] = mixed;
      }
      a = x;
      b = y;
      c = z;
      counter = n;
    },
  };
}
