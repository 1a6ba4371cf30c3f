import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import { useWidth } from '../hooks.ts';
import { ChartPlot } from './chartPlot.tsx';
import { HoverList } from './hoverList.tsx';
import { linePath, missing, nearest, type Points, thinned } from './linePath.ts';
import { Axes, ChartSvg, type PlotArea, plotArea, textWidth } from './plot.tsx';
import { pushApart } from './pushApart.ts';
import { extent, padded, type Span } from './scale.ts';
import { rounded } from './ticks.ts';
import { useHover } from './useHover.ts';
import { useZoom } from './useZoom.ts';

export interface ChartLine extends Points {
  readonly name: string;
  /** At its end: `validation, stopped at 207`. */
  readonly endText: string;
  /** Of the palette; 0 is the foreground. */
  readonly color: number;
  readonly isDashed: boolean;
}

export interface LineChartProps {
  /** The quantity with its direction, and by what. */
  readonly title: ComponentChildren;
  /** The finding. */
  readonly label: string;
  readonly lines: readonly ChartLine[];
  /** What x counts: `round`. */
  readonly xName: string;
  /** Where x will end, beyond the last point. */
  readonly xEnd?: number | undefined;
  readonly mark?: { readonly x: number; readonly text: string } | undefined;
  readonly height?: number;
}

/** Lines by rounds: a rule with values follows pointer and arrow keys, a drag zooms, double click or `0` shows all again. */
export function LineChart({ title, label, lines, xName, xEnd, mark, height = 202 }: LineChartProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const zoom = useZoom(wholeSpan(lines, xEnd));
  const { shown, drag } = zoom;
  const area = areaOf(lines, shown, width, height);
  const rounds = roundsOf(lines, shown);
  const hover = useHover({
    length: rounds.length,
    nearest: (x) => nearest(rounds, area.x.value(x)),
    sentence: (i) =>
      `${xName} ${rounds[i]}: ${valuesAt(lines, rounds[i]!)
        .map(({ name, text }) => `${name} ${text}`)
        .join(', ')}`,
    onKey: (event) => {
      const at = hover.at.peek();
      zoom.onKey(event, at === undefined ? (shown[0] + shown[1]) / 2 : rounds[at]!);
    },
  });
  const zooming = zoom.on(area.x);
  return (
    <div class="chart-box">
      <header class="chart-title">
        <h3>{title}</h3>
        {zoom.isPart && (
          <button type="button" class="link cap" onClick={zoom.showAll}>
            Show all
          </button>
        )}
      </header>
      <ChartPlot
        box={box}
        on={{
          ...hover.on,
          ...zooming,
          onPointerMove: (event) => {
            hover.on.onPointerMove(event);
            zooming.onPointerMove(event);
          },
        }}
      >
        {width > 0 && (
          <ChartSvg area={area} label={label}>
            <Axes area={area} />
            <Lines area={area} lines={lines} mark={mark} />
            {drag !== undefined && <Brush span={drag} area={area} />}
            {hover.at.value !== undefined && rounds[hover.at.value] !== undefined && (
              <Rule area={area} lines={lines} x={rounds[hover.at.value]!} />
            )}
          </ChartSvg>
        )}
        {hover.at.value !== undefined && rounds[hover.at.value] !== undefined && drag === undefined && (
          <HoverList
            title={`${xName} ${rounds[hover.at.value]}`}
            rows={valuesAt(lines, rounds[hover.at.value]!)}
            at={area.x.at(rounds[hover.at.value]!)}
            width={width}
          />
        )}
      </ChartPlot>
    </div>
  );
}

function wholeSpan(lines: readonly ChartLine[], xEnd: number | undefined): Span {
  const [first, last] = extent(lines.flatMap(({ xs }) => [xs[0] ?? Number.NaN, xs.at(-1) ?? Number.NaN])) ?? [0, 1];
  return [first <= 1 ? 0 : first, Math.max(last, xEnd ?? last, first + 1)];
}

function areaOf(lines: readonly ChartLine[], xDomain: Span, width: number, height: number): PlotArea {
  const seen = lines.flatMap(({ xs, ys }) => ys.filter((_, i) => xs[i]! >= xDomain[0] && xs[i]! <= xDomain[1]));
  const yDomain = rounded(padded(extent(seen) ?? [0, 1], 0.04), 4);
  const widest = Math.max(0, ...lines.map(({ endText }) => textWidth(endText))) + 10;
  const plain = plotArea({ width, height, xDomain, yDomain, wholeX: true });
  const overhang = Math.max(0, ...lines.map((line) => plain.x.at(lastX(line, xDomain)) + widest - width));
  return plotArea({ width, height, xDomain, yDomain, wholeX: true, right: Math.min(8 + overhang, width * 0.4) });
}

function lastX({ xs }: ChartLine, [, end]: Span): number {
  return Math.min(xs.at(-1) ?? end, end);
}

/** Values of x that a rule can stand at: those of all lines within the span. */
function roundsOf(lines: readonly ChartLine[], [from, to]: Span): readonly number[] {
  const longest = lines.length === 1 ? lines[0]!.xs : [...new Set(lines.flatMap(({ xs }) => xs))].sort((a, b) => a - b);
  return longest.filter((x) => x >= from && x <= to);
}

function valuesAt(lines: readonly ChartLine[], x: number) {
  return lines
    .flatMap(({ name, color, xs, ys }) => {
      const at = nearest(xs, x);
      return at < 0 || xs[at] !== x ? [] : [{ name, color, value: ys[at]! }];
    })
    .sort((a, b) => b.value - a.value)
    .map(({ name, color, value }) => ({ name, color, text: screenFigure(Number.isNaN(value) ? 'NaN' : value) }));
}

interface LinesProps extends Pick<LineChartProps, 'lines' | 'mark'> {
  readonly area: PlotArea;
}

function Lines({ area, lines, mark }: LinesProps) {
  const clip = useId();
  const { x, y } = area;
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const ends = lines.map((line) => endOf(line, x.domain));
  const labels = pushApart(
    ends.map(([, value]) => y.at(value)),
    13,
    [top + 4, bottom - 4],
  );
  return (
    <>
      <clipPath id={clip}>
        <rect x={left} y={top - 4} width={Math.max(0, right - left)} height={bottom - top + 4} />
      </clipPath>
      {mark !== undefined && mark.x >= x.domain[0] && mark.x <= x.domain[1] && (
        <Mark area={area} x={mark.x} text={mark.text} line={lines.find(({ isDashed }) => !isDashed)} />
      )}
      <g clip-path={`url(#${clip})`}>
        {lines.map((line) => (
          <g key={line.name}>
            <path
              class={`ln k${line.color} ${line.isDashed ? 'dash' : ''}`}
              d={linePath(thinned(line, Math.max(50, right - left)), x, y)}
            />
            {missing(line).map((round) => (
              <path key={round} class={`k${line.color}`} d={`M${x.at(round)} ${bottom}v-4`} />
            ))}
          </g>
        ))}
      </g>
      {lines.map((line, i) => {
        const [round, value] = ends[i]!;
        const [from, to] = [y.at(value), labels[i]!];
        return (
          <g key={line.name}>
            {Math.abs(from - to) > 3 && <path class="gl" d={`M${x.at(round) + 2} ${from}L${x.at(round) + 7} ${to}`} />}
            <text class={`halo ${line.isDashed ? '' : 'fg'}`} x={x.at(round) + 8} y={to + 4}>
              {line.endText}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Last finite point within the span. */
function endOf({ xs, ys }: ChartLine, [from, to]: Span): readonly [x: number, y: number] {
  for (let i = xs.length - 1; i >= 0; i -= 1)
    if (xs[i]! <= to && Number.isFinite(ys[i]!)) return [Math.max(xs[i]!, from), ys[i]!];
  return [to, 0];
}

interface MarkProps {
  readonly area: PlotArea;
  readonly x: number;
  readonly text: string;
  readonly line: ChartLine | undefined;
}

function Mark({ area: { x, y }, x: round, text, line }: MarkProps) {
  const at = x.at(round);
  const [bottom, top] = y.range;
  const value = line?.ys[line.xs.indexOf(round)];
  const isRight = at - x.range[0] > textWidth(text) + 8;
  return (
    <>
      <path class="ax dots" d={`M${at} ${top}V${bottom}`} />
      <text class={`fg halo ${isRight ? 'e' : ''}`} x={isRight ? at - 6 : at + 6} y={top + 10}>
        {text}
      </text>
      {value !== undefined && Number.isFinite(value) && (
        <circle class={`m${line?.color ?? 1}`} cx={at} cy={y.at(value)} r="3.6" />
      )}
    </>
  );
}

function Brush({ span: [from, to], area: { x, y } }: { readonly span: Span; readonly area: PlotArea }) {
  const left = Math.max(x.range[0], Math.min(from, to));
  const right = Math.min(x.range[1], Math.max(from, to));
  return (
    <rect class="brush" x={left} y={y.range[1]} width={Math.max(0, right - left)} height={y.range[0] - y.range[1]} />
  );
}

function Rule({
  area: { x, y },
  lines,
  x: round,
}: {
  readonly area: PlotArea;
  readonly lines: readonly ChartLine[];
  readonly x: number;
}) {
  return (
    <>
      <path class="ax" d={`M${x.at(round)} ${y.range[1]}V${y.range[0]}`} />
      {lines.map(({ name, color, xs, ys }) => {
        const value = ys[xs.indexOf(round)];
        if (value === undefined || !Number.isFinite(value)) return null;
        return <circle key={name} class={`m${color}`} cx={x.at(round)} cy={y.at(value)} r="3" />;
      })}
    </>
  );
}
