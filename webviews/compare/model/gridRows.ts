import type { CompareView } from '../protocol.ts';
import { cellAt } from './cells.ts';
import { sortRows } from './sortRows.ts';
import type { Table } from './table.ts';

/** A line of the grid. */
export type GridRow = RunGridRow | GroupGridRow;

export interface RunGridRow {
  readonly kind: 'run';
  /** Place in the table. */
  readonly row: number;
  /** Stays on top, whatever sorts. */
  readonly stays: 'baseline' | 'pinned' | null;
  /** The filter excludes it; it is shown because it is selected or stays. */
  readonly isExcluded: boolean;
}

export interface GroupGridRow {
  readonly kind: 'group';
  readonly key: string;
  /** Values of the columns it is grouped by; undefined where the runs have none. */
  readonly values: readonly (number | string | undefined)[];
  /** Places in the table. */
  readonly rows: Uint32Array;
  readonly isOpen: boolean;
}

export interface GridRowsAsked {
  readonly table: Table;
  /** 1 where the filter takes a run; all where absent. */
  readonly kept?: Uint8Array | undefined;
  readonly view: Pick<CompareView, 'sort' | 'group' | 'pinned'>;
  /** Id of the run that others are held against. */
  readonly baseline: string | null;
  readonly selected: ReadonlySet<string>;
  /** Keys of groups. */
  readonly open: ReadonlySet<string>;
  /** All places in the order of the view, where somebody has it already. */
  readonly order?: Uint32Array;
}

export interface GridRows {
  readonly lines: readonly GridRow[];
  /** Places of the runs that the filter takes, in the order of the grid. */
  readonly taken: Uint32Array;
}

/** What the grid shows: baseline and pinned runs first, then groups or runs as the keys sort them. */
export function gridRows({ table, kept, view, baseline, selected, open, order }: GridRowsAsked): GridRows {
  const isTaken = (row: number) => kept === undefined || kept[row] === 1;
  const all = order ?? orderOf(table, view.sort);
  const taken = kept === undefined ? all : all.filter(isTaken);
  const run = (row: number, stays: RunGridRow['stays']): RunGridRow => ({
    kind: 'run',
    row,
    stays,
    isExcluded: !isTaken(row),
  });
  const staying = new Map<number, RunGridRow>();
  for (const [id, stays] of [[baseline, 'baseline'], ...view.pinned.map((pin) => [pin, 'pinned'])] as const) {
    const row = id === null ? undefined : table.rows.get(id);
    if (row !== undefined && !staying.has(row)) staying.set(row, run(row, stays as RunGridRow['stays']));
  }
  const chosen = new Set([...selected].map((id) => table.rows.get(id)));
  const others = kept === undefined || chosen.size === 0 ? taken : all.filter((row) => isTaken(row) || chosen.has(row));
  const below = staying.size === 0 ? others : others.filter((row) => !staying.has(row));
  const lines =
    view.group.length === 0
      ? Array.from(below, (row) => run(row, null))
      : grouped(below, view.group, table).flatMap((group): readonly GridRow[] => {
          const isOpen = open.has(group.key);
          const head: GroupGridRow = { kind: 'group', ...group, isOpen };
          return isOpen ? [head, ...Array.from(group.rows, (row) => run(row, null))] : [head];
        });
  return { lines: [...staying.values(), ...lines], taken };
}

/** Places of all runs, as the keys sort them. */
export function orderOf(table: Table, sort: CompareView['sort']): Uint32Array {
  return sortRows(Uint32Array.from(table.runs.keys()), sort, table);
}

/** Groups in the order of their first run. */
function grouped(
  rows: Uint32Array,
  columns: readonly string[],
  table: Table,
): readonly Omit<GroupGridRow, 'kind' | 'isOpen'>[] {
  const groups = new Map<string, { readonly values: GroupGridRow['values']; readonly rows: number[] }>();
  for (const row of rows) {
    const values = columns.map((column) => cellAt(table.cells.get(column), row));
    const key = JSON.stringify(values.map((value) => (typeof value === 'number' ? String(value) : [value ?? null])));
    const group = groups.get(key) ?? { values, rows: [] };
    groups.set(key, group);
    group.rows.push(row);
  }
  return [...groups].map(([key, group]) => ({ key, values: group.values, rows: Uint32Array.from(group.rows) }));
}
