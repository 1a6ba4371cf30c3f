import { RANKING_WASM } from './ranking.wasm.generated.ts';

/** Sums over a ranking, whole numbers and exact. */
export interface Wins {
  /** Sum over negative rows of the positive rows up to them. */
  readonly wins: number;
  readonly positives: number;
  readonly negatives: number;
}

type Kernel = (positive: Uint8Array, counts: Uint8Array) => Wins;

const PAGE = 65_536;
/** Rows that one step of the kernel takes. */
const STEP = 16;
/** Where the totals are written; arrays stand behind. */
const OUT = 16;

let loaded: { readonly kernel: Kernel | undefined } | undefined;

/** The kernel of this thread; undefined where WebAssembly is not there or not allowed. */
export function rankingKernel(): Kernel | undefined {
  loaded ??= { kernel: load() };
  return loaded.kernel;
}

function load(): Kernel | undefined {
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(RANKING_WASM), (char) => char.charCodeAt(0)));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return kernelOf(memory, exports['wins'] as (positive: number, counts: number, rows: number, out: number) => number);
  } catch {
    return undefined;
  }
}

function kernelOf(
  memory: WebAssembly.Memory,
  wins: (positive: number, counts: number, rows: number, out: number) => number,
): Kernel {
  return (positive, counts) => {
    const rows = Math.ceil(positive.length / STEP) * STEP;
    const missing = 2 * OUT + 2 * rows - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    const bytes = new Uint8Array(memory.buffer);
    const [at, countsAt] = [2 * OUT, 2 * OUT + rows];
    place(bytes, at, positive, rows);
    place(bytes, countsAt, counts, rows);
    const sum = wins(at, countsAt, rows, OUT);
    const totals = new Float64Array(memory.buffer, OUT, 2);
    return { wins: sum, positives: totals[0]!, negatives: totals[1]! };
  };
}

function place(bytes: Uint8Array, at: number, values: Uint8Array, rows: number): void {
  bytes.set(values, at);
  bytes.fill(0, at + values.length, at + rows);
}
