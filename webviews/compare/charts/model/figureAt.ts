import { duration } from '../../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../../engine/src/language/screenFigures.ts';
import { cellAt } from '../../model/cells.ts';
import type { Table } from '../../model/table.ts';

/** What a run has in a column, as it is read on screen; `-` where it has nothing. */
export function textOf(table: Table, column: string, row: number): string {
  const value = cellAt(table.cells.get(column), row);
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : figureText(table, column, value);
}

/** A figure of a column on screen: times as such. */
export function figureText(table: Table, column: string, value: number): string {
  if (table.columns.get(column)?.type === 'time') return timeText(value);
  if (column === 'attributes.duration' && Number.isFinite(value)) return duration(value);
  return screenFigure(Number.isNaN(value) ? 'NaN' : value);
}

/** A figure of a run; NaN where it has none. */
export function numberAt(table: Table, column: string, row: number): number {
  const value = cellAt(table.cells.get(column), row);
  return typeof value === 'number' ? value : Number.NaN;
}

/** Local, as tables have it: `20 Nov 09:58`. */
export function timeText(milliseconds: number): string {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return 'NaN';
  const day = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day} ${time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}
