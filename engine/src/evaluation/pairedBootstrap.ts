import { metricEntry } from '../catalog/metrics.ts';
import { usage } from '../failure.ts';
import { measureSample, metricsNamed, needsOf } from '../math/metrics/measureRows.ts';
import type { Need } from '../math/metrics/need.ts';
import { sampleOf } from '../math/metrics/sample.ts';
import { canonicalOrder, type ScoredRows, select } from '../math/metrics/scoredRows.ts';
import type { ResampleTask } from '../math/resamples.ts';
import { gather } from '../math/sorting.ts';
import type { Parallel } from '../ports/parallel.ts';
import { checkScored } from './checkScored.ts';
import type { MetricValue } from './evaluation.ts';
import { withInterval } from './intervals.ts';
import { inline, resampled } from './resampling.ts';
import { type Scored, scoredRows } from './scored.ts';

export interface PairedOptions {
  /** Name of the catalog. */
  readonly metric: string;
  /** Of the interval, between 0 and 1; 0.95. */
  readonly level?: number;
  readonly resamples?: number;
  readonly seed?: number;
  readonly parallel?: Parallel<ResampleTask>;
  readonly signal?: AbortSignal | undefined;
  /** Told the share that is done, 0 to 1. */
  progress?(share: number): void;
}

export interface PairedDifference {
  readonly rows: number;
  readonly resamples: number;
  /** Candidate less champion, signed so that more is better, with its interval. */
  readonly difference: MetricValue;
  /** The metric of each on these rows. */
  readonly candidate: MetricValue;
  readonly champion: MetricValue;
}

export const PAIRED_RESAMPLES = 2000;

/**
 * How much better one model is than another on the same rows: the difference of a metric, and its percentile interval over
 * bootstrap resamples of the rows in which both are measured on the same draw (Efron and Tibshirani 1993, chapters 8 and 13).
 * What both have in common, above all which rows are hard, so cancels out. The figures depend on the values and the seed
 * alone. Row i of the one is row i of the other; rows that cannot be measured are a `Failure`.
 */
export async function pairedBootstrap(
  candidate: Scored,
  champion: Scored,
  options: PairedOptions,
): Promise<PairedDifference> {
  const { metric, level = 0.95, resamples = PAIRED_RESAMPLES, seed = 0, parallel = inline, signal, progress } = options;
  if (!(level > 0 && level < 1)) throw usage(`level ${level} is not between 0 and 1`, 'Give a level such as 0.95.');
  for (const one of [candidate, champion]) checkScored(one, [metric]);
  const task = pairedTask(scoredRows(candidate), scoredRows(champion), metric, seed);
  const metrics = metricsNamed(task.metrics, task.classes);
  const [ours, theirs] = task.samples.map((sample) => measureSample(sample, metrics)[0]!) as [Measured, Measured];
  const values = await resampled(task, {
    parallel,
    resamples,
    level,
    signal,
    progress: doneOf(task, resamples, progress),
  });
  const sign = metricEntry(metric)?.better === 'lower' ? -1 : 1;
  const differences = Float64Array.from({ length: resamples }, (_, r) => sign * (values[2 * r]! - values[2 * r + 1]!));
  const isDefined = typeof ours === 'number' && typeof theirs === 'number';
  return {
    rows: task.samples[0]!.rows,
    resamples,
    difference: withInterval(
      isDefined ? sign * (ours - theirs) : typeof ours === 'number' ? theirs : ours,
      differences,
      level,
    ),
    candidate: withInterval(ours, new Float64Array(), level),
    champion: withInterval(theirs, new Float64Array(), level),
  };
}

type Measured = ReturnType<typeof measureSample>[number];

/**
 * The champion's rows stand in the order of its own values, the candidate's in that of theirs, ties as the other's. Means hang on no
 * order: for these alone both stand in the champion's.
 */
function pairedTask(candidate: ScoredRows, champion: ScoredRows, metric: string, seed: number): ResampleTask {
  const needs = needsOf(metricsNamed([metric], candidate.classes));
  const isRanked = needs.some((need) => RANKED.has(need));
  const first = canonicalOrder(isRanked ? champion : candidate);
  const order = isRanked ? first : gather(first, canonicalOrder(select(champion, first)));
  const ours = select(candidate, order);
  const paired = isRanked ? canonicalOrder(ours) : undefined;
  return {
    samples: [
      sampleOf(paired === undefined ? ours : select(ours, paired), needs),
      sampleOf(select(champion, order), needs),
    ],
    streams: [0, 0],
    metrics: [metric],
    classes: candidate.classes,
    seed,
    paired: paired ?? 'alike',
  };
}

/** What is read in the order of a sample's rows. */
const RANKED: ReadonlySet<Need> = new Set(['ranking', 'absoluteError']);

function doneOf(
  { samples }: ResampleTask,
  resamples: number,
  progress: PairedOptions['progress'],
): (draws: number) => void {
  const all = samples.reduce((sum, { rows }) => sum + rows, 0) * resamples;
  return (draws) => progress?.(draws / all);
}
