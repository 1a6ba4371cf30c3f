import { percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport, Picture } from '../../../engine/src/monitoring/report/columnReport.ts';
import { ChartPlot } from '../../shared/charts/chartPlot.tsx';
import { HoverList } from '../../shared/charts/hoverList.tsx';
import { Axes, AxisNames, ChartSvg, type PlotArea, plotArea, textWidth } from '../../shared/charts/plot.tsx';
import type { Ticks } from '../../shared/charts/ticks.ts';
import { useHover } from '../../shared/charts/useHover.ts';
import { valueIn } from '../model/driftTexts.ts';
import { wholeValues } from '../model/wholeValues.ts';
import { useChartWidth } from '../printing.ts';

export interface BinsChartProps {
  readonly column: ColumnReport;
  readonly picture: Picture & { readonly kind: 'bins' };
}

const HEIGHT = 198;

/** Both distributions over the same bins, with their means: the reference as an outline, the current rows as a fill. */
export function BinsChart({ column, picture }: BinsChartProps) {
  const [box, width] = useChartWidth();
  const { edges, reference, current } = picture;
  const bins = reference.length;
  const values = wholeValues(edges);
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const domain = first < last ? ([first, last] as const) : ([first - 0.5, first + 0.5] as const);
  const most = Math.max(...reference, ...current, 1e-9) * 100;
  const area = plotArea({
    width,
    height: HEIGHT,
    xDomain: domain,
    yDomain: [0, most * 1.08],
    above: 20,
    ...(values !== undefined && { ticksX: (_, count) => wholeTicks(values, count) }),
    shortTexts: true,
    mostY: 3,
  });
  const edge = (i: number) => (first < last ? (edges[i] ?? last) : domain[i === 0 ? 0 : 1]);
  const read = (i: number) => ({
    title: values === undefined ? `${screenFigure(edge(i))} to ${screenFigure(edge(i + 1))}` : screenFigure(values[i]!),
    rows: [
      { name: 'reference', text: percent(reference[i] ?? 0, 2) },
      { name: 'current', color: 1, text: percent(current[i] ?? 0, 2) },
    ],
  });
  const hover = useHover({
    length: bins,
    nearest: (x) => {
      const value = area.x.value(x);
      const found = edges.findIndex((to, i) => i > 0 && value <= to);
      return found < 1 ? bins - 1 : found - 1;
    },
    sentence: (i) =>
      `${read(i).title}: ${read(i)
        .rows.map(({ name, text }) => `${name} ${text}`)
        .join(', ')}`,
  });
  const at = hover.at.value;
  return (
    <div class="chart-box">
      <h3 class="cap">Distribution</h3>
      <ChartPlot box={box} on={hover.on}>
        {width > 0 && (
          <ChartSvg area={area} label={labelOf(column)}>
            <Axes area={area} />
            <path class="hc" d={marksOf(edges, current, area, true)} />
            <path class="hr" d={marksOf(edges, reference, area, false)} />
            <Means column={column} area={area} />
            <AxisNames area={area} xName="" yName="% of rows" />
            {at !== undefined && at >= 0 && at < bins && (
              <path class="ax" d={`M${middle(edge(at), edge(at + 1), area)} ${area.y.range[1]}V${area.y.range[0]}`} />
            )}
          </ChartSvg>
        )}
        {at !== undefined && at >= 0 && at < bins && (
          <HoverList {...read(at)} at={middle(edge(at), edge(at + 1), area)} width={width} />
        )}
      </ChartPlot>
    </div>
  );
}

function labelOf({ column, reference, current }: ColumnReport): string {
  return `Distribution of ${column}: reference mean ${valueIn(reference.mean)}, current ${valueIn(current.mean)}`;
}

function middle(from: number, to: number, { x }: PlotArea): number {
  return x.at((from + to) / 2);
}

function marksOf(edges: readonly number[], shares: readonly number[], area: PlotArea, isFilled: boolean): string {
  return (wholeValues(edges) === undefined ? outline : bars)(edges, shares, area, isFilled);
}

/** Each of a few values, of more as many as there is room for. */
function wholeTicks(values: readonly number[], most: number): Ticks {
  const step = Math.max(1, Math.ceil(values.length / most));
  const shown = values.filter((_, i) => i % step === 0);
  return { values: shown, texts: shown.map(screenFigure) };
}

/** Of values that stand apart. */
function bars(edges: readonly number[], shares: readonly number[], { x, y }: PlotArea, isFilled: boolean): string {
  const at = (value: number) => Math.round(value * 10) / 10;
  const gap = Math.min(3, (x.at(edges[1]!) - x.at(edges[0]!)) * 0.11);
  return shares
    .map((share, i) => {
      const [left, right] = [at(x.at(edges[i]!) + gap), at(x.at(edges[i + 1]!) - gap)];
      return `M${left} ${y.range[0]}V${at(y.at(share * 100))}H${right}V${y.range[0]}${isFilled ? 'Z' : ''}`;
    })
    .join('');
}

function outline(edges: readonly number[], shares: readonly number[], { x, y }: PlotArea, isFilled: boolean): string {
  const at = (value: number) => Math.round(value * 10) / 10;
  const wide = (edges[0] ?? 0) < (edges.at(-1) ?? 0);
  const place = (i: number) => at(wide ? x.at(edges[i]!) : x.range[i === 0 ? 0 : 1]);
  const tops = shares.map((share, i) => `V${at(y.at(share * 100))}H${place(i + 1)}`).join('');
  return `M${place(0)} ${y.range[0]}${tops}V${y.range[0]}${isFilled ? 'Z' : ''}`;
}

/** The means; the label of the left one stands above where the line of the other begins. */
function Means({ column: { reference, current }, area }: { readonly column: ColumnReport; readonly area: PlotArea }) {
  const isCurrentLeft = (current.mean ?? 0) <= (reference.mean ?? 0);
  const lines = [
    { name: 'current', mean: current.mean, class: 'ln k1', top: isCurrentLeft ? 0 : 16 },
    { name: 'reference', mean: reference.mean, class: 'ref dots', top: isCurrentLeft ? 16 : 0 },
  ];
  const [low, high] = area.x.domain;
  return (
    <>
      {lines.map(({ name, mean, ...line }) => {
        if (mean === null || mean < low || mean > high) return null;
        const x = Math.round(area.x.at(mean)) + 0.5;
        const text = `${name}, mean ${valueIn(mean)}`;
        const isLeft = x + textWidth(text) + 8 > area.x.range[1];
        const y = area.y.range[1] + 8 + line.top;
        return (
          <g key={name}>
            <path class={line.class} d={`M${x} ${y - 9}V${area.y.range[0]}`} />
            <text class={`fg halo ${isLeft ? 'e' : ''}`} x={isLeft ? x - 5 : x + 5} y={y}>
              {text}
            </text>
          </g>
        );
      })}
    </>
  );
}
