const PAGE = 65_536;
const MOST_PAGES = 65_536;

/** Start of the memory, shared by all threads: the dispatch words, then the arguments of the task at hand. */
export const CONTROL = {
  /** i32 places. */
  sequence: 0,
  claims: 1,
  done: 2,
  task: 3,
  first: 4,
  count: 5,
  quit: 6,
  failed: 7,
  /** u32 places of integer arguments, f64 places of others. */
  integers: 16,
  numbers: 64,
  bytes: 4096,
} as const;

/** The most that fits in a WebAssembly memory of 32 bits. */
export const MOST_BYTES = PAGE * MOST_PAGES;

/** Room for `bytes` beyond the control words. */
export function createMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil((CONTROL.bytes + bytes) / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
}

/** Hands out places of a memory one after the other; `mark` and `release` free all that was handed out since. */
export class Arena {
  readonly #end: number;
  #top: number;

  constructor(memory: WebAssembly.Memory) {
    this.#end = memory.buffer.byteLength;
    this.#top = CONTROL.bytes;
  }

  take(bytes: number): number {
    const at = this.#top;
    this.#top = at + padded(bytes);
    if (this.#top > this.#end)
      throw new Error(`the trainer's memory was laid out too small: ${this.#top} of ${this.#end}`);
    return at;
  }

  mark(): number {
    return this.#top;
  }

  release(mark: number): void {
    this.#top = mark;
  }
}

/** What a piece takes in an arena, so that sums of these are what `createMemory` needs. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Typed windows onto one memory. */
export interface Views {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

export function viewsOf({ buffer }: WebAssembly.Memory): Views {
  return {
    u8: new Uint8Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
