import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { announce } from '../../shared/announce.ts';
import { ChartPlot } from '../../shared/charts/chartPlot.tsx';
import { HoverList } from '../../shared/charts/hoverList.tsx';
import { textWidth } from '../../shared/charts/plot.tsx';
import { extent, linear } from '../../shared/charts/scale.ts';
import { Marker } from '../../shared/components/marker.tsx';
import { useWidth } from '../../shared/hooks.ts';
import { themeTurn } from '../../shared/theme.ts';
import type { CompareState } from '../compareState.ts';
import { shortRun, textAt } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';
import type { Brush, Tile } from '../protocol.ts';
import { brushText } from './model/brushText.ts';
import { numberAt, textOf } from './model/figureAt.ts';
import { moveBrush, type ParallelAxis } from './model/parallelAxes.ts';
import type { Subject } from './model/subject.ts';
import { axisTitle } from './model/tileTitle.ts';
import { linePathOf, type PaintedLines, paintLines } from './paintLines.ts';
import { moved, turned } from './parallelOrder.ts';

export interface ParallelPlotProps {
  readonly state: CompareState;
  readonly table: Table;
  readonly tile: Extract<Tile, { kind: 'parallel' }>;
  readonly axes: readonly ParallelAxis[];
  readonly rows: Uint32Array;
  readonly inside: Uint8Array | undefined;
  readonly subject: Subject;
  readonly brushes: readonly Brush[];
  readonly label: string;
  readonly onBrush: (column: string, brush: Brush | undefined) => void;
  readonly onChange: (tile: Tile) => void;
}

const HEIGHT = 250;
const HEAD = 24;
const FOOT = HEIGHT - 8;
/** Room at the right for the figures of the last axis. */
const LAST = 52;
/** An axis is meant by a pointer as far as this from it; a line likewise. */
const REACH = 10;

/**
 * Lines on a canvas, axes and runs in colour above it. A drag along an axis brushes it, a click beside removes the brush; by
 * keyboard arrows choose an axis, B brushes it, up and down move its foot, with Shift its head.
 */
export function ParallelPlot(props: ParallelPlotProps) {
  const { state, table, tile, axes, rows, inside, subject, brushes, label, onBrush, onChange } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const active = useSignal<number | undefined>(undefined);
  const drag = useSignal<{ readonly axis: number; readonly from: number; readonly to: number } | undefined>(undefined);
  const painted = useMemo(
    (): PaintedLines => ({
      axes,
      lefts: leftsOf(axes, width),
      foot: FOOT,
      head: HEAD,
      rows,
      inside,
      shades: shadesOf(table, tile.colour, rows),
    }),
    [axes, rows, inside, table.cells.get(tile.colour), tile.colour, width],
  );
  const turn = themeTurn.value;
  useEffect(() => {
    if (canvas.current !== null && width > 0) paintLines(canvas.current, painted, width, HEIGHT);
  }, [painted, width, turn]);
  const { lefts } = painted;
  const lit = litRow(state, table);
  const placeAt = (top: number) => Math.min(1, Math.max(0, (FOOT - top) / (FOOT - HEAD)));
  const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top } = (currentTarget as Element).getBoundingClientRect();
    return [clientX - left, clientY - top] as const;
  };
  const key = (event: KeyboardEvent) => {
    const next = keyed(event, { axes, active: active.peek(), brushes, tile });
    if (next === undefined) return;
    event.preventDefault();
    if (next.active !== undefined) active.value = next.active;
    if (next.tile !== undefined) onChange(next.tile);
    if (next.brush !== undefined) onBrush(next.brush.column, next.brush.to);
    const axis = axes[active.peek() ?? -1];
    if (next.run !== undefined) lightNext(state, table, subject, next.run);
    else if (next.isToggle && state.hovered.peek() !== undefined) state.toggle(state.hovered.peek() ?? '');
    else if (axis !== undefined)
      announce(
        axisSentence(table, axis, next.brush === undefined ? brushes : [next.brush.to].flatMap((one) => one ?? [])),
      );
  };
  return (
    <ChartPlot
      box={box}
      class="parallel"
      on={{
        onKeyDown: key,
        onBlur: () => (active.value = undefined),
        onPointerDown: (event) => {
          const [left, top] = pointOf(event);
          const axis = lefts.findIndex((place) => Math.abs(place - left) <= REACH);
          if (event.button !== 0) return;
          if (axis < 0) {
            if (state.hovered.peek() !== undefined) state.toggle(state.hovered.peek() ?? '');
            return;
          }
          (event.currentTarget as Element).setPointerCapture(event.pointerId);
          drag.value = { axis, from: placeAt(top), to: placeAt(top) };
        },
        onPointerMove: (event) => {
          const [left, top] = pointOf(event);
          if (drag.value !== undefined) drag.value = { ...drag.value, to: placeAt(top) };
          else state.hovered.value = runAt(painted, table, left, top);
        },
        onPointerUp: () => {
          if (drag.value === undefined) return;
          const { axis: index, from, to } = drag.value;
          drag.value = undefined;
          const axis = axes[index];
          if (axis === undefined) return;
          const isDrag = Math.abs(to - from) * (FOOT - HEAD) >= 4;
          onBrush(axis.column, isDrag ? axis.brushOf(from, to) : undefined);
        },
        onPointerLeave: () => {
          if (drag.value === undefined) state.hovered.value = undefined;
        },
      }}
    >
      <canvas ref={canvas} class="parallel-lines" />
      {width > 0 && (
        <svg class="chart" width={width} height={HEIGHT} role="img" aria-label={label}>
          {subject.runs.map(({ id, row, n }) =>
            n === undefined ? null : (
              <path
                key={id}
                class={`ln k${n} ${n === 0 ? 'base' : ''} ${row === lit ? 'thick' : ''}`}
                d={linePathOf(painted, row)}
              />
            ),
          )}
          {lit !== undefined && <path class="ln lit" d={linePathOf(painted, lit)} />}
          {axes.map((axis, i) => (
            <Axis
              key={axis.column}
              axis={axis}
              left={lefts[i] ?? 0}
              room={(width - LAST) / (axes.length - 1) - 8}
              isLast={i === axes.length - 1}
              isActive={active.value === i}
              span={drag.value?.axis === i ? [drag.value.from, drag.value.to] : spanOf(axis, brushes)}
            />
          ))}
          {subject.runs.map(({ id, row, n }) => {
            const place = axes.at(-1)?.places[row] ?? Number.NaN;
            if (n === undefined || Number.isNaN(place)) return null;
            return <Marker key={id} n={n} x={lefts.at(-1) ?? 0} y={FOOT + (HEAD - FOOT) * place} />;
          })}
        </svg>
      )}
      {lit !== undefined && state.hovered.value !== undefined && width > 0 && (
        <HoverList
          title={`${shortRun(table, table.runs[lit] ?? '')} ${textAt(table, 'attributes.run_name', lit)}`}
          rows={axes.map(({ column }) => ({
            name: axisTitle(table, column),
            text: textOf(table, column, lit).slice(0, 40),
          }))}
          at={width}
          width={width}
        />
      )}
    </ChartPlot>
  );
}

interface AxisProps {
  readonly axis: ParallelAxis;
  readonly left: number;
  readonly room: number;
  readonly isLast: boolean;
  readonly isActive: boolean;
  readonly span: readonly [number, number] | undefined;
}

function Axis({ axis: { title, ticks, column }, left, room, isLast, isActive, span }: AxisProps) {
  const y = (place: number) => FOOT + (HEAD - FOOT) * place;
  return (
    <g>
      <path class="ax" d={`M${left} ${FOOT}V${HEAD}`} />
      <text
        class={`fg ${isActive ? 'b' : ''} ${isLast ? 'e' : left < room / 2 ? '' : 'm'}`}
        x={isLast ? left + LAST : left < room / 2 ? Math.max(0, left - 6) : left}
        y={12}
      >
        <title>{column}</title>
        {shortened(title, room)}
      </text>
      {ticks.map(({ place, text }) => (
        <text key={`${place}`} class="halo" x={left + (isLast ? 9 : 6)} y={y(place) + 4}>
          {shortened(text, isLast ? LAST - 8 : room - 8)}
        </text>
      ))}
      {span !== undefined && (
        <rect
          class="brush"
          x={left - 5}
          y={y(Math.max(...span))}
          width="10"
          height={Math.max(1, Math.abs(y(span[0]) - y(span[1])))}
        />
      )}
      {isActive && <path class="axis-focus" d={`M${left - 9} ${FOOT + 4}V${HEAD - 4}H${left + 9}V${FOOT + 4}Z`} />}
    </g>
  );
}

function shortened(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  return `${text.slice(0, Math.max(2, Math.floor(room / 6.1) - 1))}…`;
}

function leftsOf(axes: readonly ParallelAxis[], width: number): readonly number[] {
  const scale = linear([0, Math.max(1, axes.length - 1)], [10, Math.max(20, width - LAST)]);
  return axes.map((_, i) => scale.at(i));
}

function shadesOf(table: Table, column: string, rows: Uint32Array): Float64Array | undefined {
  const span = extent(Array.from(rows, (row) => numberAt(table, column, row)));
  if (span === undefined || span[0] === span[1]) return undefined;
  const scale = linear(span, [0, 1]);
  return Float64Array.from(table.runs, (_, row) => scale.at(numberAt(table, column, row)));
}

function spanOf(axis: ParallelAxis, brushes: readonly Brush[]): readonly [number, number] | undefined {
  const brush = brushes.find(({ column }) => column === axis.column);
  return brush && axis.spanOf(brush);
}

function litRow(state: CompareState, table: Table): number | undefined {
  const run = state.hovered.value;
  return run === undefined ? undefined : table.rows.get(run);
}

/** Id of the run whose line passes nearest, of those inside the brushes. */
function runAt(
  { axes, lefts, rows, inside }: PaintedLines,
  table: Table,
  left: number,
  top: number,
): string | undefined {
  const i = Math.max(0, Math.min(axes.length - 2, lefts.findIndex((place) => place > left) - 1));
  const [from, to] = [axes[i], axes[i + 1]];
  const [start = 0, end = 1] = [lefts[i], lefts[i + 1]];
  const share = Math.min(1, Math.max(0, (left - start) / (end - start)));
  let best: number | undefined;
  let least = REACH;
  for (const row of rows) {
    if (inside !== undefined && inside[row] !== 1) continue;
    const place = (from?.places[row] ?? Number.NaN) * (1 - share) + (to?.places[row] ?? Number.NaN) * share;
    const distance = Math.abs(FOOT + (HEAD - FOOT) * place - top);
    if (distance < least) [best, least] = [row, distance];
  }
  return best === undefined ? undefined : table.runs[best];
}

interface Keyed {
  readonly active?: number;
  readonly tile?: Tile;
  readonly brush?: { readonly column: string; readonly to: Brush | undefined };
  readonly run?: 1 | -1;
  readonly isToggle?: true;
}

/** What a key does: arrows choose an axis, with Alt they move it; B brushes, F flips, L makes logarithmic, [ and ] go from run to run. */
function keyed(
  { key, altKey, shiftKey }: KeyboardEvent,
  {
    axes,
    active,
    brushes,
    tile,
  }: Pick<ParallelPlotProps, 'axes' | 'brushes' | 'tile'> & { readonly active: number | undefined },
): Keyed | undefined {
  if (key === '[' || key === ']') return { run: key === ']' ? 1 : -1 };
  if (key === 'Enter' || key === ' ') return { isToggle: true };
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const by = key === 'ArrowRight' ? 1 : -1;
    const next =
      active === undefined ? (by === 1 ? 0 : axes.length - 1) : Math.max(0, Math.min(axes.length - 1, active + by));
    if (!altKey || active === undefined) return { active: next };
    return { active: next, tile: { ...tile, columns: moved(tile.columns, active, by) } };
  }
  const axis = axes[active ?? -1];
  if (axis === undefined) return undefined;
  const { column } = axis;
  const brush = brushes.find((one) => one.column === column);
  if (key === 'f' || key === 'F') return { tile: { ...tile, flipped: turned(tile.flipped ?? [], column) } };
  if ((key === 'l' || key === 'L') && axis.canLog) return { tile: { ...tile, log: turned(tile.log ?? [], column) } };
  if (key === 'b' || key === 'B')
    return { brush: { column, to: brush === undefined ? axis.brushOf(0.5, 1) : undefined } };
  if (key === 'Delete' || key === 'Backspace') return { brush: { column, to: undefined } };
  if ((key === 'ArrowUp' || key === 'ArrowDown') && brush !== undefined)
    return {
      brush: {
        column,
        to: moveBrush(axis, brush, { end: shiftKey ? 'head' : 'foot', by: key === 'ArrowUp' ? 1 : -1 }),
      },
    };
  return undefined;
}

function lightNext(state: CompareState, table: Table, { runs }: Subject, by: 1 | -1): void {
  const at = runs.findIndex(({ id }) => id === state.hovered.peek());
  const next = runs[at < 0 ? 0 : (at + by + runs.length) % runs.length];
  if (next === undefined) return;
  state.hovered.value = next.id;
  announce(`${shortRun(table, next.id)} ${textAt(table, 'attributes.run_name', next.row)}`);
}

function axisSentence(table: Table, axis: ParallelAxis, brushes: readonly Brush[]): string {
  const brush = brushes.find(({ column }) => column === axis.column);
  const [low, high] = [axis.ticks[0]?.text, axis.ticks.at(-1)?.text];
  return brush === undefined ? `${axis.title}, ${low} to ${high}, no brush` : `Brush: ${brushText(table, brush)}`;
}
