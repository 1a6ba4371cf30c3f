import type { TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import type { Tile } from '../../protocol.ts';
import { curvesTile, defaultTiles, type KnownSeries, mainSeries } from './defaultTiles.ts';

/** What new tiles are made of. */
export interface Known {
  readonly main: TableColumn | undefined;
  readonly series: readonly KnownSeries[];
  readonly columns: readonly TableColumn[];
}

export interface KindOption {
  readonly value: Tile['kind'];
  readonly text: string;
}

/** Kinds of charts that these runs have something for. */
export function kindOptions({ main, series }: Known): readonly KindOption[] {
  return [
    ...(series.length > 0 ? [{ value: 'curves', text: 'Curves' } as const] : []),
    ...(main === undefined
      ? []
      : [{ value: 'parallel', text: 'Parallel coordinates' } as const, { value: 'scatter', text: 'Scatter' } as const]),
    { value: 'evaluation', text: 'ROC, precision and recall, calibration' },
  ];
}

/** A new tile of a kind, about the main metric. */
export function tileOfKind(kind: Tile['kind'], { main, series, columns }: Known): Tile {
  const fitting = defaultTiles(columns, series, () => undefined).find((tile) => tile.kind === kind);
  if (fitting !== undefined) return fitting;
  const metric = main?.id ?? 'attributes.duration';
  switch (kind) {
    case 'curves':
      return curvesTile(mainSeries(main, series) ?? main?.name ?? '');
    case 'parallel':
      return { kind, columns: [metric], colour: metric };
    case 'scatter':
      return { kind, x: 'attributes.start_time', y: metric, pareto: false };
    case 'evaluation':
      return { kind, chart: 'roc' };
  }
}

/** Columns whose cells a tile draws. */
export function wantedColumns(tile: Tile): readonly string[] {
  if (tile.kind === 'parallel') return [...tile.columns, tile.colour];
  return tile.kind === 'scatter' ? [tile.x, tile.y] : [];
}
