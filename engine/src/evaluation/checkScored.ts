import { metricEntry, metricsOf } from '../catalog/metrics.ts';
import { badRow, metricsDoNotFit, metricsNeedScores, noRowsToEvaluate } from '../failure.ts';
import type { Numbers } from '../math/sorting.ts';
import type { Scored } from './scored.ts';

/** How far probabilities of a row may sum up to beside 1: room for files with three digits. */
const SUM_TOLERANCE = 5e-3;
/** Differences of larger numbers overflow. */
const LARGEST = 1e300;
const RANKING_METRICS: ReadonlySet<string> = new Set(['roc_auc', 'pr_auc']);

/** Refuses metrics that do not fit, and rows that cannot be evaluated, by `Failure`. */
export function checkScored(scored: Scored, metrics: readonly string[]): void {
  checkMetrics(scored, metrics);
  if (scored.labels.length === 0) throw noRowsToEvaluate();
  if (scored.task === 'regression') {
    checkFinite('label', scored.labels as Numbers);
    checkFinite('prediction', scored.scores[0]!);
    return;
  }
  checkCodes('label', scored.labels, scored.classes!);
  if (scored.predictions !== undefined) checkCodes('prediction', scored.predictions, scored.classes!);
  for (const scores of scored.scores) checkFinite('score', scores);
  if (!onlyRanks(scored, metrics)) checkProbabilities(scored.scores);
}

/** Whether scores need not be probabilities, since nothing but their order is asked for. */
export function onlyRanks({ task }: Scored, metrics: readonly string[]): boolean {
  return task === 'binary' && metrics.every((name) => RANKING_METRICS.has(name));
}

function checkMetrics({ task, scores, predictions }: Scored, names: readonly string[]): void {
  const wrong = names.filter((name) => !metricEntry(name)?.tasks.includes(task));
  if (wrong.length > 0)
    throw metricsDoNotFit(
      wrong,
      task,
      metricsOf(task).map(({ name }) => name),
    );
  if (scores.length > 0) return;
  const needing = names.filter((name) => predictions === undefined || metricEntry(name)?.needs === 'score');
  if (needing.length > 0) throw metricsNeedScores(needing);
}

function checkFinite(what: string, values: Numbers): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Math.abs(value) <= LARGEST) continue;
    const found = Number.isNaN(value) ? 'is missing' : Number.isFinite(value) ? 'is too large' : 'is infinite';
    throw badRow(row + 1, `its ${what} ${found}`, `Leave out rows without a ${what}, or look at how it is computed.`);
  }
}

function checkCodes(what: string, codes: Scored['labels'], classes: readonly string[]): void {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= 0 && code < classes.length) continue;
    throw badRow(
      row + 1,
      `its ${what} is missing or not one of the classes ${some(classes)}`,
      `Leave out rows without a ${what}, and use the classes that the model was trained on.`,
    );
  }
}

function checkProbabilities(scores: readonly Numbers[]): void {
  const rows = scores[0]?.length ?? 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (const column of scores) {
      const p = column[row]!;
      if (p < 0 || p > 1)
        throw badRow(
          row + 1,
          `its score ${p} is no probability`,
          'Give probabilities between 0 and 1, or ask for roc_auc and pr_auc only: they need nothing but an order.',
        );
      sum += p;
    }
    if (scores.length > 1 && Math.abs(sum - 1) > SUM_TOLERANCE)
      throw badRow(
        row + 1,
        `its probabilities add up to ${Number(sum.toPrecision(6))}, not 1`,
        'Name the probability column of every class, and no other.',
      );
  }
}

function some(classes: readonly string[]): string {
  const shown = classes.slice(0, 10).join(', ');
  return classes.length > 10 ? `${shown} ... (${classes.length})` : shown;
}
