import type { TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import type { Tile } from '../../protocol.ts';

const MOST_AXES = 6;
/** Ids and words that no axis tells anything by. */
const MOST_TEXTS = 40;

export interface KnownSeries {
  readonly name: string;
  /** How many of the runs have it. */
  readonly runs: number;
}

/** Where the user has picked none: the main metric's curves, what differs to the main metric, the main metric by time it took. */
export function defaultTiles(
  columns: readonly TableColumn[],
  series: readonly KnownSeries[],
  textsOf: (column: string) => number | undefined,
): readonly Tile[] {
  const main = mainMetric(columns);
  if (main === undefined) return curveTiles(undefined, series);
  const axes = [...axesOf(columns, textsOf), main.id];
  const cost = costOf(columns, main);
  return [
    ...curveTiles(main, series),
    ...(axes.length > 1 ? [{ kind: 'parallel', columns: axes, colour: main.id } as const] : []),
    ...(cost === undefined ? [] : [{ kind: 'scatter', x: cost.id, y: main.id, pareto: true } as const]),
  ];
}

/** What pipelines ask for first, else the first metric. */
export function mainMetric(columns: readonly TableColumn[]): TableColumn | undefined {
  const metrics = columns.filter(({ kind, type }) => kind === 'metric' && type === 'number');
  return metrics.sort((a, b) => (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE))[0];
}

/** New curves of a series, by step. */
export function curvesTile(metric: string): Tile {
  return { kind: 'curves', metric, x: 'step', smoothing: 0, logX: false, logY: false };
}

/** The series that says most of the main metric: itself, that of a validation, else what most runs have. */
export function mainSeries(main: TableColumn | undefined, series: readonly KnownSeries[]): string | undefined {
  const own = main === undefined ? undefined : series.find(({ name }) => name === main.name);
  const [first] = [...series].sort((a, b) => b.runs - a.runs || Number(isTest(b)) - Number(isTest(a)));
  return (own ?? first)?.name;
}

function curveTiles(main: TableColumn | undefined, series: readonly KnownSeries[]): readonly Tile[] {
  const name = mainSeries(main, series);
  return name === undefined ? [] : [curvesTile(name)];
}

function isTest({ name }: KnownSeries): boolean {
  return /^(valid|validation|val|eval|test)[._/-]/.test(name);
}

function axesOf(columns: readonly TableColumn[], textsOf: (column: string) => number | undefined): readonly string[] {
  return columns
    .filter(({ id, kind, type, differs }) => {
      if (kind !== 'param' || !differs) return false;
      return type === 'number' || (textsOf(id) ?? 0) <= MOST_TEXTS;
    })
    .sort((a, b) => b.filled - a.filled || (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE))
    .slice(0, MOST_AXES - 1)
    .map(({ id }) => id);
}

/** What it took, else another metric. */
function costOf(columns: readonly TableColumn[], main: TableColumn): TableColumn | undefined {
  return (
    columns.find(({ id, differs }) => id === 'attributes.duration' && differs) ??
    columns.find(({ id, kind, better }) => kind === 'metric' && id !== main.id && better !== null)
  );
}
