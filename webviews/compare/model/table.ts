import type {
  ColumnCells,
  ColumnId,
  RunTable,
  RunTableCells,
  RunTableChanges,
  TableColumn,
} from '../../../engine/src/tracking/table/runTable.ts';
import { type Cells, cellAt, decodeCells, type NumberColumn, type TextColumn } from './cells.ts';

/** Runs as rows, columns as far as they were asked for. Never changed: what is told later makes another. */
export interface Table {
  readonly revision: string;
  readonly runs: readonly string[];
  /** Place of each run in `runs`. */
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<ColumnId, TableColumn>;
  readonly cells: ReadonlyMap<ColumnId, Cells>;
  /** Figures that are others than in the table before this one: of runs that were there, by `figureKey`. */
  readonly fresh?: ReadonlySet<string>;
}

/** Names a figure of a run. */
export function figureKey(run: string, column: ColumnId): string {
  return `${run} ${column}`;
}

export function newTable({ revision, runs, columns, cells }: RunTable): Table {
  return {
    revision,
    runs,
    rows: placesOf(runs),
    columns: new Map(columns.map((column) => [column.id, column])),
    cells: decoded(cells, runs.length),
  };
}

/** The same runs with more columns; where they were told of other runs, those. */
export function withColumns(table: Table, more: RunTable | RunTableCells): Table {
  if (more.revision !== table.revision) return more.kind === 'table' ? newTable(more) : table;
  return { ...table, cells: new Map([...table.cells, ...decoded(more.cells, table.runs.length)]) };
}

/** New runs stand first; those that were there keep their place. */
export function withChanges(table: Table, changes: RunTableChanges): Table {
  const gone = new Set(changes.gone);
  const fresh = changes.runs.filter((run) => !table.rows.has(run));
  const runs = [...fresh, ...table.runs.filter((run) => !gone.has(run))];
  const told = placesOf(changes.runs);
  const news = decoded(changes.cells, changes.runs.length);
  const from = {
    told: Int32Array.from(runs, (run) => told.get(run) ?? -1),
    before: Int32Array.from(runs, (run) => table.rows.get(run) ?? -1),
  };
  const cells = [...table.cells].map(([id, before]) => [id, merged(before, news.get(id), from)] as const);
  const { columns } = changes;
  const after = {
    revision: changes.revision,
    runs,
    rows: placesOf(runs),
    columns: columns === undefined ? table.columns : new Map(columns.map((column) => [column.id, column])),
    cells: new Map(cells),
  };
  return { ...after, fresh: freshFigures(table, after, changes.runs) };
}

/** Of more runs nobody would see which figures are others. */
const MOST_FRESH = 50;

function freshFigures(before: Table, after: Table, runs: readonly string[]): ReadonlySet<string> {
  const fresh = new Set<string>();
  const there = runs.filter((run) => before.rows.has(run));
  if (there.length > MOST_FRESH) return fresh;
  for (const [id, cells] of after.cells)
    for (const run of there) {
      const was = cellAt(before.cells.get(id), before.rows.get(run) ?? -1);
      if (!Object.is(was, cellAt(cells, after.rows.get(run) ?? -1))) fresh.add(figureKey(run, id));
    }
  return fresh;
}

/** Where each row comes from: its place in what was told, and in the table before; -1: not from there. */
interface Origins {
  readonly told: Int32Array;
  readonly before: Int32Array;
}

function merged(before: Cells, news: Cells | undefined, from: Origins): Cells {
  if (before.kind === 'number' && news?.kind !== 'text') return mergedNumbers(before, news, from);
  return mergedTexts(asTexts(before), news === undefined ? undefined : asTexts(news), from);
}

function mergedNumbers(before: NumberColumn, news: NumberColumn | undefined, from: Origins): NumberColumn {
  const floats = () => new Float64Array(from.told.length);
  const pick = (of: 'values' | 'low' | 'high') => picked(floats(), from, [before[of], news?.[of]], Number.NaN);
  const has = picked(new Uint8Array(from.told.length), from, [before.has, news?.has], 0);
  const hasEnds = before.low !== undefined || news?.low !== undefined;
  const isPlain = before.isPlain === true && (news === undefined || news.isPlain === true);
  return {
    kind: 'number',
    values: pick('values'),
    has,
    ...(hasEnds && { low: pick('low'), high: pick('high') }),
    ...(isPlain && { isPlain }),
  };
}

/** Fills an array row by row from what was there before and what was told; with `none` where neither has it. */
function picked<A extends Float64Array | Uint8Array>(
  into: A,
  { told, before: places }: Origins,
  [before, news]: readonly [A | undefined, A | undefined],
  none: number,
): A {
  for (let row = 0; row < into.length; row += 1) {
    const at = told[row]!;
    into[row] = (at < 0 ? before?.[places[row]!] : news?.[at]) ?? none;
  }
  return into;
}

function mergedTexts(before: TextColumn, news: TextColumn | undefined, from: Origins): TextColumn {
  const places = new Map(before.texts.map((text, place) => [text, place]));
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const newCodes = news?.texts.map(placeOf) ?? [];
  const codes = from.told.map((told, row) =>
    told < 0 ? (before.codes[from.before[row]!] ?? -1) : (newCodes[news?.codes[told] ?? -1] ?? -1),
  );
  return { kind: 'text', texts: [...places.keys()], codes };
}

/** A param whose values were all numbers until now. */
function asTexts(cells: Cells): TextColumn {
  if (cells.kind === 'text') return cells;
  const texts = [...new Set(Array.from(cells.values, String))];
  const places = new Map(texts.map((text, place) => [text, place]));
  const codes = Int32Array.from(cells.has, (has, row) =>
    has === 1 ? (places.get(String(cells.values[row])) ?? -1) : -1,
  );
  return { kind: 'text', texts, codes };
}

function decoded(cells: readonly ColumnCells[], rows: number): ReadonlyMap<ColumnId, Cells> {
  return new Map(cells.map((column) => [column.column, decodeCells(column, rows)]));
}

function placesOf(runs: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let row = 0; row < runs.length; row += 1) places.set(runs[row]!, row);
  return places;
}
