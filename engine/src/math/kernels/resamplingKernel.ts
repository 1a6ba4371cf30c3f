import { RESAMPLING_WASM } from './resampling.wasm.generated.ts';

export interface ResamplingKernel {
  /** Poisson counts of a resample, as `resampleCounts` draws them in plain JavaScript; returns the sum. */
  draw(counts: Uint8Array, seed: number, stream: number, resample: number): number;
  /** Writes count i to place `places[i]` of `out`; the places are kept until others are given. */
  move(counts: Uint8Array, places: Uint32Array, out: Uint8Array): void;
}

interface Exports {
  poisson(
    seed: number,
    stream: number,
    resample: number,
    thresholds: number,
    scratch: number,
    out: number,
    words: number,
  ): number;
  scatter(bytes: number, places: number, rows: number, out: number): void;
}

const PAGE = 65_536;
/** Rows that one step of the kernel draws, from half as many words. */
const STEP = 16;
/** Thresholds, eight of 16 bits; then words on their way to counts; then the counts. */
const THRESHOLDS = 16;
const SCRATCH = 64;
const OUT = SCRATCH + 4 * 1024;

/**
 * The kernel of a table of counts by 16 random bits, ascending from 0 to 8; undefined where WebAssembly is not there or not
 * allowed.
 */
export function resamplingKernel(table: Uint8Array): ResamplingKernel | undefined {
  const steps = Uint16Array.from({ length: 8 }, (_, count) => table.findIndex((value) => value > count));
  if (table.at(-1) !== steps.length) return undefined;
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(RESAMPLING_WASM), (char) => char.charCodeAt(0)));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    new Uint16Array(memory.buffer, THRESHOLDS, 8).set(steps);
    return kernelOf(memory, exports as unknown as Exports);
  } catch {
    return undefined;
  }
}

function kernelOf(memory: WebAssembly.Memory, { poisson, scatter }: Exports): ResamplingKernel {
  /** Counts, where they are moved to, and the places, one behind the other. */
  let kept: Uint32Array | undefined;
  const room = (bytes: number): void => {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  };
  return {
    draw(counts, seed, stream, resample) {
      const bytes = padded(counts.length);
      room(OUT + bytes);
      if (kept !== undefined && bytes > padded(kept.length)) kept = undefined;
      let rows = poisson(seed, stream, resample, THRESHOLDS, SCRATCH, OUT, bytes / 2) >>> 0;
      const drawn = new Uint8Array(memory.buffer, OUT, bytes);
      counts.set(drawn.subarray(0, counts.length));
      for (let row = counts.length; row < bytes; row++) rows -= drawn[row]!;
      return rows;
    },
    move(counts, places, out) {
      const bytes = padded(places.length);
      const [to, at] = [OUT + bytes, OUT + 2 * bytes];
      if (kept !== places) {
        room(at + places.byteLength);
        new Uint32Array(memory.buffer, at, places.length).set(places);
        kept = places;
      }
      new Uint8Array(memory.buffer, OUT, places.length).set(counts.subarray(0, places.length));
      scatter(OUT, at, places.length, to);
      out.set(new Uint8Array(memory.buffer, to, places.length));
    },
  };
}

/** Rows, rounded up to what one step of the kernel draws. */
function padded(rows: number): number {
  return Math.ceil(rows / STEP) * STEP;
}
