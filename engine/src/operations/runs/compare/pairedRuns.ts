import { metricEntry } from '../../../catalog/metrics.ts';
import { Failure } from '../../../failure.ts';
import type { ScoreTable } from '../../../gates/pairScores.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Run } from '../../../ports/runStore.ts';
import { type PairedMetric, type PairedMetrics, unpaired } from '../../paired/pairedMetrics.ts';
import { betterOf } from '../mainMetric.ts';
import { latestByStep, type RunFigure, runFigures, stepIdOf } from '../runFigures.ts';
import type { PairedFigure, PairedRun } from './runDifferences.ts';

/** A run with its steps, and where its files lie. */
export interface PairedSide {
  readonly run: Run;
  readonly steps: readonly Run[];
  readonly artifacts: Pick<ArtifactStore, 'bytes'>;
}

/** Measures two tables of scores on the rows that both have. */
export type Pairing = (a: ScoreTable, b: ScoreTable, metrics: readonly string[]) => Promise<PairedMetrics>;

const SCORES = 'scores.parquet';
const REPORT = 'evaluation.json';

/**
 * Metrics of a run held against the baseline's on the rows that the evaluations of both kept scores of, each evaluation with the one that
 * measured the same metric.
 */
export async function pairedRuns(base: PairedSide, side: PairedSide, pair: Pairing): Promise<PairedRun> {
  const [theirs, ours] = [runFigures(base.run, base.steps), runFigures(side.run, side.steps)];
  const both = ours.flatMap((figure) => {
    const other = theirs.find(({ name }) => name === figure.name);
    return other === undefined || metricEntry(figure.metric) === undefined ? [] : [{ figure, other }];
  });
  const evaluations = Map.groupBy(both, ({ figure, other }) => JSON.stringify([other.step, figure.step]));
  const metrics: Record<string, PairedFigure> = {};
  const reasons = new Set<string>();
  for (const pairs of evaluations.values()) {
    const { figure, other } = pairs[0]!;
    const told = await measured([await scoresOf(base, other), await scoresOf(side, figure)], pairs, pair);
    if (told.reason !== null) reasons.add(told.reason);
    for (const { figure: one } of pairs) {
      const found = told.metrics.find(({ name }) => name === one.metric);
      const paired = found && pairedFigure(found, told.rows, betterOf(one.name));
      if (paired !== undefined) metrics[one.name] = paired;
    }
  }
  return { metrics, reason: reasons.size === 0 ? null : [...reasons].join('; ') };
}

async function measured(
  [base, side]: readonly [ScoreTable | undefined, ScoreTable | undefined],
  pairs: readonly { readonly figure: RunFigure }[],
  pair: Pairing,
): Promise<PairedMetrics> {
  if (base === undefined || side === undefined) return unpaired('not both kept scores of their test rows');
  // An evaluation out of the cache: there is nothing to tell.
  if (base.scores === side.scores) return { rows: 0, reason: null, metrics: [] };
  return pair(
    base,
    side,
    pairs.map(({ figure }) => figure.metric),
  );
}

/** What the evaluation that measured a metric said of each row; undefined where it kept nothing of that kind. */
async function scoresOf({ run, steps, artifacts }: PairedSide, { step }: RunFigure): Promise<ScoreTable | undefined> {
  const evaluation = latestByStep(steps).find(
    (one) => stepIdOf(one) === step && one.tags[TAGS.uses] === 'model/evaluate',
  );
  const kept = (path: string) => evaluation?.artifacts.find((one) => one.path === path)?.sha256;
  const [scores, report] = [kept(SCORES), kept(REPORT)];
  if (scores === undefined || report === undefined) return undefined;
  const name = `the run ${run.id.slice(0, 8)}`;
  const output = await outputOf(report, `${REPORT} of ${name}`, artifacts);
  return output && { name, scores, output };
}

async function outputOf(
  sha256: string,
  what: string,
  artifacts: PairedSide['artifacts'],
): Promise<ScoreTable['output']> {
  try {
    const report: unknown = JSON.parse(new TextDecoder().decode(await artifacts.bytes(sha256, what)));
    const { task, classes } = (report ?? {}) as Partial<NonNullable<ScoreTable['output']>>;
    if (task !== 'binary' && task !== 'multiclass' && task !== 'regression') return undefined;
    return { task, ...(Array.isArray(classes) && { classes }) };
  } catch (error) {
    if (error instanceof Failure || error instanceof SyntaxError) return undefined;
    throw error;
  }
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
