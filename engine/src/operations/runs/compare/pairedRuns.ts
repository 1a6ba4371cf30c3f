import { metricEntry } from '../../../catalog/metrics.ts';
import type { Evaluation } from '../../../evaluation/evaluation.ts';
import { Failure } from '../../../failure.ts';
import type { ScoreTable } from '../../../gates/pairScores.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { Paired, PairedMetric } from '../../paired/paired.ts';
import { type PairingAsked, unpaired } from '../../paired/pairedMetrics.ts';
import { betterOf } from '../mainMetric.ts';
import { latestByStep, type RunFigure, runFigures, stepIdOf } from '../runFigures.ts';
import type { PairedFigure, PairedRun, PairedSliceFigures, PairedSlicing } from './runDifferences.ts';

/** A run with its steps, and where its files lie. */
export interface PairedSide {
  readonly run: Run;
  readonly steps: readonly Run[];
  readonly artifacts: Pick<ArtifactStore, 'bytes'>;
}

/** Measures two tables of scores on the rows that both have. */
export type Pairing = (a: ScoreTable, b: ScoreTable, asked: PairingAsked) => Promise<Paired>;

export interface PairedBy {
  readonly pair: Pairing;
  /** Whether rows are measured by a column that both evaluations were sliced by. */
  readonly slicesBy: (column: string) => boolean;
}

const SCORES = 'scores.parquet';
const REPORT = 'evaluation.json';

/**
 * Metrics of a run held against the baseline's on the rows that the evaluations of both kept scores of, each evaluation with the one that
 * measured the same metric.
 */
export async function pairedRuns(base: PairedSide, side: PairedSide, by: PairedBy): Promise<PairedRun> {
  const [theirs, ours] = [runFigures(base.run, base.steps), runFigures(side.run, side.steps)];
  const both = ours.flatMap((figure) => {
    const other = theirs.find(({ name }) => name === figure.name);
    return other === undefined || metricEntry(figure.metric) === undefined ? [] : [{ figure, other }];
  });
  const evaluations = Map.groupBy(both, ({ figure, other }) => JSON.stringify([other.step, figure.step]));
  const metrics: Record<string, PairedFigure> = {};
  const slices = new Map<string, PairedSlicing>();
  const reasons = new Set<string>();
  for (const pairs of evaluations.values()) {
    const { figure, other } = pairs[0]!;
    const figures = pairs.map((one) => one.figure);
    const told = await measured([await scoresOf(base, other), await scoresOf(side, figure)], figures, by);
    if (told.reason !== null) reasons.add(told.reason);
    Object.assign(metrics, pairedFigures(told, figures));
    for (const slicing of told.slices) {
      const values = slicing.values.map((slice) => ({ ...slice, metrics: pairedFigures(slice, figures) }));
      slices.set(slicing.column, withSlices(slices.get(slicing.column), { ...slicing, values }));
    }
  }
  return { metrics, reason: reasons.size === 0 ? null : [...reasons].join('; '), slices: [...slices.values()] };
}

async function measured(
  [base, side]: readonly [KeptScores | undefined, KeptScores | undefined],
  figures: readonly RunFigure[],
  { pair, slicesBy }: PairedBy,
): Promise<Paired> {
  if (base === undefined || side === undefined) return unpaired('not both kept scores of their test rows');
  // An evaluation out of the cache: there is nothing to tell.
  if (base.scores === side.scores) return { rows: 0, reason: null, metrics: [], slices: [] };
  const slices = side.sliced.filter((column) => base.sliced.includes(column) && slicesBy(column));
  return pair(base, side, { metrics: figures.map(({ metric }) => metric), slices });
}

/** Slices by a column of several evaluations: each tells its own metrics. */
function withSlices(known: PairedSlicing | undefined, more: PairedSlicing): PairedSlicing {
  if (known === undefined) return more;
  const values = new Map<string | null, PairedSliceFigures>(known.values.map((slice) => [slice.value, slice]));
  for (const slice of more.values) {
    const { metrics } = values.get(slice.value) ?? {};
    values.set(slice.value, { ...slice, metrics: { ...metrics, ...slice.metrics } });
  }
  return { ...more, total: Math.max(known.total, more.total), values: [...values.values()] };
}

interface KeptScores extends ScoreTable {
  /** Columns by which its rows were sliced. */
  readonly sliced: readonly string[];
}

/** What the evaluation that measured a metric said of each row; undefined where it kept nothing of that kind. */
async function scoresOf({ run, steps, artifacts }: PairedSide, { step }: RunFigure): Promise<KeptScores | undefined> {
  const evaluation = latestByStep(steps).find(
    (one) => stepIdOf(one) === step && one.tags[TAGS.uses] === 'model/evaluate',
  );
  const kept = (path: string) => evaluation?.artifacts.find((one) => one.path === path)?.sha256;
  const [scores, report] = [kept(SCORES), kept(REPORT)];
  if (scores === undefined || report === undefined) return undefined;
  const name = `the run ${run.id.slice(0, 8)}`;
  const told = await reportOf(report, `${REPORT} of ${name}`, artifacts);
  return told && { name, scores, ...told };
}

async function reportOf(
  sha256: string,
  what: string,
  artifacts: PairedSide['artifacts'],
): Promise<Pick<KeptScores, 'output' | 'sliced'> | undefined> {
  try {
    const report: unknown = JSON.parse(new TextDecoder().decode(await artifacts.bytes(sha256, what)));
    const { task, classes, slices } = (report ?? {}) as Partial<Evaluation>;
    if (task !== 'binary' && task !== 'multiclass' && task !== 'regression') return undefined;
    const sliced = Array.isArray(slices) ? slices.map(({ name }) => String(name)) : [];
    return { output: { task, ...(Array.isArray(classes) && { classes }) }, sliced };
  } catch (error) {
    if (error instanceof Failure || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** By the names that the run has for the metrics. */
function pairedFigures(
  { rows, metrics }: Pick<Paired, 'rows' | 'metrics'>,
  figures: readonly RunFigure[],
): Readonly<Record<string, PairedFigure>> {
  const told = figures.flatMap(({ name, metric }) => {
    const found = metrics.find((one) => one.name === metric);
    const paired = found && pairedFigure(found, rows, betterOf(name));
    return paired === undefined ? [] : [[name, paired] as const];
  });
  return Object.fromEntries(told);
}

/** Undefined where the metric is undefined on the shared rows, or no draw tells an interval. */
function pairedFigure(
  { better, low, high }: PairedMetric,
  rows: number,
  direction: 'higher' | 'lower' | null,
): PairedFigure | undefined {
  if (better === null || low === null || high === null) return undefined;
  const isLower = direction === 'lower';
  return {
    rows,
    difference: isLower ? -better : better,
    low: isLower ? -high : low,
    high: isLower ? -low : high,
    verdict: direction === null ? null : low > 0 ? 'better' : high < 0 ? 'worse' : 'same',
  };
}
