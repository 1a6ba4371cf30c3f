import { GBDT_WASM } from './gbdt.wasm.generated.ts';

/** The kernels as `gbdt.as.ts` describes them; pointers are byte offsets into one shared memory. */
export interface Kernels {
  histogram(
    columns: number,
    bins: number,
    stride: number,
    rows: number,
    gh: number,
    n: number,
    hist: number,
    scratch: number,
  ): void;
  zero(at: number, bytes: number): void;
  copy(to: number, from: number, bytes: number): void;
  sum(to: number, from: number, bytes: number): void;
  subtract(to: number, from: number, bytes: number): void;
  splitNumeric(
    hist: number,
    nb: number,
    g: number,
    h: number,
    rowsPerHessian: number,
    l2: number,
    minRows: number,
    minHessian: number,
    out: number,
  ): void;
  splitCategories(
    hist: number,
    nb: number,
    g: number,
    h: number,
    rowsPerHessian: number,
    l2: number,
    minRows: number,
    minHessian: number,
    smooth: number,
    setL2: number,
    maxSet: number,
    scratch: number,
    out: number,
  ): void;
  partition(column: number, rows: number, from: number, n: number, sides: number, left: number, right: number): number;
  partitionPairs(
    column: number,
    rows: number,
    from: number,
    n: number,
    sides: number,
    left: number,
    right: number,
    pairs: number,
    leftPairs: number,
    rightPairs: number,
  ): number;
  countRows(counts: number, rows: number, n: number): number;
  addLeaf(raw: number, rows: number, n: number, value: number): void;
  /** `loss`: 0 is not wanted, 1 of any weights, 2 where every weight is 1. */
  gradientLogistic(raw: number, wy: number, n: number, gh: number, loss: number, totals: number): void;
  gradientSquared(raw: number, wy: number, n: number, gh: number, total: number): void;
  gradientSoftmax(
    probabilities: number,
    wy: number,
    cls: number,
    factor: number,
    n: number,
    gh: number,
    total: number,
  ): void;
  softmax(raw: number, classes: number, stride: number, from: number, n: number, out: number): void;
  lossLogistic(raw: number, wy: number, n: number): number;
  binNumbers(values: number, n: number, bounds: number, missing: number, out: number, stride: number): void;
  binCodes(codes: number, n: number, missing: number, out: number, stride: number): void;
  takeColumn(bins: number, stride: number, n: number, out: number): void;
  /** Returns the number of distinct values; `work` has room for 8 bytes a row of the sample and 24,576 more. */
  sortSample(values: number, sample: number, n: number, work: number, starts: number): number;
}

/** Compiles the kernels once; the module can be sent to other threads. */
export async function compileKernels(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(Uint8Array.from(atob(GBDT_WASM), (char) => char.charCodeAt(0)));
}

export async function wasmKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
