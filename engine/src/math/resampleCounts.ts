import { type ResamplingKernel, resamplingKernel } from './kernels/resamplingKernel.ts';
import { type Random, random } from './random.ts';

/** Up to as many rows a resample has exactly as many rows as the sample; above, that number varies by its square root. */
export const EXACT_ROWS = 1000;

/**
 * How often each row is in bootstrap resample number `resample`; returns the sum.
 *
 * Small samples are drawn row by row with replacement (multinomial counts). In large ones each count is an independent
 * Poisson(1), which has the same limit (Hanley and MacGibbon 2006, "Creating non-parametric bootstrap samples using
 * Poisson frequencies"; Chamandy et al. 2012) and needs 16 random bits a row.
 */
export function resampleCounts(counts: Uint8Array, seed: number, stream: number, resample: number): number {
  if (counts.length <= EXACT_ROWS) return drawRows(counts, random(seed, stream, resample));
  const fast = kernel();
  return fast === undefined
    ? drawPoisson(counts, random(seed, stream, resample))
    : fast.draw(counts, seed, stream, resample);
}

/** Writes count i to place `places[i]` of `out`, no two to the same. */
export function moveCounts(counts: Uint8Array, places: Uint32Array, out: Uint8Array): void {
  const fast = kernel();
  if (fast !== undefined) fast.move(counts, places, out);
  else for (let i = 0; i < places.length; i++) out[places[i]!] = counts[i]!;
}

function kernel(): ResamplingKernel | undefined {
  loaded ??= { kernel: resamplingKernel(POISSON) };
  return loaded.kernel;
}

/** Of this thread. */
let loaded: { readonly kernel: ResamplingKernel | undefined } | undefined;

const BLOCK = 2048;

function drawRows(counts: Uint8Array, { fill }: Random): number {
  const rows = counts.length;
  const words = new Uint32Array(rows);
  fill(words);
  counts.fill(0);
  for (let i = 0; i < rows; i++) counts[Math.floor((words[i]! * rows) / 2 ** 32)]!++;
  return rows;
}

/** What the kernel draws, in plain JavaScript. */
export function drawPoisson(counts: Uint8Array, { fill }: Random): number {
  const words = new Uint32Array(BLOCK);
  let rows = 0;
  let start = 0;
  for (; start + 2 * BLOCK <= counts.length; start += 2 * BLOCK) {
    fill(words);
    rows += toCounts(words, counts, start);
  }
  const rest = counts.subarray(start);
  const needed = words.subarray(0, (rest.length + 1) >>> 1);
  const drawn = new Uint8Array(2 * needed.length);
  fill(needed);
  rows += toCounts(needed, drawn, 0);
  rest.set(drawn.subarray(0, rest.length));
  for (let i = rest.length; i < drawn.length; i++) rows -= drawn[i]!;
  return rows;
}

/** Two counts a word; returns their sum. */
function toCounts(words: Uint32Array, counts: Uint8Array, start: number): number {
  let rows = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const first = POISSON[word & 0xffff]!;
    const second = POISSON[word >>> 16]!;
    counts[start + 2 * i] = first;
    counts[start + 2 * i + 1] = second;
    rows = (rows + first + second) | 0;
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
