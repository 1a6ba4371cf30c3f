import { count } from '../../../engine/src/language/figures.ts';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { ChoiceItem } from '../../shared/protocol.ts';
import { type ColumnLayout, NEW_VIEW } from '../protocol.ts';
import { columnTitle, KIND_TITLES } from './columnTitle.ts';

const EXTREMES = ['min', 'max', 'best'] as const;
/** Id of the item that puts all back. */
const RESET = 'reset';

export interface ColumnsOffered {
  readonly all: readonly TableColumn[];
  /** In their order. */
  readonly shown: readonly TableColumn[];
  /** How many runs there are. */
  readonly runs: number;
}

/** All that can be a column: those that are shown first, the others by kind, then extremes of metrics. */
export function columnItems({ all, shown, runs }: ColumnsOffered): readonly ChoiceItem[] {
  const ids = new Set(shown.map(({ id }) => id));
  const others = all.filter(({ id }) => !ids.has(id));
  const kinds = Map.groupBy(others, ({ kind }) => kind);
  const extremes = all.filter(({ kind }) => kind === 'metric').flatMap(extremesOf);
  return [
    ...inGroup(
      'Shown',
      shown.map((column) => ({ ...itemOf(column, runs), isPicked: true })),
    ),
    ...[...kinds].flatMap(([kind, columns]) =>
      inGroup(
        KIND_TITLES[kind],
        columns.map((column) => itemOf(column, runs)),
      ),
    ),
    ...inGroup(
      'Least, greatest and best of a run',
      extremes.filter(({ id }) => !ids.has(id)).map((one) => itemOf(one, 0)),
    ),
    ...inGroup('All', [{ id: RESET, label: 'Begin anew', description: 'the columns that a new comparison shows' }]),
  ];
}

/** The layout where these items were chosen; what was not offered stays as it is. */
export function layoutOf(layout: ColumnLayout, items: readonly ChoiceItem[], chosen: readonly string[]): ColumnLayout {
  if (chosen.includes(RESET)) return NEW_VIEW.columns;
  return items
    .filter(({ id, isPicked = false }) => id !== RESET && isPicked !== chosen.includes(id))
    .reduce((next, { id, isPicked = false }) => turned(next, id, isPicked), layout);
}

/** Shows a column, or hides it. */
export function turned(layout: ColumnLayout, id: string, isShown: boolean): ColumnLayout {
  // An extreme is there for being chosen alone.
  const isExtreme = EXTREMES.some((of) => id.endsWith(`:${of}`));
  const [order, hidden] = [isExtreme ? without(layout.order, id) : layout.order, without(layout.hidden, id)];
  const shown = without(layout.shown, id);
  if (!isShown) return { ...layout, order, hidden, shown: [...shown, id] };
  return { ...layout, order, hidden: isExtreme ? hidden : [...hidden, id], shown };
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

function extremesOf(column: TableColumn): readonly TableColumn[] {
  return EXTREMES.filter((of) => of !== 'best' || column.better !== null).map((of) => ({
    ...column,
    id: `${column.id}:${of}`,
    name: `${column.name}:${of}`,
  }));
}

function itemOf(column: TableColumn, runs: number): ChoiceItem {
  return { id: column.id, label: columnTitle(column), description: factOf(column, runs) };
}

function factOf({ differs, filled }: TableColumn, runs: number): string {
  if (runs > 0 && !differs) return `same in all ${count(runs)}`;
  return filled < runs ? `in ${count(filled)} of ${count(runs)}` : '';
}

function inGroup(group: string, items: readonly ChoiceItem[]): readonly ChoiceItem[] {
  return items.map((item, index) => (index === 0 ? { ...item, group } : item));
}

function without(ids: readonly string[], id: string): readonly string[] {
  return ids.filter((one) => one !== id);
}
