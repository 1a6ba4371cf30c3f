import { useId, useMemo } from 'preact/hooks';
import { linePath, nearest, thinned } from '../../shared/charts/linePath.ts';
import type { PlotArea } from '../../shared/charts/plot.tsx';
import { pushApart } from '../../shared/charts/pushApart.ts';
import { Marker } from '../../shared/components/marker.tsx';
import type { Tile } from '../protocol.ts';
import { curveBand } from './model/curveBand.ts';
import type { CurveLine } from './model/curveLine.ts';
import { MOST_LINES } from './model/curvesArea.ts';
import type { ChartRun } from './model/subject.ts';

export interface CurveMarksProps {
  readonly area: PlotArea;
  readonly runs: readonly ChartRun[];
  readonly lines: ReadonlyMap<string, CurveLine>;
  readonly tile: Extract<Tile, { kind: 'curves' }>;
  /** Id of the run that something points at. */
  readonly hovered: string | undefined;
  /** Where the rule stands. */
  readonly at: number | undefined;
}

interface Drawn extends ChartRun {
  readonly line: CurveLine;
}

/** Other runs in grey, or as a band; those in colour above them with their labels; the one that is pointed at on top. */
export function CurveMarks({ area, runs, lines, tile, hovered, at }: CurveMarksProps) {
  const clip = useId();
  const drawn = useMemo(() => runs.flatMap((run): Drawn[] => withLine(run, lines)), [runs, lines]);
  const others = drawn.filter(({ n }) => n === undefined);
  const coloured = drawn.filter(({ n }) => n !== undefined);
  const lit = drawn.find(({ id }) => id === hovered);
  const { x, y } = area;
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  return (
    <>
      <clipPath id={clip}>
        <rect x={left} y={top - 4} width={Math.max(0, right - left)} height={bottom - top + 5} />
      </clipPath>
      <g clip-path={`url(#${clip})`} class={lit === undefined ? undefined : 'has-lit'}>
        {drawn.length > MOST_LINES ? <Band area={area} lines={others} /> : <Greys area={area} lines={others} />}
        {coloured.map((one) => (
          <Line key={one.id} area={area} one={one} isSmoothed={tile.smoothing > 0} isLit={one.id === hovered} />
        ))}
        {lit?.n === undefined && lit !== undefined && <path class="ln lit" d={pathOf(lit.line, area)} />}
        {at !== undefined && <path class="ax" d={`M${x.at(at)} ${top}V${bottom}`} />}
        {at !== undefined &&
          coloured.map(({ id, n, line }) => <Point key={id} area={area} n={n ?? 0} line={line} x={at} />)}
      </g>
      <EndLabels area={area} lines={lit === undefined || lit.n !== undefined ? coloured : [...coloured, lit]} />
    </>
  );
}

function withLine(run: ChartRun, lines: CurveMarksProps['lines']): Drawn[] {
  const line = lines.get(run.id);
  return line === undefined ? [] : [{ ...run, line }];
}

function Greys({ area, lines }: { readonly area: PlotArea; readonly lines: readonly Drawn[] }) {
  return lines.map(({ id, line }) => <path key={id} class="ln bg" d={pathOf(line, area)} />);
}

function Band({ area, lines }: { readonly area: PlotArea; readonly lines: readonly Drawn[] }) {
  const { xs, low, middle, high } = useMemo(() => curveBand(lines.map(({ line }) => line)), [lines]);
  return (
    <>
      <path class="others-band" d={areaPath(xs, low, high, area)} />
      <path class="ln bg median" d={linePath({ xs, ys: middle }, area.x, area.y)} />
    </>
  );
}

interface LineProps {
  readonly area: PlotArea;
  readonly one: Drawn;
  readonly isSmoothed: boolean;
  readonly isLit: boolean;
}

function Line({ area, one: { n = 0, line, isOutside }, isSmoothed, isLit }: LineProps) {
  const { xs, ys, raw, low, high } = line;
  const paths = useMemo(
    () => ({
      line: pathOf({ xs, ys }, area),
      raw: isSmoothed ? pathOf({ xs, ys: raw }, area) : undefined,
      band: low === undefined || high === undefined ? undefined : areaPath(xs, low, high, area),
    }),
    [xs, ys, raw, low, high, area, isSmoothed],
  );
  return (
    <g class={isLit ? 'lit' : isOutside ? 'outside' : undefined}>
      {paths.band !== undefined && <path class={`m${n} curve-band`} d={paths.band} />}
      {paths.raw !== undefined && <path class={`ln raw k${n}`} d={paths.raw} />}
      <path class={`ln k${n} ${n === 0 ? 'base' : ''}`} d={paths.line} />
      <Unfinished area={area} n={n} line={line} />
    </g>
  );
}

/** NaN leaves a tick on the axis, an infinite value an arrow at the edge. */
function Unfinished({
  area: { x, y },
  n,
  line: { xs, raw },
}: {
  readonly area: PlotArea;
  readonly n: number;
  readonly line: CurveLine;
}) {
  const [bottom, top] = y.range;
  let [ticks, arrows] = ['', ''];
  for (const [i, value] of raw.entries()) {
    if (Number.isFinite(value)) continue;
    const left = x.at(xs[i] ?? 0).toFixed(1);
    if (Number.isNaN(value)) ticks += `M${left} ${bottom}v-4`;
    else arrows += value > 0 ? `M${left} ${top}l3 5h-6z` : `M${left} ${bottom}l3 -5h-6z`;
  }
  return (
    <>
      {ticks !== '' && <path class={`k${n}`} d={ticks} />}
      {arrows !== '' && <path class={`m${n}`} d={arrows} />}
    </>
  );
}

function Point({
  area,
  n,
  line: { xs, ys },
  x,
}: {
  readonly area: PlotArea;
  readonly n: number;
  readonly line: CurveLine;
  readonly x: number;
}) {
  const at = nearest(xs, x);
  const [found, value] = [xs[at], ys[at]];
  if (found === undefined || value === undefined || !Number.isFinite(value)) return null;
  if (Math.abs(area.x.at(found) - area.x.at(x)) > 5) return null;
  return <Marker n={n} x={area.x.at(found)} y={area.y.at(value)} radius={3.5} />;
}

/** Marker and id at the last point in sight. */
function EndLabels({ area: { x, y }, lines }: { readonly area: PlotArea; readonly lines: readonly Drawn[] }) {
  const ends = lines.flatMap(({ line, ...run }) => {
    const end = endOf(line, x.domain);
    return end === undefined ? [] : [{ run, left: x.at(end[0]), top: y.at(end[1]) }];
  });
  const [bottom, top] = y.range;
  const places = pushApart(
    ends.map((end) => end.top),
    13,
    [top + 2, bottom - 4],
  );
  const right = x.range[1];
  return (
    <>
      {ends.map(({ run, left, top: from }, i) => {
        const to = places[i] ?? from;
        return (
          <g key={run.id}>
            <path class="gl leader" d={`M${left} ${from}L${right + 6} ${to}`} />
            <Marker n={run.n ?? 0} x={left} y={from} radius={3.5} />
            <text class="fg halo" x={right + 9} y={to + 4}>
              {run.short}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Last finite point within the span. */
function endOf({ xs, ys }: CurveLine, [from, to]: readonly [number, number]): readonly [number, number] | undefined {
  for (let i = xs.length - 1; i >= 0; i -= 1) {
    const [x, value] = [xs[i] ?? 0, ys[i] ?? Number.NaN];
    if (x <= to && x >= from && Number.isFinite(value)) return [x, value];
  }
  return undefined;
}

function pathOf({ xs, ys }: Pick<CurveLine, 'xs' | 'ys'>, { x, y }: PlotArea): string {
  return linePath(thinned({ xs, ys }, Math.max(50, x.range[1] - x.range[0])), x, y);
}

/** What lies between two lines; a place without either breaks it. */
function areaPath(xs: readonly number[], low: readonly number[], high: readonly number[], { x, y }: PlotArea): string {
  let path = '';
  let back = '';
  const close = () => {
    path += back === '' ? '' : `${back}Z`;
    back = '';
  };
  for (const [i, at] of xs.entries()) {
    const [least, greatest] = [low[i] ?? Number.NaN, high[i] ?? Number.NaN];
    if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
      close();
      continue;
    }
    const left = x.at(at).toFixed(1);
    path += `${back === '' ? 'M' : 'L'}${left} ${y.at(greatest).toFixed(1)}`;
    back = `L${left} ${y.at(least).toFixed(1)}${back}`;
  }
  close();
  return path;
}
