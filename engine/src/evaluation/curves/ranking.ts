import type { ScoredRows } from '../../math/metrics/scoredRows.ts';
import { type Numbers, orderOf } from '../../math/sorting.ts';
import { thin } from './thin.ts';

/** Columns of equal length, by falling threshold; a null threshold is above every score. */
export interface RocCurve {
  readonly class: string;
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
  readonly threshold: readonly (number | null)[];
}

export interface PrCurve {
  readonly class: string;
  readonly recall: readonly number[];
  readonly precision: readonly number[];
  readonly threshold: readonly (number | null)[];
}

/** Most points of a curve. */
export const MOST_POINTS = 500;
/** Most classes that get curves, those with most rows. */
export const MOST_CURVES = 20;

/** ROC and precision-recall curves; a class without rows, or with all rows, has no ROC curve. */
export function rankingCurves(
  { task, labels, scores }: ScoredRows,
  classes: readonly string[],
): { roc: readonly RocCurve[]; pr: readonly PrCurve[] } {
  const ranked = task === 'binary' ? [1] : mostFrequent(labels, classes.length);
  const roc: RocCurve[] = [];
  const pr: PrCurve[] = [];
  for (const code of ranked) {
    const steps = stepsOf(labels, code, task === 'binary' ? scores[0]! : scores[code]!);
    if (steps.positives === 0) continue;
    pr.push(prCurve(classes[code]!, steps));
    if (steps.negatives > 0) roc.push(rocCurve(classes[code]!, steps));
  }
  return { roc, pr };
}

/** Rows at or above each distinct score, by falling score. */
interface Steps {
  readonly threshold: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

function stepsOf(labels: ScoredRows['labels'], code: number, scores: Numbers): Steps {
  const order = orderOf(scores).reverse();
  const threshold = new Float64Array(order.length);
  const truePositives = new Float64Array(order.length);
  const falsePositives = new Float64Array(order.length);
  let steps = 0;
  let positives = 0;
  for (let i = 0; i < order.length; i++) {
    if (labels[order[i]!] === code) positives++;
    const score = scores[order[i]!]!;
    if (i + 1 < order.length && scores[order[i + 1]!] === score) continue;
    threshold[steps] = score;
    truePositives[steps] = positives;
    falsePositives[steps++] = i + 1 - positives;
  }
  return {
    threshold: threshold.subarray(0, steps),
    truePositives: truePositives.subarray(0, steps),
    falsePositives: falsePositives.subarray(0, steps),
    positives,
    negatives: order.length - positives,
  };
}

function rocCurve(name: string, { threshold, truePositives, falsePositives, positives, negatives }: Steps): RocCurve {
  const x = startingAt(
    0,
    falsePositives.map((count) => count / negatives),
  );
  const y = startingAt(
    0,
    truePositives.map((count) => count / positives),
  );
  const kept = thin(x, y, MOST_POINTS);
  return {
    class: name,
    falsePositiveRate: kept.map((i) => x[i]!),
    truePositiveRate: kept.map((i) => y[i]!),
    threshold: kept.map((i) => (i === 0 ? null : threshold[i - 1]!)),
  };
}

function prCurve(name: string, { threshold, truePositives, falsePositives, positives }: Steps): PrCurve {
  const recall = startingAt(
    0,
    truePositives.map((count) => count / positives),
  );
  const precision = startingAt(
    1,
    truePositives.map((count, i) => count / (count + falsePositives[i]!)),
  );
  const kept = thin(recall, precision, MOST_POINTS);
  return {
    class: name,
    recall: kept.map((i) => recall[i]!),
    precision: kept.map((i) => precision[i]!),
    threshold: kept.map((i) => (i === 0 ? null : threshold[i - 1]!)),
  };
}

function startingAt(first: number, rest: Float64Array): Float64Array {
  const out = new Float64Array(rest.length + 1);
  out[0] = first;
  out.set(rest, 1);
  return out;
}

/** Codes of the classes with most rows, at most `MOST_CURVES`, in the order of the codes. */
function mostFrequent(labels: ScoredRows['labels'], classes: number): readonly number[] {
  const rows = new Float64Array(classes);
  for (const label of labels) rows[label]!++;
  const codes = Array.from(rows.keys()).sort((a, b) => rows[b]! - rows[a]! || a - b);
  return codes.slice(0, MOST_CURVES).sort((a, b) => a - b);
}
