/**
 * Computes a task range by range, maybe on several threads at once; the numbers do not depend on how many.
 * A task is plain data and typed arrays; what can be computed is the agreement of the caller with the adapter
 * (resamples of metrics: `ResampleTask` of `math/resamples.ts`).
 */
export interface Parallel<Task = unknown> {
  /**
   * One result for each range, in their order. `finished` is told how many ranges are done.
   * Rejects with `Cancelled` when the signal fires.
   */
  map(task: Task, ranges: readonly Range[], options?: ParallelOptions): Promise<readonly Float64Array[]>;
}

/** Numbers `from` to before `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface ParallelOptions {
  readonly signal?: AbortSignal | undefined;
  readonly finished?: ((ranges: number) => void) | undefined;
}
