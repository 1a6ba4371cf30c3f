import type { ColumnKind, TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { CompareView } from '../protocol.ts';
import { differsIn } from './figures.ts';
import type { Table } from './table.ts';

/** In what order kinds of columns stand where the user has put none. */
const KINDS: readonly ColumnKind[] = ['attribute', 'metric', 'param', 'dataset', 'tag'];
/** Metrics and params that a fresh look begins with, beside the attributes. */
const FRESH: Readonly<Record<ColumnKind, number>> = { attribute: 3, metric: 12, param: 12, dataset: 2, tag: 1 };

export interface ShownColumns {
  readonly columns: readonly TableColumn[];
  /** Columns that would be shown, but are equal in all shown runs. */
  readonly equal: number;
}

/** The columns of the grid, in their order. @param rows places of the shown runs */
export function shownColumns(
  table: Table,
  { columns: layout, onlyDiffering }: CompareView,
  rows: Uint32Array,
): ShownColumns {
  const hidden = new Set(layout.hidden);
  const chosen = new Set([...layout.order, ...layout.shown]);
  const fresh = new Set(freshColumns([...table.columns.values()]).map(({ id }) => id));
  const wanted = withExtremes(table, chosen).filter(({ id }) => !hidden.has(id) && (fresh.has(id) || chosen.has(id)));
  const inOrder = ordered(wanted, layout.order);
  if (!onlyDiffering) return { columns: inOrder, equal: 0 };
  const differing = inOrder.filter((column) => isDiffering(table, column, rows));
  return { columns: differing, equal: inOrder.length - differing.length };
}

/** What a look begins with that nobody has arranged: of each kind the columns that rank first, those that differ before others. */
export function freshColumns(columns: readonly TableColumn[]): readonly TableColumn[] {
  return KINDS.flatMap((kind) =>
    columns
      .filter((column) => column.kind === kind)
      .sort((a, b) => Number(b.differs) - Number(a.differs) || rankOf(a) - rankOf(b))
      .slice(0, FRESH[kind] + (kind === 'attribute' && columns.some(({ id }) => id === 'attributes.source') ? 1 : 0)),
  );
}

const EXTREME = /^(metrics\..*):(?:min|max|best)$/s;

/** All columns, and beside the last values of metrics the extremes that were chosen. */
function withExtremes({ columns }: Table, chosen: ReadonlySet<string>): readonly TableColumn[] {
  const extremes = [...chosen].flatMap((id): readonly TableColumn[] => {
    const metric = columns.has(id) ? undefined : columns.get(EXTREME.exec(id)?.[1] ?? '');
    return metric === undefined ? [] : [{ ...metric, id, name: id.slice('metrics.'.length), rank: null }];
  });
  return [...columns.values(), ...extremes];
}

function ordered(columns: readonly TableColumn[], order: readonly string[]): readonly TableColumn[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const [put, others] = [columns.filter(({ id }) => place.has(id)), columns.filter(({ id }) => !place.has(id))];
  const byPlace = put.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  const byKind = others.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || rankOf(a) - rankOf(b));
  return [...byPlace, ...byKind];
}

/** The main metric and its run are what the grid is for: they stay. */
function isDiffering(table: Table, column: TableColumn, rows: Uint32Array): boolean {
  if (column.rank === 0) return true;
  const cells = table.cells.get(column.id);
  return cells === undefined ? column.differs : differsIn(cells, rows);
}

function rankOf({ rank }: TableColumn): number {
  return rank ?? Number.MAX_SAFE_INTEGER;
}
