import { random } from './random.ts';

/** Up to as many rows a resample has exactly as many rows as the sample; above, that number varies by its square root. */
export const EXACT_ROWS = 10_000;

/**
 * How often each row is in bootstrap resample number `resample`; returns the sum.
 *
 * Small samples are drawn row by row with replacement (multinomial counts). In large ones each count is an independent
 * Poisson(1), which has the same limit (Hanley and MacGibbon 2006, "Creating non-parametric bootstrap samples using
 * Poisson frequencies"; Chamandy et al. 2012) and needs 16 random bits a row.
 */
export function resampleCounts(counts: Uint8Array, seed: number, stream: number, resample: number): number {
  return counts.length <= EXACT_ROWS
    ? drawRows(counts, seed, stream, resample)
    : drawPoisson(counts, seed, stream, resample);
}

function drawRows(counts: Uint8Array, seed: number, stream: number, resample: number): number {
  const rows = counts.length;
  const { uint32 } = random(seed, stream, resample);
  counts.fill(0);
  for (let drawn = 0; drawn < rows; drawn++) counts[Math.floor((uint32() * rows) / 2 ** 32)]!++;
  return rows;
}

/** `random.ts`'s generator, written out so that a draw takes 2 ns. */
function drawPoisson(counts: Uint8Array, seed: number, stream: number, resample: number): number {
  const start = random(seed, stream, resample);
  let a = start.uint32() | 0;
  let b = start.uint32() | 0;
  let c = start.uint32() | 0;
  let counter = 1;
  let rows = 0;
  const even = counts.length & ~1;
  for (let i = 0; i < even; i += 2) {
    const mixed = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    const first = POISSON[mixed & 0xffff]!;
    const second = POISSON[mixed >>> 16]!;
    counts[i] = first;
    counts[i + 1] = second;
    rows = (rows + first + second) | 0;
  }
  if (even < counts.length) {
    const last = POISSON[start.uint32() & 0xffff]!;
    counts[even] = last;
    rows += last;
  }
  return rows;
}

/** Inverse of the distribution function of Poisson(1) at (i + 1/2) / 65536: the mean is 1, the variance within 4e-5 of 1. */
export const POISSON = poissonTable();

function poissonTable(): Uint8Array {
  const table = new Uint8Array(2 ** 16);
  let count = 0;
  let probability = Math.exp(-1);
  let upTo = probability;
  for (let i = 0; i < table.length; i++) {
    while ((i + 0.5) / table.length > upTo) {
      count++;
      probability /= count;
      upTo += probability;
    }
    table[i] = count;
  }
  return table;
}
