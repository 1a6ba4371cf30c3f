import { useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { ChartPlot } from '../../shared/charts/chartPlot.tsx';
import { HoverList } from '../../shared/charts/hoverList.tsx';
import { Axes, AxisNames, ChartSvg, type PlotArea, plotArea, textWidth } from '../../shared/charts/plot.tsx';
import { extent, padded } from '../../shared/charts/scale.ts';
import { useHover } from '../../shared/charts/useHover.ts';
import { Marker } from '../../shared/components/marker.tsx';
import { useWidth } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import { shortRun, textAt } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';
import type { Tile } from '../protocol.ts';
import { textOf } from './model/figureAt.ts';
import type { Subject } from './model/subject.ts';
import { axisTitle } from './model/tileTitle.ts';
import { clockTicks, durationTicks } from './model/timeTicks.ts';
import type { ScatterPoints } from './scatterPoints.ts';

export interface ScatterPlotProps {
  readonly state: CompareState;
  readonly table: Table;
  readonly tile: Extract<Tile, { kind: 'scatter' }>;
  readonly points: ScatterPoints;
  /** Places of points, from the worst x to the best. */
  readonly front: readonly number[];
  readonly subject: Subject;
  readonly label: string;
}

const HEIGHT = 250;
/** More points are drawn smaller. */
const MANY = 1000;
/** Farther than this from the pointer, no point is meant. */
const REACH = 24;

/** Points by x; arrow keys go from one to the next, Enter selects it, as a click does. */
export function ScatterPlot({ state, table, tile, points, front, subject, label }: ScatterPlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  // Of thousands of points, and the same wherever the pointer goes.
  const area = useMemo(() => areaOf(points, { table, tile, width }), [points, table, tile, width]);
  const order = useMemo(() => orderByX(points), [points]);
  const dots = useMemo(() => dotsPath(points, area), [points, area]);
  const toggle = (place: number | undefined) => {
    const row = place === undefined ? undefined : points.rows[place];
    if (row !== undefined) state.toggle(table.runs[row] ?? '');
  };
  const placeAt = (index: number | undefined) => (index === undefined ? undefined : order[index]);
  const hover = useHover({
    length: order.length,
    nearest: (x, y) => order.indexOf(nearestPoint(points, area, x, y)),
    sentence: (index) => pointSentence(table, tile, points.rows[order[index] ?? 0] ?? 0),
    onKey: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle(placeAt(hover.at.peek()));
    },
  });
  useSignalEffect(() => {
    const place = placeAt(hover.at.value);
    state.hovered.value = place === undefined ? undefined : table.runs[points.rows[place] ?? 0];
  });
  const lit = litPlace(state, table, points);
  return (
    <ChartPlot box={box} on={{ ...hover.on, onClick: () => toggle(placeAt(hover.at.peek())) }}>
      {width > 0 && (
        <ChartSvg area={area} label={label}>
          <Axes area={area} />
          <path class={`scatter-dots ${points.rows.length > MANY ? 'many' : ''}`} d={dots} />
          {front.length > 0 && <path class="ln front" d={frontPath(points, front, area)} />}
          <Chosen {...{ area, points, subject, table }} />
          {lit !== undefined && (
            <circle class="hovered" cx={area.x.at(points.xs[lit] ?? 0)} cy={area.y.at(points.ys[lit] ?? 0)} r="5" />
          )}
          <AxisNames area={area} xName={axisTitle(table, tile.x)} yName={axisTitle(table, tile.y)} />
        </ChartSvg>
      )}
      {lit !== undefined && hover.at.value !== undefined && (
        <HoverList
          title={runName(table, points.rows[lit] ?? 0)}
          rows={[tile.y, tile.x].map((column) => ({
            name: axisTitle(table, column),
            text: textOf(table, column, points.rows[lit] ?? 0),
          }))}
          at={area.x.at(points.xs[lit] ?? 0)}
          width={width}
        />
      )}
    </ChartPlot>
  );
}

function areaOf(
  { xs, ys }: ScatterPoints,
  { table, tile, width }: Pick<ScatterPlotProps, 'table' | 'tile'> & { readonly width: number },
): PlotArea {
  const isTime = table.columns.get(tile.x)?.type === 'time';
  return plotArea({
    width,
    height: HEIGHT,
    xDomain: padded(extent(xs) ?? [0, 1], 0.04),
    yDomain: padded(extent(ys) ?? [0, 1], 0.06),
    above: 20,
    right: 28,
    ...(tile.x === 'attributes.duration' && { ticksX: durationTicks, mostX: Math.max(2, Math.floor(width / 110)) }),
    ...(isTime && { ticksX: clockTicks, mostX: Math.max(2, Math.floor(width / 140)) }),
  });
}

interface Label {
  readonly left: number;
  readonly top: number;
}

/** Marker and name of the runs that charts are about. */
function Chosen({
  area: { x, y, width },
  points,
  subject,
  table,
}: Pick<ScatterPlotProps, 'points' | 'subject' | 'table'> & { readonly area: PlotArea }) {
  const labels: Label[] = [];
  return (
    <>
      {subject.runs.map(({ row, n, id, isOutside }) => {
        const place = points.rows.indexOf(row);
        if (n === undefined || place < 0) return null;
        const [left, top] = [x.at(points.xs[place] ?? 0), y.at(points.ys[place] ?? 0)];
        const text = n === 0 ? 'baseline' : shortRun(table, table.runs[row] ?? '');
        const isLeft = left + 8 + textWidth(text) > width;
        const isFree = (y: number) =>
          !labels.some((one) => Math.abs(one.left - left) < 64 && Math.abs(one.top - y) < 13);
        const at = [top - 5, top + 14, top - 18].find(isFree);
        if (at !== undefined) labels.push({ left, top: at });
        return (
          <g key={id} class={isOutside ? 'outside' : undefined}>
            <Marker n={n} x={left} y={top} radius={5} />
            {at !== undefined && (
              <text class={`fg halo ${isLeft ? 'e' : ''}`} x={isLeft ? left - 9 : left + 9} y={at}>
                {text}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function dotsPath({ xs, ys }: ScatterPoints, { x, y }: PlotArea): string {
  let path = '';
  for (let i = 0; i < xs.length; i += 1) path += `M${x.at(xs[i] ?? 0).toFixed(1)} ${y.at(ys[i] ?? 0).toFixed(1)}h0`;
  return path;
}

/** Steps: between two points of the front nothing better was reached. */
function frontPath({ xs, ys }: ScatterPoints, front: readonly number[], { x, y }: PlotArea): string {
  return front
    .map((place, index) => {
      const [left, top] = [x.at(xs[place] ?? 0).toFixed(1), y.at(ys[place] ?? 0).toFixed(1)];
      return index === 0 ? `M${left} ${top}` : `V${top}H${left}`;
    })
    .join('');
}

function orderByX({ xs, ys }: ScatterPoints): readonly number[] {
  return [...xs.keys()].sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0) || (ys[a] ?? 0) - (ys[b] ?? 0));
}

function nearestPoint({ xs, ys }: ScatterPoints, { x, y }: PlotArea, left: number, top: number): number {
  let best = -1;
  let least = REACH;
  for (let i = 0; i < xs.length; i += 1) {
    const distance = Math.hypot(x.at(xs[i] ?? 0) - left, y.at(ys[i] ?? 0) - top);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

function litPlace(state: CompareState, table: Table, { rows }: ScatterPoints): number | undefined {
  const run = state.hovered.value;
  const row = run === undefined ? undefined : table.rows.get(run);
  const place = row === undefined ? -1 : rows.indexOf(row);
  return place < 0 ? undefined : place;
}

function runName(table: Table, row: number): string {
  return `${shortRun(table, table.runs[row] ?? '')} ${textAt(table, 'attributes.run_name', row)}`.trim();
}

function pointSentence(table: Table, tile: ScatterPlotProps['tile'], row: number): string {
  const figures = [tile.y, tile.x].map((column) => `${axisTitle(table, column)} ${textOf(table, column, row)}`);
  return `${runName(table, row)}: ${figures.join(', ')}`;
}
