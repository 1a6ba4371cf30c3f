import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { CompareState } from '../compareState.ts';
import { type Cells, cellAt } from '../model/cells.ts';
import { columnTitle } from '../model/columnTitle.ts';
import type { Table } from '../model/table.ts';

/** What leaves the page: the shown runs and columns, with all their digits. */
export interface Sheet {
  readonly about: SheetAbout;
  readonly columns: readonly SheetColumn[];
  readonly runs: readonly SheetRun[];
}

export interface SheetAbout {
  readonly project: string;
  /** When it was made, ISO 8601 UTC. */
  readonly at: string;
  readonly filter: string;
  readonly baseline: string | null;
  /** Of the runs, each once; the newest run's first. */
  readonly commits: readonly string[];
}

export interface SheetColumn extends Pick<TableColumn, 'id' | 'kind' | 'better' | 'type'> {
  readonly title: string;
  readonly hasIntervals: boolean;
}

export interface SheetRun {
  readonly id: string;
  /** In the order of the columns; undefined where the run has none. */
  readonly values: readonly (SheetValue | undefined)[];
}

export interface SheetValue {
  /** Times are ISO 8601 UTC. */
  readonly value: number | string;
  readonly low?: number;
  readonly high?: number;
}

export interface SheetOf {
  readonly project: string;
  readonly at: Date;
  /** These runs alone, in the order of the grid. */
  readonly only?: ReadonlySet<string>;
}

const COMMIT = 'tags.mlflow.source.git.commit';

/** Asks for what is shown and not there yet, and puts it together; undefined where nothing was told. */
export async function sheetOf(state: CompareState, of: SheetOf): Promise<Sheet | undefined> {
  const { columns } = state.columns.peek();
  await state.want([...columns.map(({ id }) => id), ...(state.table.peek()?.columns.has(COMMIT) ? [COMMIT] : [])]);
  const table = state.table.peek();
  if (table === undefined) return undefined;
  const rows = shownRows(state, table, of.only);
  return {
    about: {
      project: of.project,
      at: of.at.toISOString(),
      filter: state.view.peek().filter,
      baseline: state.baseline.peek(),
      commits: [...new Set(rows.flatMap((row) => cellAt(table.cells.get(COMMIT), row) ?? []).map(String))],
    },
    columns: columns.map((column) => sheetColumn(column, table.cells.get(column.id))),
    runs: rows.map((row) => ({
      id: table.runs[row] ?? '',
      values: columns.map((column) => valueAt(column, table.cells.get(column.id), row)),
    })),
  };
}

/** Places of the runs of the grid, those of closed groups too. */
function shownRows(state: CompareState, { runs }: Table, only: SheetOf['only']): readonly number[] {
  const { lines } = state.lines.peek();
  const rows = lines.flatMap((line) => {
    if (line.kind === 'run') return [line.row];
    return line.isOpen ? [] : [...line.rows];
  });
  return only === undefined ? rows : rows.filter((row) => only.has(runs[row] ?? ''));
}

function sheetColumn(column: TableColumn, cells: Cells | undefined): SheetColumn {
  const { id, kind, better, type } = column;
  const hasIntervals = cells?.kind === 'number' && cells.low !== undefined;
  return { id, kind, better, type, title: columnTitle(column), hasIntervals };
}

function valueAt({ type }: TableColumn, cells: Cells | undefined, row: number): SheetValue | undefined {
  const value = cellAt(cells, row);
  if (value === undefined) return undefined;
  if (type === 'time') return { value: timeText(Number(value)) };
  const [low, high] = cells?.kind === 'number' ? [cells.low?.[row], cells.high?.[row]] : [];
  const hasEnds = low !== undefined && high !== undefined && !Number.isNaN(low) && !Number.isNaN(high);
  return hasEnds ? { value, low, high } : { value };
}

const MOST_TIME = 8.64e15;

function timeText(milliseconds: number): string {
  return Math.abs(milliseconds) <= MOST_TIME ? new Date(milliseconds).toISOString() : String(milliseconds);
}
