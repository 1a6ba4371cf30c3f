import { count } from '../../../engine/src/language/figures.ts';
import type { PageEvaluation } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Histogram } from '../../shared/charts/histogram.tsx';
import { PredictedChart } from '../../shared/charts/predictedChart.tsx';
import { residualsText } from '../model/residuals.ts';

/** Actual by predicted value, and how far off. */
export function RegressionCurves({ evaluation: { curves, target } }: { readonly evaluation: PageEvaluation }) {
  const { predicted, residuals } = curves;
  return (
    <>
      {predicted !== undefined && predicted.length > 0 && (
        <PredictedChart
          bins={predicted}
          label={`${target ?? 'Actual'} by predicted value in ${predicted.length} bins`}
        />
      )}
      {residuals !== undefined && (
        <div>
          <Histogram
            title="Residuals"
            label={residualsText(residuals)}
            xName="actual − predicted"
            from={residuals.from}
            to={residuals.to}
            counts={residuals.counts}
          />
          {residuals.below + residuals.above > 0 && (
            <p class="cap">
              {count(residuals.below)} rows below and {count(residuals.above)} above are not drawn
            </p>
          )}
        </div>
      )}
    </>
  );
}
