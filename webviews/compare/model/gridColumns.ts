import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { GridColumn } from '../../shared/grid/gridProps.ts';
import type { ColumnLayout, SortKey } from '../protocol.ts';
import type { Cells } from './cells.ts';
import { columnTitle, KIND_TITLES } from './columnTitle.ts';

/** A column of the grid: the run, its code, or a column of the table. */
export interface RunsColumn extends GridColumn {
  readonly column: TableColumn | undefined;
  /** By which column of the table a click on the head sorts; undefined where by none. */
  readonly sortsBy: string | undefined;
}

export const BOX = 'box';
export const RUN = 'run';
export const CODE = 'code';
const LEAST_TIME = 108;
const LEAST_METRIC = 148;
const BRANCH = 'tags.mlflow.source.git.branch';

/** Columns whose values stand in the first two columns of the grid. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'attributes.run_name',
  'attributes.status',
  BRANCH,
  'tags.mlflow.source.git.commit',
  'tags.mlflow.note.content',
  'tags.modelyard.git.dirty',
  'tags.modelyard.pipeline',
  'tags.modelyard.models',
]);

export interface GridColumnsAsked {
  /** In their order. */
  readonly columns: readonly TableColumn[];
  readonly layout: ColumnLayout;
  readonly sort: readonly SortKey[];
  readonly onlyDiffering: boolean;
  /** Columns whose cells have intervals. */
  readonly hasInterval: (column: string) => boolean;
  /** Characters of a column's longest text. */
  readonly longest: (column: string) => number;
  readonly isNarrow: boolean;
  /** Figures stand beside others: differences to a baseline, or the spread of a group. */
  readonly hasMore: boolean;
}

/** The columns of the grid from left to right: box and run stay, code follows, then what the view shows. */
export function gridColumns({ columns, layout, sort, ...asked }: GridColumnsAsked): readonly RunsColumn[] {
  const rest = inGrid(columns, layout);
  const widthOf = (id: string, width: number) => layout.widths[id] ?? width;
  const sortOf = (id: string) => {
    const at = sort.findIndex(({ column }) => column === id);
    const key = sort[at];
    if (key === undefined) return {};
    return { sort: { direction: key.descending ? 'descending' : 'ascending', place: at + 1 } } as const;
  };
  const run: RunsColumn = {
    id: RUN,
    title: 'Run',
    width: widthOf(RUN, asked.isNarrow ? 128 : 252),
    column: undefined,
    sortsBy: 'attributes.run_name',
    ...sortOf('attributes.run_name'),
  };
  const code: RunsColumn = {
    id: CODE,
    title: 'Code',
    width: widthOf(CODE, 156),
    column: undefined,
    sortsBy: BRANCH,
    ...sortOf(BRANCH),
  };
  const others = rest.map((column): RunsColumn => {
    const isFigure = column.type !== 'text';
    const width = widthOf(column.id, asked.isNarrow && column.kind === 'metric' ? 132 : widthFor(column, asked));
    return {
      id: column.id,
      title: titleOf(column),
      width,
      ...(isWhole(column, width, asked.hasMore) && { isWhole: true }),
      ...(column.kind !== 'attribute' && { group: groupTitle(column, asked.onlyDiffering) }),
      ...(isFigure && column.kind !== 'metric' && { isFigure }),
      column,
      sortsBy: column.id,
      ...sortOf(column.id),
    };
  });
  return [
    {
      id: BOX,
      title: 'Selected',
      width: 32,
      isBox: true,
      isPlain: true,
      isWhole: true,
      column: undefined,
      sortsBy: undefined,
    },
    run,
  ].concat(ordered(code, others, { layout, isNarrow: asked.isNarrow }));
}

/** A narrow page has room for a figure only where it follows the run. */
function ordered(
  code: RunsColumn,
  others: readonly RunsColumn[],
  { layout, isNarrow }: { readonly layout: ColumnLayout; readonly isNarrow: boolean },
): readonly RunsColumn[] {
  const hasCode = layout.hidden.includes(CODE) ? [] : [code];
  if (!isNarrow || layout.order.length > 0) return [...hasCode, ...others];
  const isFirst = ({ column }: RunsColumn) => column?.kind === 'metric';
  return [...others.filter(isFirst), ...hasCode, ...others.filter((one) => !isFirst(one))];
}

/** Columns that stand for themselves: what run and code tell already does so only where the user has chosen it. */
export function inGrid(columns: readonly TableColumn[], { shown, order }: ColumnLayout): readonly TableColumn[] {
  const chosen = new Set([...shown, ...order]);
  return columns.filter(({ id }) => !ELSEWHERE.has(id) || chosen.has(id));
}

/** Moments and figures alone have a greatest length. */
function isWhole({ kind, type }: TableColumn, width: number, hasMore: boolean): boolean {
  if (type === 'time') return width >= LEAST_TIME;
  return kind === 'metric' && !hasMore && width >= LEAST_METRIC;
}

/** `roc_auc, higher is better`. */
function titleOf(column: TableColumn): string {
  const title = columnTitle(column);
  return column.better === null ? title : `${title}, ${column.better} is better`;
}

function groupTitle({ kind }: TableColumn, onlyDiffering: boolean): string {
  return onlyDiffering && kind !== 'metric' ? `${KIND_TITLES[kind]} that differ` : KIND_TITLES[kind];
}

function widthFor(
  column: TableColumn,
  { hasInterval, longest }: Pick<GridColumnsAsked, 'hasInterval' | 'longest'>,
): number {
  const name = columnTitle(column).length * 7 + 44;
  if (column.kind === 'metric') return Math.min(280, Math.max(name, hasInterval(column.id) ? 228 : LEAST_METRIC));
  const least = column.type === 'time' ? LEAST_TIME : 84;
  if (column.kind === 'dataset') return Math.min(220, Math.max(name, least));
  return Math.min(220, Math.max(name, least, longest(column.id) * 7 + 17));
}

/** Characters of the longest text of a column; 0 of numbers. */
export function longestText(cells: Cells | undefined): number {
  if (cells?.kind !== 'text') return 0;
  return cells.texts.reduce((longest, { length }) => Math.max(longest, length), 0);
}
