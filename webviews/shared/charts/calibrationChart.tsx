import { count } from '../../../engine/src/language/figures.ts';
import { percent } from '../../../engine/src/language/screenFigures.ts';
import type { PlotArea } from './plot.tsx';
import { UnitChart } from './unitChart.tsx';
import { wilson } from './wilson.ts';

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly probability: number;
  readonly share: number;
}

/** What was said against what came true, with 95% intervals, and how many rows each bin has. */
export function CalibrationChart({
  bins,
  label,
}: {
  readonly bins: readonly CalibrationBin[];
  readonly label: string;
}) {
  const points = { xs: bins.map(({ probability }) => probability), ys: bins.map(({ share }) => share) };
  return (
    <UnitChart
      title="Calibration"
      label={label}
      xName="predicted"
      yName="observed"
      lines={[{ name: 'this run', color: 1, xs: points.xs, ys: points.ys }]}
      isPoints
      chance="diagonal"
      readAt={(i) => readBin(bins[i]!)}
    >
      {(area) => <Bins area={area} bins={bins} />}
    </UnitChart>
  );
}

function readBin({ probability, share, rows }: CalibrationBin) {
  const [low, high] = wilson(share, rows);
  return {
    title: `${count(rows)} rows`,
    rows: [
      { name: 'predicted', text: percent(probability, 1) },
      { name: 'observed', text: percent(share, 1) },
      { name: '95% interval', text: `${percent(low, 1)} to ${percent(high, 1)}` },
    ],
  };
}

const TALLEST_SHARE = 0.13;

function Bins({ area: { x, y }, bins }: { readonly area: PlotArea; readonly bins: readonly CalibrationBin[] }) {
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const tallest = (y.range[0] - y.range[1]) * TALLEST_SHARE;
  return (
    <>
      {bins.map(({ from, to, rows }) => {
        const height = Math.max(0.5, (rows / most) * tallest);
        return (
          <rect
            key={from}
            class="hn"
            x={x.at(from) + 0.5}
            y={y.range[0] - height}
            width={Math.max(1, x.at(to) - x.at(from) - 1)}
            height={height}
          />
        );
      })}
      {bins.map(({ from, probability, share, rows }) => {
        const [low, high] = wilson(share, rows);
        return (
          <g key={from}>
            <path class="ln k1" d={`M${x.at(probability)} ${y.at(low)}V${y.at(high)}`} />
            <circle class="m1" cx={x.at(probability)} cy={y.at(share)} r="2.8" />
          </g>
        );
      })}
    </>
  );
}
