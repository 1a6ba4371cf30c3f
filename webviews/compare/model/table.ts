import type {
  ColumnCells,
  ColumnId,
  RunTable,
  RunTableChanges,
  TableColumn,
} from '../../../engine/src/tracking/table/runTable.ts';
import { type Cells, decodeCells, type NumberColumn, type TextColumn } from './cells.ts';

/** Runs as rows, columns as far as they were asked for. Never changed: what is told later makes another. */
export interface Table {
  readonly revision: string;
  readonly runs: readonly string[];
  /** Place of each run in `runs`. */
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<ColumnId, TableColumn>;
  readonly cells: ReadonlyMap<ColumnId, Cells>;
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

/** The same runs with more columns. */
export function withColumns(table: Table, more: RunTable): Table {
  const again = newTable(more);
  const isSame = again.revision === table.revision;
  return isSame ? { ...again, cells: new Map([...table.cells, ...again.cells]) } : again;
}

/** New runs stand first; those that were there keep their place. */
export function withChanges(table: Table, changes: RunTableChanges): Table {
  const gone = new Set(changes.gone);
  const fresh = changes.runs.filter((run) => !table.rows.has(run));
  const runs = [...fresh, ...table.runs.filter((run) => !gone.has(run))];
  const told = placesOf(changes.runs);
  const news = decoded(changes.cells, changes.runs.length);
  const from = runs.map((run) => ({ told: told.get(run) ?? -1, before: table.rows.get(run) ?? -1 }));
  const cells = [...table.cells].map(([id, before]) => [id, merged(before, news.get(id), from)] as const);
  const { columns } = changes;
  return {
    revision: changes.revision,
    runs,
    rows: placesOf(runs),
    columns: columns === undefined ? table.columns : new Map(columns.map((column) => [column.id, column])),
    cells: new Map(cells),
  };
}

/** Where a row comes from; -1: not from there. */
interface Origin {
  readonly told: number;
  readonly before: number;
}

function merged(before: Cells, news: Cells | undefined, from: readonly Origin[]): Cells {
  if (before.kind === 'number' && news?.kind !== 'text') return mergedNumbers(before, news, from);
  return mergedTexts(asTexts(before), news === undefined ? undefined : asTexts(news), from);
}

function mergedNumbers(before: NumberColumn, news: NumberColumn | undefined, from: readonly Origin[]): NumberColumn {
  const pick = (of: (column: NumberColumn) => Float64Array | undefined) =>
    Float64Array.from(from, (origin) => {
      const place = origin.told < 0 ? origin.before : origin.told;
      const column = origin.told < 0 ? before : news;
      return (column && of(column)?.[place]) ?? Number.NaN;
    });
  const has = Uint8Array.from(from, ({ told, before: place }) =>
    told < 0 ? (before.has[place] ?? 0) : (news?.has[told] ?? 0),
  );
  const hasEnds = before.low !== undefined || news?.low !== undefined;
  return {
    kind: 'number',
    values: pick(({ values }) => values),
    has,
    ...(hasEnds && { low: pick(({ low }) => low), high: pick(({ high }) => high) }),
  };
}

function mergedTexts(before: TextColumn, news: TextColumn | undefined, from: readonly Origin[]): TextColumn {
  const places = new Map(before.texts.map((text, place) => [text, place]));
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const newCodes = news?.texts.map(placeOf) ?? [];
  const codes = Int32Array.from(from, ({ told, before: place }) =>
    told < 0 ? (before.codes[place] ?? -1) : (newCodes[news?.codes[told] ?? -1] ?? -1),
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
  return new Map(runs.map((run, row) => [run, row]));
}
