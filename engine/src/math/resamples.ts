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
   * Where two samples are of the same rows, each in an order of its own: the row of the second that is row i of the first.
   * What is drawn for the first is then drawn for the second. `alike`: their order is the same.
   */
  readonly paired?: Uint32Array | 'alike';
}

/**
 * Metrics of the resamples `from` to before `to`, NaN where undefined: an entry for each resample, in it for each
 * sample, in it for each metric.
 */
export function computeResamples(task: ResampleTask, from: number, to: number): Float64Array<ArrayBuffer> {
  const { samples, streams, seed, paired } = task;
  const metrics = metricsNamed(task.metrics, task.classes);
  const out = new Float64Array((to - from) * samples.length * metrics.length);
  const scratch = new Uint8Array(Math.max(1, ...samples.map(({ rows }) => rows)) + 3);
  const moved = new Uint8Array(typeof paired === 'object' ? paired.length : 0);
  let place = 0;
  for (let resample = from; resample < to; resample++) {
    let rows = 0;
    for (const [i, sample] of samples.entries()) {
      const isDrawn = paired !== undefined && i > 0;
      const isMoved = isDrawn && paired !== 'alike';
      const counts = isMoved ? moved : scratch.subarray(0, sample.rows);
      if (isMoved) moveCounts(scratch, paired, moved);
      else if (!isDrawn) rows = resampleCounts(counts, seed, streams[i]!, resample);
      const totals = totalsOf(sample, counts, rows);
      for (const metric of metrics) out[place++] = rows === 0 ? Number.NaN : toNumber(metric.value(totals));
    }
  }
  return out;
}
