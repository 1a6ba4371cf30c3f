import type { ComponentChildren } from 'preact';
import { useWidth } from '../hooks.ts';
import { ChartPlot } from './chartPlot.tsx';
import { HoverList, type HoverRow } from './hoverList.tsx';
import { linePath, type Points } from './linePath.ts';
import { Axes, AxisNames, ChartSvg, type PlotArea, plotArea, textWidth } from './plot.tsx';
import type { Span } from './scale.ts';
import { useHover } from './useHover.ts';

export interface UnitLine extends Points {
  readonly name: string;
  /** Of the palette; 0 is the baseline. */
  readonly color: number;
}

export interface UnitChartProps {
  /** Absent where what is around it says it. */
  readonly title?: string;
  /** The finding. */
  readonly label: string;
  readonly xName: string;
  readonly yName: string;
  readonly lines: readonly UnitLine[];
  /** Where on the first line the user stands: the threshold. */
  readonly point?: { readonly x: number; readonly y: number } | undefined;
  /** What chance does: the diagonal, or a level with its words. */
  readonly chance?: 'diagonal' | { readonly level: number; readonly text: string };
  /** What is told of a point of the first line. */
  readonly readAt: (index: number) => { readonly title: string; readonly rows: readonly HoverRow[] };
  /** What is drawn beneath the lines. */
  readonly children?: (area: PlotArea) => ComponentChildren;
  readonly domain?: Span;
  /** The first line is points only, which `children` draw. */
  readonly isPoints?: boolean;
  readonly mostTicks?: number;
}

const UNIT: Span = [0, 1];
const TALLEST = 240;

/** Two shares against each other: as high as it is wide, both from 0 to 1. */
export function UnitChart(props: UnitChartProps) {
  const {
    title,
    label,
    xName,
    yName,
    lines,
    point,
    chance,
    readAt,
    children,
    domain = UNIT,
    isPoints = false,
    mostTicks = 2,
  } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const height = Math.min(TALLEST, Math.max(140, width + 8));
  const area = plotArea({
    width,
    height,
    xDomain: domain,
    yDomain: domain,
    above: 18,
    mostX: mostTicks,
    mostY: mostTicks,
    shortTexts: true,
  });
  const [first] = lines;
  const hover = useHover({
    length: first?.xs.length ?? 0,
    nearest: (x, y) => (first === undefined ? -1 : nearestOn(first, area, x, y)),
    sentence: (i) => {
      const { title: at, rows } = readAt(i);
      return `${at}: ${rows.map(({ name, text }) => `${name} ${text}`).join(', ')}`;
    },
  });
  const at = hover.at.value;
  return (
    <div class="chart-box">
      {title !== undefined && (
        <header class="chart-title">
          <h3>{title}</h3>
        </header>
      )}
      <ChartPlot box={box} on={hover.on}>
        {width > 0 && (
          <ChartSvg area={area} label={label}>
            <Axes area={area} />
            <path class="ax" d={`M${area.x.range[0]} ${area.y.range[0]}V${area.y.range[1]}`} />
            {chance !== undefined && <Chance area={area} chance={chance} />}
            {children?.(area)}
            {(isPoints ? [] : [...lines].reverse()).map((line) => (
              <path
                key={line.name}
                class={`ln ${line.color === 0 ? 'base' : `k${line.color}`}`}
                d={linePath(line, area.x, area.y)}
              />
            ))}
            {point !== undefined && <circle class="m1" cx={area.x.at(point.x)} cy={area.y.at(point.y)} r="3.6" />}
            <AxisNames area={area} xName={xName} yName={yName} />
            {at !== undefined && first?.xs[at] !== undefined && (
              <circle class="hovered" cx={area.x.at(first.xs[at])} cy={area.y.at(first.ys[at]!)} r="4" />
            )}
          </ChartSvg>
        )}
        {at !== undefined && first?.xs[at] !== undefined && (
          <HoverList {...readAt(at)} at={area.x.at(first.xs[at])} width={width} />
        )}
      </ChartPlot>
    </div>
  );
}

function Chance({
  area: { x, y },
  chance,
}: {
  readonly area: PlotArea;
  readonly chance: NonNullable<UnitChartProps['chance']>;
}) {
  if (chance === 'diagonal') {
    const [[left, right], [bottom, top]] = [x.range, y.range];
    return <path class="gl diagonal" d={`M${left} ${bottom}L${right} ${top}`} />;
  }
  const level = y.at(chance.level);
  const [left, right] = x.range;
  const isLow = y.range[0] - level < 32;
  return (
    <>
      <path class="ax dots" d={`M${left} ${level}H${right}`} />
      {right - left > textWidth(chance.text) && (
        <text class="halo" x={left + 4} y={isLow ? level - 5 : level + 13}>
          {chance.text}
        </text>
      )}
    </>
  );
}

function nearestOn({ xs, ys }: Points, { x, y }: PlotArea, left: number, top: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < xs.length; i += 1) {
    const distance = Math.hypot(x.at(xs[i]!) - left, y.at(ys[i]!) - top);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
