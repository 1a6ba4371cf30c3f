import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import { extent, padded } from './scale.ts';
import { UnitChart } from './unitChart.tsx';

export interface PredictedBin {
  readonly rows: number;
  readonly predicted: number;
  readonly actual: number;
  /** The middle 80% of the actual values. */
  readonly low: number;
  readonly high: number;
}

/** Actual by predicted value: the mean, and a band of the middle 80%; right on the diagonal. */
export function PredictedChart({ bins, label }: { readonly bins: readonly PredictedBin[]; readonly label: string }) {
  const all = bins.flatMap(({ predicted, actual, low, high }) => [predicted, actual, low, high]);
  return (
    <UnitChart
      title="Actual by predicted"
      label={label}
      xName="predicted"
      yName="actual, middle 80%"
      domain={padded(extent(all) ?? [0, 1], 0.02)}
      lines={[
        { name: 'mean', color: 1, xs: bins.map(({ predicted }) => predicted), ys: bins.map(({ actual }) => actual) },
      ]}
      chance="diagonal"
      mostTicks={4}
      readAt={(i) => readBin(bins[i]!)}
    >
      {({ x, y }) => {
        const up = bins.map(({ predicted, high }) => `${x.at(predicted)} ${y.at(high)}`);
        const down = bins.map(({ predicted, low }) => `${x.at(predicted)} ${y.at(low)}`).reverse();
        return <path class="curve-band m1" d={`M${[...up, ...down].join('L')}Z`} />;
      }}
    </UnitChart>
  );
}

function readBin({ rows, predicted, actual, low, high }: PredictedBin) {
  return {
    title: `${count(rows)} rows`,
    rows: [
      { name: 'predicted', text: screenFigure(predicted) },
      { name: 'actual, mean', text: screenFigure(actual) },
      { name: 'middle 80%', text: `${screenFigure(low)} to ${screenFigure(high)}` },
    ],
  };
}
