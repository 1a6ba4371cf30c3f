import { metricHeader } from '../../../../engine/src/language/screenFigures.ts';
import type { TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import { columnTitle } from '../../model/columnTitle.ts';
import type { Table } from '../../model/table.ts';
import type { Tile } from '../../protocol.ts';

export const EVALUATION_TITLES = { roc: 'ROC', pr: 'Precision and recall', calibration: 'Calibration' } as const;

/** What a tile shows: the quantity, and by what. */
export function tileTitle(tile: Tile, table: Table): { readonly title: string; readonly by?: string } {
  switch (tile.kind) {
    case 'curves':
      return { title: metricHeader(tile.metric, betterOf(table, tile.metric)), by: `by ${xTitle(tile.x)}` };
    case 'parallel':
      return { title: `Parameters to ${axisTitle(table, tile.colour)}` };
    case 'scatter':
      return { title: headedTitle(table, tile.y), by: `by ${headedTitle(table, tile.x)}` };
    case 'evaluation':
      return { title: EVALUATION_TITLES[tile.chart] };
  }
}

/** Direction of better of a metric, where a column tells it. */
export function betterOf(table: Table, metric: string): TableColumn['better'] {
  return table.columns.get(`metrics.${metric}`)?.better ?? null;
}

/** What the x axis of curves is called. */
export function xTitle(x: Extract<Tile, { kind: 'curves' }>['x']): string {
  if (typeof x === 'object') return x.metric;
  return x === 'relative' ? 'time since the first point' : x;
}

export function axisTitle(table: Table, id: string): string {
  const column = table.columns.get(id);
  return column === undefined ? id : columnTitle(column);
}

/** With its direction of better. */
export function headedTitle(table: Table, id: string): string {
  const column: TableColumn | undefined = table.columns.get(id);
  return metricHeader(axisTitle(table, id), column?.better ?? null);
}
