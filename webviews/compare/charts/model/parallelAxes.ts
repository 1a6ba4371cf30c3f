import { screenFigure } from '../../../../engine/src/language/screenFigures.ts';
import { extent, linear, logarithmic, type Scale } from '../../../shared/charts/scale.ts';
import { logTicks, type Ticks, ticksOf } from '../../../shared/charts/ticks.ts';
import type { Cells } from '../../model/cells.ts';
import type { Table } from '../../model/table.ts';
import type { Brush, Tile } from '../../protocol.ts';
import { figureText } from './figureAt.ts';
import { headedTitle } from './tileTitle.ts';

type Look = Extract<Tile, { kind: 'parallel' }>;

/** One axis of parallel coordinates: 0 is its foot, 1 its head. */
export interface ParallelAxis {
  readonly column: string;
  readonly title: string;
  /** Where each run of the table stands; NaN where it has no place. */
  readonly places: Float64Array;
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
  readonly isFlipped: boolean;
  readonly isLog: boolean;
  /** Whether a logarithm could be taken of all its figures. */
  readonly canLog: boolean;
  /** What lies between two places. */
  readonly brushOf: (from: number, to: number) => Brush;
  /** Where a brush begins and ends. */
  readonly spanOf: (brush: Brush) => readonly [number, number];
}

const collator = new Intl.Collator('en', { numeric: true });
const MOST_TICKS = 5;

/** Axes of the columns whose cells are there, over these rows of the table. */
export function parallelAxes(table: Table, look: Look, rows: Uint32Array): readonly ParallelAxis[] {
  return look.columns.flatMap((column) => {
    const cells = table.cells.get(column);
    if (cells === undefined) return [];
    const isFlipped = look.flipped?.includes(column) ?? false;
    const turned = (place: number) => (isFlipped ? 1 - place : place);
    const title = headedTitle(table, column);
    const isWanted = look.log?.includes(column) ?? false;
    const axis =
      cells.kind === 'text' ? textAxis(cells, rows, column) : numberAxis({ table, cells, rows, column, isWanted });
    return [
      {
        ...axis,
        column,
        title,
        isFlipped,
        places: axis.places.map(turned),
        ticks: axis.ticks.map(({ place, text }) => ({ place: turned(place), text })),
        brushOf: (from, to) => axis.brushOf(turned(from), turned(to)),
        spanOf: (brush) => {
          const [from, to] = axis.spanOf(brush).map(turned) as [number, number];
          return [Math.min(from, to), Math.max(from, to)];
        },
      },
    ];
  });
}

type Upright = Omit<ParallelAxis, 'column' | 'title' | 'isFlipped'>;

function numberAxis({
  table,
  cells,
  rows,
  column,
  isWanted,
}: {
  readonly table: Table;
  readonly cells: Extract<Cells, { kind: 'number' }>;
  readonly rows: Uint32Array;
  readonly column: string;
  readonly isWanted: boolean;
}): Upright {
  const value = (row: number) => (cells.has[row] === 1 ? (cells.values[row] ?? Number.NaN) : Number.NaN);
  const span = extent(Array.from(rows, value)) ?? [0, 1];
  const canLog = span[0] > 0 && span[1] > span[0];
  const isLog = isWanted && canLog;
  const scale: Scale = (isLog ? logarithmic : linear)(span, [0, 1]);
  const places = Float64Array.from(cells.values, (_, row) => {
    const figure = value(row);
    return Number.isFinite(figure) ? scale.at(figure) : Number.NaN;
  });
  const few = fewValues(rows, value);
  const ticks = few ?? (isLog ? logTicks(span, MOST_TICKS) : ticksOf(span, { most: MOST_TICKS, short: true }));
  const isPlain = !(table.columns.get(column)?.type === 'time' || column === 'attributes.duration');
  return {
    places,
    isLog,
    canLog,
    ticks: ticks.values.map((tick, i) => ({
      place: scale.at(tick),
      text: isPlain ? (ticks.texts[i] ?? '') : figureText(table, column, tick),
    })),
    brushOf: (from, to) => {
      const [low, high] = [scale.value(Math.min(from, to)), scale.value(Math.max(from, to))];
      return { column, low: tidy(low, span), high: tidy(high, span) };
    },
    spanOf: (brush) => ('texts' in brush ? [0, 1] : [within(scale.at(brush.low)), within(scale.at(brush.high))]),
  };
}

/** Values of a search are told as they are: the few that there are, where they stand apart. */
function fewValues(rows: Uint32Array, value: (row: number) => number): Ticks | undefined {
  const values = new Set<number>();
  for (const row of rows) {
    const figure = value(row);
    if (Number.isFinite(figure)) values.add(figure);
    if (values.size > MOST_TICKS + 1) return undefined;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return { values: sorted, texts: sorted.map(screenFigure) };
}

function textAxis({ texts, codes }: Extract<Cells, { kind: 'text' }>, rows: Uint32Array, column: string): Upright {
  const used = [...new Set(Array.from(rows, (row) => codes[row] ?? -1))].filter((code) => code >= 0);
  const sorted = used.sort((a, b) => collator.compare(texts[a] ?? '', texts[b] ?? ''));
  const placeOf = (index: number) => (sorted.length === 1 ? 0.5 : index / (sorted.length - 1));
  const byCode = new Map(sorted.map((code, index) => [code, placeOf(index)]));
  const every = Math.ceil(sorted.length / 12);
  const half = sorted.length < 2 ? 0.5 : 0.5 / (sorted.length - 1);
  return {
    places: Float64Array.from(codes, (code) => byCode.get(code) ?? Number.NaN),
    isLog: false,
    canLog: false,
    ticks: sorted.flatMap((code, index) =>
      index % every === 0 ? [{ place: placeOf(index), text: texts[code] ?? '' }] : [],
    ),
    brushOf: (from, to) => ({
      column,
      texts: sorted
        .filter((_, index) => placeOf(index) >= Math.min(from, to) && placeOf(index) <= Math.max(from, to))
        .map((code) => texts[code] ?? ''),
    }),
    spanOf: (brush) => {
      const chosen = 'texts' in brush ? brush.texts : [];
      const places = sorted.flatMap((code, index) => (chosen.includes(texts[code] ?? '') ? [placeOf(index)] : []));
      if (places.length === 0) return [0, 0];
      return [within(Math.min(...places) - half), within(Math.max(...places) + half)];
    },
  };
}

/** With no more digits than a brush of a pixel tells. */
function tidy(value: number, [low, high]: readonly [number, number]): number {
  const digits = Math.max(0, Math.min(15, 3 - Math.floor(Math.log10(high - low || Math.abs(high) || 1))));
  return Number(value.toFixed(digits));
}

function within(place: number): number {
  return Math.min(1, Math.max(0, place));
}

const STEP = 0.05;

/** An end of a brush a little further; where it holds words, by one of them. The ends never pass each other. */
export function moveBrush(
  axis: ParallelAxis,
  brush: Brush,
  { end, by }: { readonly end: 'head' | 'foot'; readonly by: 1 | -1 },
): Brush {
  const [foot, head] = axis.spanOf(brush);
  const step = 'texts' in brush ? Math.max(STEP, stepOfWords(axis)) : STEP;
  const next = end === 'head' ? [foot, within(head + by * step)] : [within(foot + by * step), head];
  const [from = 0, to = 1] = next;
  return from > to ? brush : axis.brushOf(from, to);
}

function stepOfWords({ places }: ParallelAxis): number {
  const used = [...new Set(places)].filter((place) => !Number.isNaN(place));
  return used.length < 2 ? 1 : 1 / (used.length - 1);
}
