import { DEFAULT_METRICS, metricEntry } from '../catalog/metrics.ts';
import { usage } from '../failure.ts';
import { metricsNamed, needsOf } from '../math/metrics/measureRows.ts';
import { sampleOf } from '../math/metrics/sample.ts';
import { canonicalOrder, select, THRESHOLD } from '../math/metrics/scoredRows.ts';
import type { ResampleTask } from '../math/resamples.ts';
import type { Parallel } from '../ports/parallel.ts';
import { checkScored, onlyRanks } from './checkScored.ts';
import { curvesOf } from './curves/curves.ts';
import type { Evaluation, SliceReport } from './evaluation.ts';
import { inline, measureWithIntervals } from './resampling.ts';
import { type Scored, scoredRows } from './scored.ts';
import { reportOf, slice, taskOf } from './slices.ts';

export interface EvaluateOptions {
  /** Names of the catalog; default: those of the task that the data allows. */
  readonly metrics?: readonly string[];
  /** Binary: from which score on rows are predicted positive, 0.5. */
  readonly threshold?: number;
  /** Confidence level of the intervals, 0.95. */
  readonly level?: number;
  /** Bootstrap resamples, 1000; 0 for no intervals. */
  readonly resamples?: number;
  readonly seed?: number;
  /** Slices with fewer rows are listed, not measured; 30. */
  readonly minSliceRows?: number;
  /** Values of a slice column that are listed at most, those with most rows; 200. */
  readonly maxSlices?: number;
  readonly parallel?: Parallel<ResampleTask>;
  readonly signal?: AbortSignal;
  /** Told the share that is done, 0 to 1. */
  progress?(share: number): void;
}

/**
 * Metrics with bootstrap intervals, overall and by slice, and curves. The figures depend on the values and the seed
 * alone: not on the order of rows, nor on threads. Rejects with `Failure` for metrics that do not fit and rows that
 * cannot be evaluated, with `Cancelled` when the signal fires.
 */
export async function evaluate(scored: Scored, options: EvaluateOptions = {}): Promise<Evaluation> {
  const settings = settingsOf(scored, options);
  const { names, level, resamples, seed, threshold } = settings;
  checkScored(scored, names);
  const rows = scoredRows(scored);
  const order = canonicalOrder(rows);
  const metrics = metricsNamed(names, rows.classes);
  const slicings = (scored.slices ?? []).map((column) => slice(column, order, settings));
  const common = { metrics: names, classes: rows.classes, seed };
  const tasks: ResampleTask[] = [
    { ...common, samples: [sampleOf(select(rows, order), needsOf(metrics), threshold)], streams: [0] },
    ...slicings.map((slicing) => ({ ...common, ...taskOf(slicing, rows, metrics, threshold) })),
  ];
  const measured = await measureAll(tasks, settings, options);
  return {
    task: scored.task,
    rows: order.length,
    ...(scored.classes !== undefined && { classes: scored.classes }),
    metrics: measured[0]![0]!,
    slices: slicings.map((slicing, i): SliceReport => reportOf(slicing, measured[i + 1]!, names)),
    curves: curvesOf(rows, { classes: scored.classes ?? [], threshold, probabilities: !onlyRanks(scored, names) }),
    ...(resamples > 0 && { intervals: { method: 'percentile bootstrap', level, resamples, seed } }),
  };
}

async function measureAll(
  tasks: readonly ResampleTask[],
  { resamples, level }: Settings,
  { parallel = inline, signal, progress }: EvaluateOptions,
) {
  const draws = tasks.map(({ samples }) => samples.reduce((sum, { rows }) => sum + rows, 0) * resamples);
  const all = draws.reduce((sum, count) => sum + count, 0);
  const measured = [];
  let before = 0;
  for (const [i, task] of tasks.entries()) {
    const drawn = (done: number) => progress?.((before + done) / all);
    measured.push(await measureWithIntervals(task, { parallel, resamples, level, signal, progress: drawn }));
    before += draws[i]!;
  }
  return measured;
}

type Settings = ReturnType<typeof settingsOf>;

function settingsOf(scored: Scored, options: EvaluateOptions) {
  const { level = 0.95, resamples = 1000, seed = 0, threshold = THRESHOLD } = options;
  if (!(level > 0 && level < 1)) throw usage(`level ${level} is not between 0 and 1`, 'Give a level such as 0.95.');
  if (!Number.isInteger(resamples) || resamples < 0 || resamples > 1_000_000)
    throw usage(`${resamples} is no number of resamples`, 'Give a whole number such as 1000, or 0 for no intervals.');
  const { minSliceRows: minRows = 30, maxSlices = 200 } = options;
  return {
    names: namesOf(scored, options),
    level,
    resamples,
    seed,
    threshold,
    minRows: Math.max(minRows, 1),
    maxSlices,
  };
}

function namesOf({ task, scores }: Scored, { metrics }: EvaluateOptions): readonly string[] {
  if (metrics !== undefined) return [...new Set(metrics)];
  return DEFAULT_METRICS[task].filter((name) => scores.length > 0 || metricEntry(name)?.needs === 'prediction');
}
