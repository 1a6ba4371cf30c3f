import { toNumber } from './metrics/measure.ts';
import { metricsNamed } from './metrics/measureRows.ts';
import type { Sample } from './metrics/sample.ts';
import { totalsOf } from './metrics/totals.ts';
import { moveCounts, resampleCounts } from './resampleCounts.ts';

/** Bootstrap of metrics over several samples (the whole, or slices of it). Resample r of a sample is the same wherever it is computed. */
export interface ResampleTask {
  readonly samples: readonly Sample[];
  /** A number for each sample that its random numbers depend on, beside `seed`. */
  readonly streams: readonly number[];
  readonly metrics: readonly string[];
  /** Number of classes; 0 for regression. */
  readonly classes: number;
  readonly seed: number;
  /**
   * Where samples come in twos that are of the same rows, each in an order of its own: for each two the row of the second that is row
   * i of the first. What is drawn for the first is then drawn for the second. `alike`: their order is the same.
   */
  readonly pairs?: readonly (Uint32Array | 'alike')[];
}

/**
 * Metrics of the resamples `from` to before `to`, NaN where undefined: an entry for each resample, in it for each
 * sample, in it for each metric.
 */
export function computeResamples(task: ResampleTask, from: number, to: number): Float64Array<ArrayBuffer> {
  const { samples, streams, seed, pairs } = task;
  const metrics = metricsNamed(task.metrics, task.classes);
  const out = new Float64Array((to - from) * samples.length * metrics.length);
  const mostRows = Math.max(1, ...samples.map(({ rows }) => rows));
  const scratch = new Uint8Array(mostRows + 3);
  const moved = new Uint8Array(pairs === undefined ? 0 : mostRows);
  let place = 0;
  for (let resample = from; resample < to; resample++) {
    let rows = 0;
    for (const [i, sample] of samples.entries()) {
      const places = i % 2 === 0 ? undefined : pairs?.[(i - 1) / 2];
      const counts = (typeof places === 'object' ? moved : scratch).subarray(0, sample.rows);
      if (typeof places === 'object') moveCounts(scratch, places, counts);
      else if (places === undefined) rows = resampleCounts(counts, seed, streams[i]!, resample);
      const totals = totalsOf(sample, counts, rows);
      for (const metric of metrics) out[place++] = rows === 0 ? Number.NaN : toNumber(metric.value(totals));
    }
  }
  return out;
}
