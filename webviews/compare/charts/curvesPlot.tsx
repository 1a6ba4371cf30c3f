import { useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import { announce } from '../../shared/announce.ts';
import { ChartPlot } from '../../shared/charts/chartPlot.tsx';
import { HoverList } from '../../shared/charts/hoverList.tsx';
import { nearest } from '../../shared/charts/linePath.ts';
import { Axes, ChartSvg } from '../../shared/charts/plot.tsx';
import { useHover } from '../../shared/charts/useHover.ts';
import { useZoom } from '../../shared/charts/useZoom.ts';
import { useWidth } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import type { Tile } from '../protocol.ts';
import { CurveMarks } from './curveMarks.tsx';
import type { CurveLine } from './model/curveLine.ts';
import { curvesArea, placesOf, wholeSpan } from './model/curvesArea.ts';
import { curvesLabel, rowsAt, runNear, xText } from './model/curvesReading.ts';
import { type ChartRun, runTitle } from './model/subject.ts';

export interface CurvesPlotProps {
  readonly state: CompareState;
  readonly tile: Extract<Tile, { kind: 'curves' }>;
  /** Those that have a line. */
  readonly runs: readonly ChartRun[];
  readonly lines: ReadonlyMap<string, CurveLine>;
  readonly better: TableColumn['better'];
}

/** Lines by x: a rule with values follows pointer and arrow keys, `[` and `]` go from run to run, a drag zooms, `0` shows all again. */
export function CurvesPlot({ state, tile, runs, lines, better }: CurvesPlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const all = useMemo(() => wholeSpan([...lines.values()]), [lines]);
  const zoom = useZoom(all);
  const { shown, drag } = zoom;
  const area = useMemo(
    () => curvesArea({ lines: [...lines.values()], runs, tile, shown, width }),
    [lines, runs, tile, shown[0], shown[1], width],
  );
  const places = useMemo(() => placesOf(runs, lines, shown), [runs, lines, shown[0], shown[1]]);
  const readings = (index: number) => rowsAt(runs, lines, { x: places[index] ?? 0, area });
  const key = (event: KeyboardEvent) => {
    const at = hover.at.peek();
    zoom.onKey(event, at === undefined ? (shown[0] + shown[1]) / 2 : (places[at] ?? 0));
    if (event.key === '[' || event.key === ']') lightNext(state, runs, event.key === ']' ? 1 : -1);
  };
  const hover = useHover({
    length: places.length,
    nearest: (x) => nearest(places, area.x.value(x)),
    sentence: (index) =>
      `${xText(tile.x, places[index] ?? 0)}: ${readings(index)
        .map(({ name, text }) => `${name} ${text}`)
        .join(', ')}`,
    onKey: key,
  });
  useSignalEffect(() => {
    if (hover.at.value === undefined) state.hovered.value = undefined;
  });
  const zooming = zoom.on(area.x);
  const at = hover.at.value;
  const x = at === undefined ? undefined : places[at];
  return (
    <ChartPlot
      box={box}
      on={{
        ...hover.on,
        ...zooming,
        onPointerMove: (event) => {
          hover.on.onPointerMove(event);
          zooming.onPointerMove(event);
          const { left, top } = event.currentTarget.getBoundingClientRect();
          state.hovered.value = runNear(runs, lines, area, [event.clientX - left, event.clientY - top]);
        },
      }}
    >
      {width > 0 && (
        <ChartSvg area={area} label={curvesLabel(tile, runs, lines, better)}>
          <Axes area={area} />
          <CurveMarks {...{ area, runs, lines, tile }} hovered={state.hovered.value} at={x} />
          {drag !== undefined && (
            <rect
              class="brush"
              x={Math.min(...drag)}
              y={area.y.range[1]}
              width={Math.abs(drag[1] - drag[0])}
              height={area.y.range[0] - area.y.range[1]}
            />
          )}
        </ChartSvg>
      )}
      {zoom.isPart && (
        <button type="button" class="link cap show-all" onClick={zoom.showAll}>
          Show all
        </button>
      )}
      {at !== undefined && x !== undefined && drag === undefined && (
        <HoverList title={xText(tile.x, x)} rows={readings(at)} at={area.x.at(x)} width={width} />
      )}
    </ChartPlot>
  );
}

/** Lights the run after or before the one that is lit, and says which it is. */
function lightNext({ hovered }: CompareState, runs: readonly ChartRun[], by: 1 | -1): void {
  const at = runs.findIndex(({ id }) => id === hovered.peek());
  const next = runs[at < 0 ? (by === 1 ? 0 : runs.length - 1) : (at + by + runs.length) % runs.length];
  if (next === undefined) return;
  hovered.value = next.id;
  announce(runTitle(next));
}
