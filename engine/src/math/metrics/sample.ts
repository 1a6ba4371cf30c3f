import { momentsOf } from '../moments.ts';
import { gather, type Numbers, orderOf } from '../sorting.ts';
import { calibrationBins } from './calibration.ts';
import { type Cells, cellsOf } from './confusion.ts';
import * as losses from './losses.ts';
import type { Need } from './need.ts';
import { type Ranking, rankingOf } from './ranking.ts';
import { highest, predictionsOf, type ScoredRows } from './scoredRows.ts';

/**
 * What metrics need to know of some rows, so that resamples of them cost a pass or two.
 * Plain arrays of one entry a row, in one order of rows; they can be copied to, or shared with, other threads.
 */
export interface Sample {
  readonly rows: number;
  /** What a row adds to each mean, by name of the need. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly ranking?: Ranking;
  /** One against the rest, for each class. */
  readonly classRankings?: readonly ClassRanking[];
  readonly cells?: Cells;
  readonly bins?: Uint32Array;
}

export interface ClassRanking extends Ranking {
  /** Row of the sample by rank. */
  readonly order: Uint32Array;
}

/** `scored` is in canonical order (a binary `Ranking`, or rising absolute errors); `threshold` makes binary predictions. */
export function sampleOf(scored: ScoredRows, needs: readonly Need[], threshold?: number): Sample {
  const { labels, scores, classes } = scored;
  const has = (need: Need) => needs.includes(need);
  const predictions = has('cells') || has('gap') ? predictionsOf(scored, threshold) : undefined;
  return {
    rows: labels.length,
    columns: Object.fromEntries(
      needs.filter((need) => !NOT_COLUMNS.has(need)).map((need) => [need, columnOf(need, scored)]),
    ),
    ...(has('ranking') && { ranking: rankingOf(Uint8Array.from(labels), scores[0]!) }),
    ...(has('classRankings') && { classRankings: scores.map((score, k) => classRanking(labels, score, k)) }),
    ...(has('cells') && predictions && { cells: cellsOf(labels, predictions, classes) }),
    ...(has('gap') && { bins: calibrationBins(confidence(scored)) }),
  };
}

const NOT_COLUMNS: ReadonlySet<Need> = new Set(['ranking', 'classRankings', 'cells']);

function columnOf(need: Need, scored: ScoredRows): Float64Array {
  const { task, labels, scores } = scored;
  if (need === 'logLoss')
    return task === 'binary' ? losses.logLosses(labels, scores[0]!) : losses.classLogLosses(labels, scores);
  if (need === 'brierLoss')
    return task === 'binary' ? losses.brierLosses(labels, scores[0]!) : losses.classBrierLosses(labels, scores);
  if (need === 'gap') return gaps(scored);
  const truth = labels as Numbers;
  if (need === 'squaredError') return losses.squaredErrors(truth, scores[0]!);
  if (need === 'absoluteError') return losses.absoluteErrors(truth, scores[0]!);
  if (need === 'percentageError') return losses.percentageErrors(truth, scores[0]!);
  if (need === 'deviation') return deviations(truth);
  if (need === 'squaredDeviation') return deviations(truth).map((deviation) => deviation * deviation);
  return losses.pinballLosses(truth, scores[0]!, Number(need.slice('pinball'.length)) / 100);
}

/** Labels less their mean: what r2 is measured against, moved so that squares lose no digits. */
function deviations(labels: Numbers): Float64Array {
  const { mean, min, max } = momentsOf(labels);
  const center = min === max ? min! : mean!;
  return Float64Array.from(labels, (label) => label - center);
}

/** Outcome less probability: of class 1, or for more classes of the class with the highest score. */
function gaps({ task, labels, scores }: ScoredRows): Float64Array {
  if (task === 'binary') return Float64Array.from(labels, (label, row) => label - scores[0]![row]!);
  return Float64Array.from(labels, (label, row) => {
    const top = highest(scores, row);
    return (label === top ? 1 : 0) - scores[top]![row]!;
  });
}

function confidence({ task, scores, labels }: ScoredRows): Numbers {
  if (task === 'binary') return scores[0]!;
  return Float64Array.from(labels, (_, row) => scores[highest(scores, row)]![row]!);
}

function classRanking(labels: ScoredRows['labels'], scores: Numbers, k: number): ClassRanking {
  const isOther = Float32Array.from(labels, (label) => (label === k ? 0 : 1));
  const order = orderOf(
    scores.map((score) => -score),
    orderOf(isOther),
  );
  const positive = Uint8Array.from(order, (row) => (labels[row] === k ? 1 : 0));
  return { order, ...rankingOf(positive, gather(scores, order)) };
}
