import type { ComponentChildren } from 'preact';
import { linear, logarithmic, type Scale, type Span } from './scale.ts';
import { logTicks, type Ticks, ticksOf } from './ticks.ts';

/** Where a chart draws, and on which scales. */
export interface PlotArea {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
  readonly xTicks: Ticks;
  readonly yTicks: Ticks;
}

export interface AreaOptions {
  readonly width: number;
  readonly height: number;
  readonly xDomain: Span;
  readonly yDomain: Span;
  /** Room for labels at line ends. */
  readonly right?: number;
  /** Room for the name of the y axis. */
  readonly above?: number;
  /** Rounds, rows: no halves between them. */
  readonly wholeX?: boolean;
  readonly mostX?: number;
  readonly mostY?: number;
  /** `0`, `0.5`, `1` and not `0.0`, `0.5`, `1.0`. */
  readonly shortTexts?: boolean;
  /** Axes whose scale is logarithmic: their domains are above zero. */
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Ticks of x where it is no figure: times. */
  readonly ticksX?: (domain: Span, most: number) => Ticks;
}

/** Text of axes and labels is 11 px at every width. */
const LETTER = 6.1;
const BELOW = 20;
const ABOVE = 8;

/** About as wide as a text of a chart. */
export function textWidth(text: string): number {
  return Math.ceil(text.length * LETTER);
}

export function plotArea(options: AreaOptions): PlotArea {
  const {
    width,
    height,
    xDomain,
    yDomain,
    right = 8,
    above = ABOVE,
    wholeX = false,
    mostY = 4,
    shortTexts = false,
    logX = false,
    logY = false,
    ticksX,
  } = options;
  const yTicks = logY ? logTicks(yDomain, mostY) : ticksOf(yDomain, { most: mostY, short: shortTexts });
  const left = Math.max(...yTicks.texts.map(textWidth), 0) + 8;
  const inner = Math.max(10, width - left - right);
  const mostX = options.mostX ?? Math.max(2, Math.min(6, Math.floor(inner / 70)));
  const plainX = () => ticksOf(xDomain, { most: mostX, whole: wholeX, short: shortTexts });
  return {
    width,
    height,
    x: (logX ? logarithmic : linear)(xDomain, [left, left + inner]),
    y: (logY ? logarithmic : linear)(yDomain, [height - BELOW, above]),
    xTicks: logX ? logTicks(xDomain, mostX) : (ticksX?.(xDomain, mostX) ?? plainX()),
    yTicks,
  };
}

export interface AxesProps {
  readonly area: PlotArea;
}

/** Grid lines with their figures; no box, no tick marks. */
export function Axes({ area: { x, y, xTicks, yTicks, height } }: AxesProps) {
  const [left, right] = x.range;
  const [bottom] = y.range;
  return (
    <g>
      {yTicks.values.map((value, i) => (
        <g key={value}>
          <path class="gl" d={`M${left} ${y.at(value)}H${right}`} />
          <text class="e" x={left - 6} y={y.at(value) + 4}>
            {yTicks.texts[i]}
          </text>
        </g>
      ))}
      {xTicks.values.map((value, i) => (
        <text class="m" key={value} x={x.at(value)} y={height - 4}>
          {xTicks.texts[i]}
        </text>
      ))}
      <path class="ax" d={`M${left} ${bottom}H${right}`} />
    </g>
  );
}

export interface AxisNamesProps {
  readonly area: PlotArea;
  readonly xName: string;
  readonly yName: string;
}

/** What the axes are: above the plot and at its end; drawn last, so that no mark hides them. */
export function AxisNames({ area: { x, y }, xName, yName }: AxisNamesProps) {
  return (
    <g>
      <text x={x.range[0]} y={y.range[1] - 7}>
        {yName}
      </text>
      <text class="e halo" x={x.range[1] - 2} y={y.range[0] - 6}>
        {xName}
      </text>
    </g>
  );
}

export interface ChartSvgProps {
  readonly area: PlotArea;
  /** The finding: what a reader hears. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Drawn at the measured width, so that nothing is scaled. */
export function ChartSvg({ area, label, children }: ChartSvgProps) {
  return (
    <svg class="chart" width={area.width} height={area.height} role="img" aria-label={label}>
      {children}
    </svg>
  );
}
