import type { ResampleTask } from '../../math/resamples.ts';

/** What the pool tells a worker; messages are answered in their order. */
export type ToWorker =
  | { readonly kind: 'task'; readonly id: number; readonly task: ResampleTask }
  | { readonly kind: 'range'; readonly id: number; readonly index: number; readonly from: number; readonly to: number }
  | { readonly kind: 'forget'; readonly id: number };

/** The answer to a `range`. */
export interface FromWorker {
  readonly id: number;
  readonly index: number;
  readonly values: Float64Array<ArrayBuffer>;
}
