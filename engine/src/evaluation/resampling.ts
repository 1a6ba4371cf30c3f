import { Cancelled } from '../failure.ts';
import { measureSample, metricsNamed } from '../math/metrics/measureRows.ts';
import { computeResamples, type ResampleTask } from '../math/resamples.ts';
import type { Parallel, Range } from '../ports/parallel.ts';
import type { Metrics } from './evaluation.ts';
import { withInterval } from './intervals.ts';

/** Resamples on this thread, letting go of it between ranges. */
export const inline: Parallel<ResampleTask> = {
  async map(task, ranges, { signal, finished } = {}) {
    const results: Float64Array[] = [];
    for (const { from, to } of ranges) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) throw new Cancelled();
      results.push(computeResamples(task, from, to));
      finished?.(results.length);
    }
    return results;
  },
};

export interface Resampling {
  readonly parallel: Parallel<ResampleTask>;
  readonly resamples: number;
  readonly level: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of row-draws as they are done. */
  readonly progress?: ((draws: number) => void) | undefined;
}

/** Below this number of ranges threads are not worth their start. */
const FEW_RANGES = 4;

/** Row-draws in one range: some 30 ms, the grain of progress, cancellation and threads. */
const DRAWS_A_RANGE = 4_000_000;

/** Values and intervals of the metrics, for each sample of the task. */
export async function measureWithIntervals(task: ResampleTask, resampling: Resampling): Promise<readonly Metrics[]> {
  const metrics = metricsNamed(task.metrics, task.classes);
  const all = await resampled(task, resampling);
  return task.samples.map((sample, s) => {
    const values = measureSample(sample, metrics);
    const entries = task.metrics.map((name, m) => {
      const ofMetric = column(all, s * metrics.length + m, task.samples.length * metrics.length);
      return [name, withInterval(values[m]!, ofMetric, resampling.level)] as const;
    });
    return Object.fromEntries(entries);
  });
}

/** What `computeResamples` gives for all resamples, NaN where undefined. */
export async function resampled(task: ResampleTask, resampling: Resampling): Promise<Float64Array> {
  const { parallel, resamples, signal } = resampling;
  const ranges = rangesOf(task, resamples);
  const drawsDone = drawsAfter(task, ranges);
  const finished = (count: number) => resampling.progress?.(drawsDone[count - 1]!);
  const blocks = await (ranges.length < FEW_RANGES ? inline : parallel).map(task, ranges, { signal, finished });
  const all = new Float64Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const block of blocks) {
    all.set(block, place);
    place += block.length;
  }
  return all;
}

function rangesOf(task: ResampleTask, resamples: number): readonly Range[] {
  const size = Math.max(1, Math.floor(DRAWS_A_RANGE / Math.max(1, rowsOf(task))));
  const ranges: Range[] = [];
  for (let from = 0; from < resamples; from += size) ranges.push({ from, to: Math.min(from + size, resamples) });
  return ranges;
}

function drawsAfter(task: ResampleTask, ranges: readonly Range[]): readonly number[] {
  return ranges.map(({ to }) => to * rowsOf(task));
}

function rowsOf({ samples }: ResampleTask): number {
  return samples.reduce((sum, { rows }) => sum + rows, 0);
}

/** Every `width`th number, from number `first` on. */
function column(all: Float64Array, first: number, width: number): Float64Array {
  const out = new Float64Array(width === 0 ? 0 : all.length / width);
  for (let i = 0; i < out.length; i++) out[i] = all[first + i * width]!;
  return out;
}
