import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Cut } from '../model/cuts.ts';
import { AccuracyCurves } from './accuracyCurves.tsx';
import { RegressionCurves } from './regressionCurves.tsx';
import { Training } from './training.tsx';

/** Training by round beside the curves that fit the task. */
export function Curves({ page, cut }: { readonly page: RunPage; readonly cut: Cut | undefined }) {
  const { training, evaluation } = page;
  const hasTraining = training !== null && training.series.length > 0;
  const squares = evaluation === null ? 0 : squaresOf(evaluation.curves);
  if (!hasTraining && squares === 0) return null;
  return (
    <section class="sec">
      <h2 class="sr">Curves</h2>
      <div class={`curves ${hasTraining ? 'with-training' : ''} squares-${squares}`}>
        {hasTraining && <Training page={page} training={training} />}
        {evaluation !== null && evaluation.task === 'regression' && <RegressionCurves evaluation={evaluation} />}
        {evaluation !== null && evaluation.task !== 'regression' && (
          <AccuracyCurves page={page} evaluation={evaluation} cut={cut} />
        )}
      </div>
    </section>
  );
}

function squaresOf({
  roc,
  pr,
  calibration,
  predicted,
  residuals,
}: NonNullable<RunPage['evaluation']>['curves']): number {
  return [roc?.length, pr?.length, calibration?.bins.length, predicted?.length, residuals?.counts.length].filter(
    Boolean,
  ).length;
}
