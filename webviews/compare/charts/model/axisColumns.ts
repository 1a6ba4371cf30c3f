import type { TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import { columnTitle, KIND_TITLES } from '../../model/columnTitle.ts';
import type { Table } from '../../model/table.ts';

export interface AxisColumn {
  readonly value: string;
  readonly text: string;
}

/** Columns that have a scale, in the table's order. */
export function numericColumns({ columns }: Table): readonly AxisColumn[] {
  return [...columns.values()].filter(({ type }) => type !== 'text').map(named);
}

/** Columns that an axis can be of: those, and words. */
export function axisColumns({ columns }: Table): readonly AxisColumn[] {
  return [...columns.values()].map(named);
}

function named(column: TableColumn): AxisColumn {
  return { value: column.id, text: `${KIND_TITLES[column.kind]}: ${columnTitle(column)}` };
}
