import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { ColumnLayout } from '../protocol.ts';
import { columnTitle } from './columnTitle.ts';

/** A column as a chooser lists it. */
export interface ChosenColumn {
  readonly column: TableColumn;
  readonly isShown: boolean;
}

/** Columns that a search finds: those that are shown first, in their order, the others by kind. */
export function chosenColumns(
  all: readonly TableColumn[],
  shown: readonly TableColumn[],
  search: string,
): readonly ChosenColumn[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = (column: TableColumn) => {
    const text = `${column.id} ${columnTitle(column)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const ids = new Set(shown.map(({ id }) => id));
  return [
    ...shown.filter(isFound).map((column) => ({ column, isShown: true })),
    ...all.filter((column) => !ids.has(column.id) && isFound(column)).map((column) => ({ column, isShown: false })),
  ];
}

/** Shows a column, or hides it. */
export function turned(layout: ColumnLayout, { id }: TableColumn, isShown: boolean): ColumnLayout {
  if (isShown) return { ...layout, hidden: [...layout.hidden, id], shown: without(layout.shown, id) };
  return { ...layout, hidden: without(layout.hidden, id), shown: [...without(layout.shown, id), id] };
}

/** Shows the column of an extreme beside its metric, or takes it away. */
export function withExtreme(layout: ColumnLayout, id: string, isOn: boolean): ColumnLayout {
  const shown = without(layout.shown, id);
  return {
    ...layout,
    hidden: without(layout.hidden, id),
    order: without(layout.order, id),
    shown: isOn ? [...shown, id] : shown,
  };
}

/** Puts a column one step to the left or the right. @param shown columns in their order */
export function moved(layout: ColumnLayout, shown: readonly TableColumn[], id: string, step: -1 | 1): ColumnLayout {
  const order = shown.map((column) => column.id);
  const at = order.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= order.length) return layout;
  return { ...layout, order: order.toSpliced(at, 1).toSpliced(to, 0, id) };
}

/** Puts a column before another, or at the end where that is null. @param shown columns in their order */
export function movedBefore(
  layout: ColumnLayout,
  shown: readonly TableColumn[],
  { id, before }: { readonly id: string; readonly before: string | null },
): ColumnLayout {
  const order = shown.map((column) => column.id).filter((one) => one !== id);
  const at = before === null ? -1 : order.indexOf(before);
  return { ...layout, order: at < 0 ? [...order, id] : order.toSpliced(at, 0, id) };
}

function without(ids: readonly string[], id: string): readonly string[] {
  return ids.filter((one) => one !== id);
}
