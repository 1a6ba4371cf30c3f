import { metricEntry } from '../catalog/metrics.ts';
import { usage } from '../failure.ts';
import { measureSample, metricsNamed, needsOf } from '../math/metrics/measureRows.ts';
import type { Need } from '../math/metrics/need.ts';
import { type Sample, sampleOf } from '../math/metrics/sample.ts';
import { canonicalOrder, select } from '../math/metrics/scoredRows.ts';
import type { ResampleTask } from '../math/resamples.ts';
import { gather } from '../math/sorting.ts';
import type { Parallel } from '../ports/parallel.ts';
import { checkScored } from './checkScored.ts';
import type { MetricValue } from './evaluation.ts';
import { withInterval } from './intervals.ts';
import { inline, resampled } from './resampling.ts';
import { type Scored, scoredRows } from './scored.ts';

export interface PairedOptions {
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

/** The same rows as two models answered them: row i of the one is row i of the other. */
export interface ScoredPair {
  readonly candidate: Scored;
  readonly champion: Scored;
  /** Its random numbers depend on it, beside the seed; 0. */
  readonly stream?: number;
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
  { metric, ...options }: PairedOptions & { readonly metric: string },
): Promise<PairedDifference> {
  const [told] = await pairedDifferences([{ candidate, champion }], [metric], options);
  return told!.get(metric)!;
}

/**
 * As `pairedBootstrap`, of several metrics and of several pairs at once, such as slices of rows: a draw serves all metrics. The figures of
 * a metric and of a pair are those that they have alone.
 * @returns by metric, in the order of the pairs and of the names
 */
export async function pairedDifferences(
  pairs: readonly ScoredPair[],
  names: readonly string[],
  options: PairedOptions = {},
): Promise<readonly ReadonlyMap<string, PairedDifference>[]> {
  const { level = 0.95, resamples = PAIRED_RESAMPLES, parallel = inline, signal, progress } = options;
  if (!(level > 0 && level < 1)) throw usage(`level ${level} is not between 0 and 1`, 'Give a level such as 0.95.');
  for (const { candidate, champion } of pairs) for (const one of [candidate, champion]) checkScored(one, names);
  const tasks = pairedTasks(pairs, names, options.seed ?? 0);
  const told = pairs.map(() => new Map<string, PairedDifference>());
  const done = progressOf(tasks, resamples, progress);
  for (const task of tasks) {
    const values = await resampled(task, { parallel, resamples, level, signal, progress: done.of(task) });
    for (const [pair, differences] of told.entries())
      for (const [name, difference] of differencesOf(task, pair, { values, resamples, level }))
        differences.set(name, difference);
  }
  return told.map((differences) => new Map(names.map((name) => [name, differences.get(name)!])));
}

interface Resampled {
  readonly values: Float64Array;
  readonly resamples: number;
  readonly level: number;
}

/** The differences of one pair of a task, by metric. */
function differencesOf(
  task: ResampleTask,
  pair: number,
  { values, resamples, level }: Resampled,
): readonly (readonly [name: string, difference: PairedDifference])[] {
  const { samples, metrics: names } = task;
  const metrics = metricsNamed(names, task.classes);
  const measured = [samples[2 * pair]!, samples[2 * pair + 1]!].map((sample) => measureSample(sample, metrics));
  const measureOf = (resample: number, side: 0 | 1, metric: number) =>
    values[(resample * samples.length + 2 * pair + side) * names.length + metric]!;
  return names.map((name, metric) => {
    const [ours, theirs] = [measured[0]![metric]!, measured[1]![metric]!];
    const sign = metricEntry(name)?.better === 'lower' ? -1 : 1;
    const differences = Float64Array.from(
      { length: resamples },
      (_, r) => sign * (measureOf(r, 0, metric) - measureOf(r, 1, metric)),
    );
    const isDefined = typeof ours === 'number' && typeof theirs === 'number';
    const difference = isDefined ? sign * (ours - theirs) : typeof ours === 'number' ? theirs : ours;
    return [
      name,
      {
        rows: samples[2 * pair]!.rows,
        resamples,
        difference: withInterval(difference, differences, level),
        candidate: withInterval(ours, new Float64Array(), level),
        champion: withInterval(theirs, new Float64Array(), level),
      },
    ];
  });
}

/** Metrics that rank rows apart from those that do not: only for the first must what is drawn be moved to another order. */
function pairedTasks(pairs: readonly ScoredPair[], names: readonly string[], seed: number): readonly ResampleTask[] {
  const classes = pairs[0]?.candidate.classes?.length ?? 0;
  const isRanked = (name: string) => needsOf(metricsNamed([name], classes)).some((need) => RANKED.has(need));
  return [names.filter(isRanked), names.filter((name) => !isRanked(name))]
    .filter((metrics) => metrics.length > 0 && pairs.length > 0)
    .map((metrics) => {
      const ordered = pairs.map((pair) => inOrder(pair, metrics));
      return {
        samples: ordered.flatMap(({ samples }) => samples),
        streams: pairs.flatMap(({ stream = 0 }) => [stream, stream]),
        metrics,
        classes,
        seed,
        pairs: ordered.map(({ places }) => places),
      };
    });
}

interface InOrder {
  readonly samples: readonly [candidate: Sample, champion: Sample];
  readonly places: NonNullable<ResampleTask['pairs']>[number];
}

/**
 * The champion's rows stand in the order of its own values, the candidate's in that of theirs, ties as the other's. Means hang on no
 * order: for these alone both stand in the champion's.
 */
function inOrder(pair: ScoredPair, metrics: readonly string[]): InOrder {
  const [candidate, champion] = [scoredRows(pair.candidate), scoredRows(pair.champion)];
  const needs = needsOf(metricsNamed(metrics, candidate.classes));
  const isRanked = needs.some((need) => RANKED.has(need));
  const first = canonicalOrder(isRanked ? champion : candidate);
  const order = isRanked ? first : gather(first, canonicalOrder(select(champion, first)));
  const ours = select(candidate, order);
  const places = isRanked ? canonicalOrder(ours) : undefined;
  return {
    samples: [
      sampleOf(places === undefined ? ours : select(ours, places), needs),
      sampleOf(select(champion, order), needs),
    ],
    places: places ?? 'alike',
  };
}

/** What is read in the order of a sample's rows. */
const RANKED: ReadonlySet<Need> = new Set(['ranking', 'absoluteError']);

/** Tells the share of all tasks that is done as each of them tells its draws. */
function progressOf(tasks: readonly ResampleTask[], resamples: number, progress: PairedOptions['progress']) {
  const drawsOf = (task: ResampleTask) => task.samples.reduce((sum, { rows }) => sum + rows, 0) * resamples;
  const all = tasks.reduce((sum, task) => sum + drawsOf(task), 0);
  return {
    of(task: ResampleTask): (draws: number) => void {
      const before = tasks.slice(0, tasks.indexOf(task)).reduce((sum, one) => sum + drawsOf(one), 0);
      return (draws) => progress?.((before + draws) / all);
    },
  };
}
