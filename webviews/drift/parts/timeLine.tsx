import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { DriftPage } from '../../../engine/src/monitoring/report/driftPage.ts';
import { ChartPlot } from '../../shared/charts/chartPlot.tsx';
import { HoverList } from '../../shared/charts/hoverList.tsx';
import { Axes, ChartSvg, type PlotArea, plotArea, textWidth } from '../../shared/charts/plot.tsx';
import { rounded } from '../../shared/charts/ticks.ts';
import { useHover } from '../../shared/charts/useHover.ts';
import { dayTicks } from '../model/dayTicks.ts';
import { momentText, shortDay, statisticText } from '../model/driftTexts.ts';
import { testWords } from '../model/testWords.ts';
import { type TimePoint, timePath, timePoints } from '../model/timePoints.ts';
import { useChartWidth } from '../printing.ts';

export interface TimeLineProps {
  readonly column: ColumnReport;
  readonly page: DriftPage;
  readonly onPick?: ((check: string) => void) | undefined;
}

const HEIGHT = 198;

/** The column's distance at each check with its limit; a point leads to its check. */
export function TimeLine({ column, page, onPick }: TimeLineProps) {
  const [box, width] = useChartWidth();
  const points = timePoints(column, page);
  const { byP, name } = testWords(column.test);
  const limit = byP ? null : column.threshold;
  const ys = points.map(({ value }) => value);
  const area = plotArea({
    width,
    height: HEIGHT,
    xDomain: [points[0]?.due ?? 0, points.at(-1)?.due ?? 1],
    yDomain: rounded([0, Math.max(...ys, (limit ?? 0) * 1.15, 1e-9)], 4),
    above: 20,
    // Half of a date below the last check.
    right: 18,
    ticksX: dayTicks,
    shortTexts: true,
  });
  const read = (i: number) => {
    const point = points[i]!;
    return {
      title: `${momentText(point.due)}${point.isShown ? ', shown here' : ''}`,
      rows: [{ name, color: 1, text: `${statisticText(point.value)}${point.isDrift ? ', drift' : ''}` }],
    };
  };
  const hover = useHover({
    length: points.length,
    nearest: (x) => nearestPoint(points, area.x.value(x)),
    sentence: (i) => `${read(i).title}: ${read(i).rows[0]!.name} ${read(i).rows[0]!.text}`,
    onKey: (event) => {
      if (event.key !== 'Enter' || hover.at.peek() === undefined) return;
      event.preventDefault();
      pick(hover.at.peek());
    },
  });
  const pick = (i: number | undefined) => {
    const point = i === undefined ? undefined : points[i];
    if (point !== undefined && !point.isShown) onPick?.(point.check);
  };
  const at = hover.at.value;
  const isPicking = onPick !== undefined;
  return (
    <div class="chart-box">
      <h3 class="cap">{byP ? 'Statistic' : 'Distance'} by end of window</h3>
      <ChartPlot
        box={box}
        on={{ ...hover.on, onClick: () => pick(hover.at.peek()) }}
        class={isPicking ? 'picks' : undefined}
      >
        {width > 0 && (
          <ChartSvg area={area} label={labelOf(column, points, page)}>
            <Axes area={area} />
            {limit !== null && <Limit area={area} limit={limit} />}
            <Since column={column} page={page} area={area} />
            <path class="ln k1" d={timePath(points, area)} />
            {points.map((point) => (
              <Mark key={point.check} point={point} area={area} />
            ))}
            {at !== undefined && points[at] !== undefined && (
              <circle class="hovered" cx={area.x.at(points[at].due)} cy={area.y.at(points[at].value)} r="4" />
            )}
          </ChartSvg>
        )}
        {at !== undefined && points[at] !== undefined && (
          <HoverList {...read(at)} at={area.x.at(points[at].due)} width={width} />
        )}
      </ChartPlot>
    </div>
  );
}

function labelOf(column: ColumnReport, points: readonly TimePoint[], { report }: DriftPage): string {
  const { name } = testWords(column.test);
  const since =
    column.since === null ? 'not beyond it now' : `beyond it since ${shortDay(column.since.due, report.due)}`;
  const limit = column.threshold === null ? '' : `, limit ${screenFigure(column.threshold)}, ${since}`;
  return `${name} of ${column.column} at ${points.length} checks${limit}; arrows read them`;
}

function nearestPoint(points: readonly TimePoint[], due: number): number {
  let best = -1;
  for (let i = 0; i < points.length; i += 1)
    if (best < 0 || Math.abs(points[i]!.due - due) < Math.abs(points[best]!.due - due)) best = i;
  return best;
}

function Limit({ area: { x, y }, limit }: { readonly area: PlotArea; readonly limit: number }) {
  const at = y.at(limit);
  const isLow = y.range[0] - at < 30;
  return (
    <>
      <path class="lim" d={`M${x.range[0]} ${at}H${x.range[1]}`} />
      <text class="warn halo e" x={x.range[1]} y={isLow ? at - 5 : at + 14}>
        limit {screenFigure(limit)}
      </text>
    </>
  );
}

function Since({ column, page, area: { x, y } }: Omit<TimeLineProps, 'onPick'> & { readonly area: PlotArea }) {
  if (column.since === null) return null;
  const due = Date.parse(column.since.due);
  if (!(due >= x.domain[0] && due <= x.domain[1])) return null;
  const text = `above since ${shortDay(due, page.report.due)}`;
  const at = Math.round(x.at(due)) + 0.5;
  const isRight = at - x.range[0] > textWidth(text) + 8;
  return (
    <>
      <path class="ax dots" d={`M${at} ${y.range[1]}V${y.range[0]}`} />
      <text class={`fg halo ${isRight ? 'e' : ''}`} x={isRight ? at - 5 : at + 5} y={y.range[1] + 8}>
        {text}
      </text>
    </>
  );
}

function Mark({
  point: { due, value, isDrift, isShown },
  area,
}: {
  readonly point: TimePoint;
  readonly area: PlotArea;
}) {
  const [cx, cy] = [area.x.at(due), area.y.at(value)];
  if (isShown) return <circle class="shown" cx={cx} cy={cy} r="3.6" />;
  return isDrift ? <circle class="m1" cx={cx} cy={cy} r="2" /> : null;
}
