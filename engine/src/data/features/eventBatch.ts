import type { Batch, Values } from '../../ports/dataSource.ts';

/** A batch of events with the first ask that sees each of them. */
export interface EventBatch {
  readonly rows: number;
  readonly key: Numbers;
  /** Microseconds. */
  readonly time: Numbers;
  readonly created: Numbers | undefined;
  readonly place: Numbers | undefined;
  readonly id: readonly (string | null)[] | undefined;
  readonly values: readonly Values[];
  readonly columns: Batch['columns'];
  /** -1 where no ask sees the event. */
  readonly first: Int32Array;
}

export type Numbers = Float64Array | Float32Array;
