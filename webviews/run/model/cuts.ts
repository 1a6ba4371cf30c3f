import type { PageEvaluation } from '../../../engine/src/operations/runs/page/runPage.ts';

/** What a threshold makes of the rows of a binary evaluation. */
export interface Cut {
  readonly threshold: number;
  readonly falsePositives: number;
  readonly truePositives: number;
  readonly negatives: number;
  readonly positives: number;
}

/**
 * The thresholds that can be stepped among, rising: those of the ROC curve's points, where the counts are exact, and
 * the one of the evaluation. None where there is no threshold.
 */
export function cutsOf({ curves }: PageEvaluation): readonly Cut[] {
  const [roc] = curves.roc ?? [];
  const evaluated = evaluatedCut(curves.confusion);
  if (evaluated === undefined) return [];
  if (roc === undefined) return [evaluated];
  const { negatives, positives } = evaluated;
  const cuts = roc.threshold.flatMap((threshold, i): readonly Cut[] =>
    threshold === null || threshold === evaluated.threshold
      ? []
      : [
          {
            threshold,
            falsePositives: Math.round(roc.falsePositiveRate[i]! * negatives),
            truePositives: Math.round(roc.truePositiveRate[i]! * positives),
            negatives,
            positives,
          },
        ],
  );
  return [...cuts, evaluated].sort((a, b) => a.threshold - b.threshold);
}

/** The one nearest to a threshold. */
export function cutAt(cuts: readonly Cut[], threshold: number): number {
  let best = 0;
  for (const [i, cut] of cuts.entries())
    if (Math.abs(cut.threshold - threshold) < Math.abs(cuts[best]!.threshold - threshold)) best = i;
  return best;
}

export function falsePositiveRate({ falsePositives, negatives }: Cut): number {
  return falsePositives / negatives;
}

/** Recall is the same. */
export function truePositiveRate({ truePositives, positives }: Cut): number {
  return truePositives / positives;
}

/** NaN where no row is called positive. */
export function precision({ truePositives, falsePositives }: Cut): number {
  return truePositives / (truePositives + falsePositives);
}

/** Rows by true and predicted class, negative first. */
export function matrixOf({ truePositives, falsePositives, negatives, positives }: Cut): readonly (readonly number[])[] {
  return [
    [negatives - falsePositives, falsePositives],
    [positives - truePositives, truePositives],
  ];
}

function evaluatedCut(confusion: PageEvaluation['curves']['confusion']): Cut | undefined {
  if (confusion?.threshold === undefined || confusion.matrix.length !== 2) return undefined;
  const [[trueNegatives = 0, falsePositives = 0] = [], [falseNegatives = 0, truePositives = 0] = []] = confusion.matrix;
  return {
    threshold: confusion.threshold,
    falsePositives,
    truePositives,
    negatives: trueNegatives + falsePositives,
    positives: falseNegatives + truePositives,
  };
}
